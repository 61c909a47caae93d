/** The cell's job over the real tasks, with a small data set in place of the stored one. */
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { attributionOf } from '../../../src/cells/explain/presentation/earlier';
import { job } from '../../../src/cells/explain/job';
import { params, type ExplainParams, type ExplainSummary } from '../../../src/cells/explain/types';
import { presentation } from '../../../src/cells/explain/presentation';
import type { CellContent } from '../../../src/cells/types';
import { PIXELS } from '../../../src/core/dataset/fashion-mnist';
import { METHODS } from '../../../src/core/explain/method-names';
import type { RunEvent } from '../../../src/core/ledger/types';
import { parseParams } from '../../../src/core/params/parse';
import type { Output, StoredResult } from '../../../src/core/results/types';
import { bands, Laboratory } from './bands';
import { GARMENTS } from '../garments';
import { serveImages } from '../images';

const missing: { label: number | undefined } = vi.hoisted(() => ({ label: undefined }));
serveImages({
  split: (_summary, split, limit = Number.POSITIVE_INFINITY) => Promise.resolve(bands(split, limit, missing.label)),
});

const SMALL = {
  trainImages: 300,
  epochs: 8,
  explainedImages: 10,
  igSteps: 32,
  keepPercent: 40,
  selectionModel: 'softmax',
  selectionImages: 300,
  selectionEpochs: 2,
  selectionSeeds: 2,
} as const;

interface Ran {
  readonly laboratory: Laboratory;
  readonly output: Output<ExplainSummary>;
}

async function runJob(given: Partial<ExplainParams> = {}, inputs: Record<string, StoredResult> = {}): Promise<Ran> {
  const laboratory = new Laboratory();
  const parsed = parseParams(params, { ...SMALL, ...given }, 'test');
  return { laboratory, output: await laboratory.run(job as never, parsed, inputs) };
}

function contentOf({ laboratory, output }: Ran): CellContent<never> {
  return {
    cellId: 'cell-1',
    params: parseParams(params, SMALL, 'test') as never,
    summary: output.summary,
    result: laboratory.store(output, 'cell:explain'),
    data: GARMENTS,
    inputs: {},
    read: laboratory.read,
    ledger: laboratory.ledger,
  };
}

/** Draws everything, and fails on what no reader should see. */
async function drawAll(ran: Ran): Promise<void> {
  const content = contentOf(ran);
  for (const sentence of presentation.findings(content as never))
    expect(sentence).not.toMatch(/NaN|undefined|Infinity|null/);
  for (const block of presentation.blocks(content as never)) {
    if ('caption' in block) expect(block.caption).not.toMatch(/NaN|undefined|Infinity/);
    if (block.type === 'figure') {
      const { data } = await block.draw();
      const marks = data.map((trace) => ('x' in trace && trace.type === 'scatter' ? (trace.x as unknown[]).length : 0));
      expect(marks.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(2000);
    }
    if (block.type === 'images') {
      const images = await block.load();
      expect(images.length % block.columns).toBe(0);
      for (const image of images) expect(image.pixels.length).toBe(PIXELS);
    }
  }
}

let ran: Ran;
beforeAll(async () => {
  ran = await runJob();
}, 60_000);

test('the job trains a model that generalises, and its interval holds the accuracy', () => {
  const { validation, imagesTrained, card } = ran.output.summary.train;
  expect(validation.accuracy).toBeGreaterThan(0.9);
  expect(validation.interval[0]).toBeLessThanOrEqual(validation.accuracy);
  expect(validation.interval[1]).toBeGreaterThanOrEqual(validation.accuracy);
  expect(validation.confusion.reduce((sum, images) => sum + images, 0)).toBe(100);
  expect(imagesTrained).toBe(2400);
  expect(ran.output.summary.card).toEqual(card);
  expect(ran.output.refs?.['model.weights']?.shape).toEqual([card.parameters]);
});

test('attributions that should add up do, by the method’s own measure', () => {
  const { methods, images } = attributionOf(ran.output.summary);
  expect(methods.map(({ method }) => method)).toEqual(METHODS);
  expect(images.map((image) => image.label)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const median = (name: string): number => {
    const gaps = methods.find(({ method }) => method === name)!.checks['completeness'] as number[];
    return gaps.toSorted((a, b) => a - b)[5]!;
  };
  expect(median('integrated-gradients')).toBeLessThan(0.02);
  expect(median('integrated-gradients-mean')).toBeLessThan(0.02);
  // Random draws: right in expectation, with the noise of 64 of them.
  expect(median('expected-gradients')).toBeLessThan(0.3);
  expect(methods.find(({ method }) => method === 'saliency')!.checks).toEqual({});
});

test('every signed method finds the pixels that matter sooner than random orders do', () => {
  for (const { method, advantage } of attributionOf(ran.output.summary).methods) {
    if (['gradient-x-input', 'integrated-gradients', 'expected-gradients', 'lime'].includes(method))
      expect(advantage.low, method).toBeGreaterThan(0);
  }
});

test('mean expected gradients of a class lie in the band that makes it', async () => {
  const ref = ran.output.refs!['expected-gradients.classAverages']!;
  const averages = (await ran.laboratory.read(ref)).data as Float32Array;
  const magnitude = (from: number, to: number): number =>
    averages.slice(from, to).reduce((sum, value) => sum + Math.abs(value), 0);
  // The first bands of the image lie at its border, where convolutions see less: the middle classes are the plain case.
  for (const label of [3, 5, 6]) {
    const start = label * PIXELS;
    const band = magnitude(start + label * 56, start + label * 56 + 56);
    expect(band).toBeGreaterThan(3 * (magnitude(start, start + PIXELS) / 14));
  }
});

test('the selection keeps the share asked for, and says in words what it found', () => {
  const { selection } = ran.output.summary;
  expect(selection.kept).toHaveLength(Math.round(0.4 * PIXELS));
  expect(selection.others.variance).toHaveLength(selection.kept.length);
  expect(selection.sentence).toMatch(
    /314 of 784 pixels \(40 %\).*2 seeds\)\. The mask is (not )?recommended: .* the margin of 1\.0 points/,
  );
  expect(selection.recommended).toBe(selection.differences.all.interval[0] > -0.01);
  expect(selection.differences.all.perRun).toHaveLength(2);
  expect(Object.keys(selection.accuracy)).toEqual(['attribution', 'variance', 'random', 'all']);
});

test('the same seed gives the same output, byte for byte', async () => {
  const again = await runJob();
  expect(again.output).toEqual(ran.output);
}, 60_000);

test('every model is a run in the ledger, the explained one first, with its curves', () => {
  const runs = ran.laboratory.ledger as RunEvent[];
  expect(runs).toHaveLength(2 + 4 * 2);
  expect(runs[0]!.id).toBe(`run:${ran.output.summary.trainKey}`);
  expect(runs[0]!.curves['validation/accuracy']?.x).toEqual([300, 600, 900, 1200, 1500, 1800, 2100, 2400]);
  expect(runs[0]!.provenance).toMatchObject({ datasetHash: 'h', numericMode: 'wasm/strict' });
  expect(new Set(runs.map(({ name }) => name)).size).toBe(runs.length);
  // The replicates belong together; the explained model and its simple sibling stand alone.
  expect(runs.filter(({ parent }) => parent === undefined)).toHaveLength(2);
  expect(new Set(runs.slice(2).map(({ parent }) => parent)).size).toBe(1);
});

test('progress never falls back, tells the epoch, and carries the curves', () => {
  const { progress } = ran.laboratory;
  expect(progress.some(({ stage }) => stage === 'Training, epoch 7 of 8')).toBe(true);
  expect(progress.some(({ detail }) => (detail as { curves?: object } | undefined)?.curves !== undefined)).toBe(true);
  expect(new Set(progress.map(({ total }) => total)).size).toBe(1);
  progress.slice(1).forEach(({ done }, at) => expect(done).toBeGreaterThanOrEqual(progress[at]!.done));
});

test('everything can be drawn, within the limits of figures, and no sentence holds a broken number', async () => {
  expect(presentation.findings(contentOf(ran) as never)[0]).toMatch(
    /^The small CNN, trained on 300 images for 8 epochs, reaches \d+\.\d % accuracy on 100 validation images \(95 % CI \d+\.\d to \d+\.\d %\)\.$/,
  );
  await drawAll(ran);
});

test('where no image is misclassified there is no confusion', () => {
  const { summary } = ran.output;
  const confusion = Array.from({ length: 100 }, (_, at) => (at % 11 === 0 ? 10 : 0));
  const train = { ...summary.train, validation: { ...summary.train.validation, confusion } };
  const said = presentation.findings({ ...contentOf(ran), summary: { ...summary, train } } as never);
  expect(said.at(-1)).toBe('No validation image is misclassified.');
});

describe('what is unusual', () => {
  test('attributions reach the raw pixels through a pipeline that crops and standardises', async () => {
    const laboratory = new Laboratory();
    const recipe = {
      steps: [
        { kind: 'crop', params: { top: 2, left: 2, height: 24, width: 24 } },
        { kind: 'scale' },
        { kind: 'standardise', params: { scope: 'all' } },
      ],
      trainImages: 300,
    };
    const features = laboratory.store({ summary: { recipe } }, 'cell:features');
    const { output, laboratory: used } = await runJob({ epochs: 3 }, { features });
    expect(output.summary.recipe).toEqual(recipe);
    expect(output.summary.card.pipeline).toMatch(/^[0-9a-f]{64}$/);
    const ref = output.refs!['integrated-gradients-mean.attributions']!;
    const map = (await used.read(ref)).data.subarray(0, PIXELS);
    const border = Array.from(map).filter((_, pixel) => Math.floor(pixel / 28) < 2);
    expect(border.every((value) => value === 0)).toBe(true);
    expect(Array.from(map).some((value) => value !== 0)).toBe(true);
    const gaps = attributionOf(output.summary).methods.find(({ method }) => method === 'integrated-gradients')!.checks[
      'completeness'
    ] as number[];
    expect(gaps.toSorted((a, b) => a - b)[5]).toBeLessThan(0.03);
  }, 60_000);

  test('a class left out of the data is met by words, not by broken numbers', async () => {
    missing.label = 7;
    try {
      const without = await runJob({ epochs: 2 });
      expect(without.output.summary.named.sentences[7]).toBe('There is no image of Sneaker.');
      expect(without.output.summary.attribution.images).toHaveLength(9);
      expect(without.output.summary.attribution.classes['expected-gradients']![7]).toMatchObject({
        averaged: 0,
        looked: 0,
      });
      await drawAll(without);
    } finally {
      missing.label = undefined;
    }
  }, 60_000);

  test('only what was chosen attributes, and the words and figures know of no other', async () => {
    const chosen = await runJob({ epochs: 2, methods: ['lime', 'saliency'] });
    const { methods, classes, random } = attributionOf(chosen.output.summary);
    expect(methods.map(({ method }) => method)).toEqual(['saliency', 'lime']);
    expect(classes).toEqual({});
    expect(random.orders).toBe(5);
    expect(chosen.output.summary.selection.method).toBe('expected-gradients');
    await drawAll(chosen);
    const content = contentOf(chosen) as never;
    const blocks = presentation.blocks(content);
    expect(blocks.some((block) => 'id' in block && block.id === 'class-averages')).toBe(false);
    const told = JSON.stringify([presentation.findings(content), blocks]);
    expect(told).toContain('LIME');
    expect(told).not.toMatch(/SmoothGrad|Integrated|add up to the change/);
  }, 60_000);

  test('named features as input are refused with what to do instead', async () => {
    const recipe = { steps: [{ kind: 'named' }, { kind: 'standardise' }], trainImages: 300 };
    const features = new Laboratory().store({ summary: { recipe } }, 'cell:features');
    await expect(runJob({}, { features })).rejects.toMatchObject({
      code: 'params/invalid',
      message: expect.stringContaining('clear the input "Features"') as string,
    });
  });

  test('training that diverges says so', async () => {
    const laboratory = new Laboratory();
    const wild = { ...parseParams(params, SMALL, 'test'), learningRate: 1e30 };
    await expect(laboratory.run(job as never, wild)).rejects.toMatchObject({ code: 'train/diverged' });
  }, 60_000);

  test.each([
    ['none of the pixels', { keepPercent: 0 }, /must lie between 1 and 99/],
    ['all of the pixels', { keepPercent: 100 }, /must lie between 1 and 99/],
    ['no image', { explainedImages: 0 }, /must lie between 10 and 100/],
  ])('%s is refused before anything runs', async (_what, given, sentence) => {
    await expect(runJob(given)).rejects.toThrow(sentence);
  });

  test('a task that is asked for no or all pixels, or no image, answers with a sentence too', async () => {
    const laboratory = new Laboratory();
    const rank = { by: 'variance', images: 100 };
    const inputs = { data: laboratory.data };
    await expect(laboratory.task('rank-pixels', { params: { ...rank, percent: 0 }, inputs })).rejects.toThrow(
      /leaves none/,
    );
    await expect(laboratory.task('rank-pixels', { params: { ...rank, percent: 100 }, inputs })).rejects.toThrow(
      /selects nothing/,
    );
    const spec = {
      method: 'saliency',
      version: 1,
      perClass: 0,
      averagedPerClass: 0,
      samples: 1,
      background: 10,
      deletionSteps: 4,
    };
    await expect(laboratory.task('attribute', { params: spec, inputs })).rejects.toThrow(/no image to explain/);
  });
});
