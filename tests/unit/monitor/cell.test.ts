/** The cell's job over the real tasks, on images whose bright band tells the class. */
import { beforeAll, describe, expect, it } from 'vitest';
import { driftFiles } from '../../../src/cells/monitor/presentation/files';
import { params } from '../../../src/cells/monitor/types';
import { presentation } from '../../../src/cells/monitor/presentation';
import { PIXELS } from '../../../src/core/dataset/fashion-mnist';
import type { ImageBatch, SplitName } from '../../../src/core/dataset/types';
import { askFor, DETECTORS } from '../../../src/core/drift/detectors';
import type { HoldsModel } from '../../../src/core/models/card';
import { MODELS } from '../../support/networks';
import { parseParams } from '../../../src/core/params/parse';
import type { Json, StoredResult } from '../../../src/core/results/types';
import { randomSource } from '../../../src/core/seed';
import type { TableBlock } from '../../../src/plots/blocks';
import type { DriftBatchesSpec } from '../../../workers/tasks/drift-batches/types';
import { textOf } from '../exchange/text';
import { datasetOf, Laboratory } from './laboratory';
import { serveImages } from '../images';

const SIZES: Record<SplitName, number> = { train: 400, validation: 200, calibration: 500, stream: 1200, test: 0 };
const FIRST: Record<SplitName, number> = { train: 0, validation: 1000, calibration: 2000, stream: 3000, test: 5000 };

/** Set to make a world of one class. */
let onlyClass: number | undefined;

/** Noisy images; the band of the class is hardly brighter than the rest, so some are mistaken. */
function bands(split: SplitName, limit: number): ImageBatch {
  const count = Math.min(limit, SIZES[split]);
  const random = randomSource(FIRST[split] + 1);
  const images = Uint8Array.from({ length: count * PIXELS }, () => Math.floor(120 * random()));
  const labels = Uint8Array.from({ length: count }, (_, index) => onlyClass ?? index % 10);
  labels.forEach((label, index) => {
    const height = 20 + 60 * random();
    for (let at = 0; at < 56; at += 1) images[index * PIXELS + label * 56 + at]! += height;
  });
  return {
    images,
    labels,
    indices: Uint32Array.from({ length: count }, (_, index) => FIRST[split] + index),
    height: 28,
    width: 28,
  };
}

serveImages({
  split: (_summary, split, limit = Number.POSITIVE_INFINITY) => Promise.resolve(bands(split, limit)),
});

const laboratory = new Laboratory();
const data = laboratory.keep({ summary: datasetOf(SIZES.stream) }, 'cell:data');
let model: StoredResult<HoldsModel>;
const SMALL = { batches: 12, fromBatch: 5, trainImages: 400, epochs: 6, collect: 2, labelDelay: 1 };
const run = (values: Record<string, Json>, rootSeed?: number) =>
  laboratory.monitor({ ...SMALL, ...values }, { data, model }, rootSeed);

beforeAll(async () => {
  model = await laboratory.model(
    { model: MODELS.softmax, trainImages: 400, epochs: 8, batchSize: 32, learningRate: 0.01 },
    data,
  );
});

/** Every sentence and block can be made, and none holds a broken number. */
async function expectWhole(content: Awaited<ReturnType<typeof run>>['content']): Promise<string[]> {
  const sentences = presentation.findings(content as never);
  const blocks = presentation.blocks(content as never);
  for (const block of blocks) {
    if (block.type === 'figure') expect((await block.draw()).data.length).toBeGreaterThan(0);
    if (block.type === 'images') {
      for (const image of await block.load()) expect(image.pixels).toHaveLength(PIXELS);
    }
  }
  for (const text of [...sentences, JSON.stringify(blocks)]) expect(text).not.toMatch(/NaN|undefined|Infinity/);
  return sentences;
}

describe('with a drift that hurts', () => {
  let ran: Awaited<ReturnType<typeof run>>;
  beforeAll(async () => {
    ran = await run({ scenario: 'contrast', severity: 0.9 });
  });

  it('scores each image of the stream once and alarms in the first batch that drifts', () => {
    const { scores, alarm, reports, checks } = ran.output.summary;
    expect(scores.map(({ batch }) => batch)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(scores.reduce((sum, { images }) => sum + images, 0)).toBe(SIZES.stream);
    expect(alarm).toMatchObject({ retrain: true, batch: 5, after: 5 });
    expect(reports).toHaveLength(12);
    expect(checks.every(({ images, correct, accuracy }) => accuracy === correct / images)).toBe(true);
  });

  it('trains the challenger on labelled past batches alone, and tests it on batches that come after', () => {
    const { retraining } = ran.output.summary;
    expect(retraining?.plan).toEqual({
      after: 7,
      learned: [1, 2, 3, 4, 5, 6],
      since: [5, 6],
      later: [8, 9, 10, 11, 12],
    });
    expect(retraining?.streamImages).toBe(600);
    expect(retraining?.trainImages).toBe(400);
    // Four batches of 100 once and the two since the alarm four times, beside fit, in six passes.
    expect(retraining?.imagesTrained).toBe(6 * (400 + 4 * 100 + 4 * 200));
    expect(retraining?.later.drifted.images).toBe(500);
    expect(retraining?.later.clean.images).toBe(500);
  });

  it('compares both models on the same images: the counts agree with the scores of the batches', () => {
    const { retraining, scores } = ran.output.summary;
    const right = (found: readonly { batch: number; correct: number }[]): number =>
      found.filter(({ batch }) => batch >= 8).reduce((sum, { correct }) => sum + correct, 0);
    const { later, drifted, clean } = retraining!;
    expect(later.drifted.accuracyA * 500).toBeCloseTo(right(drifted), 6);
    expect(later.drifted.accuracyB * 500).toBeCloseTo(right(scores), 6);
    expect(later.clean.accuracyA * 500).toBeCloseTo(right(clean.challenger), 6);
    expect(later.clean.accuracyB * 500).toBeCloseTo(right(clean.champion), 6);
    const { onlyFirst, onlySecond } = later.drifted.mcNemar;
    expect(onlyFirst - onlySecond).toBe(right(drifted) - right(scores));
  });

  it('writes champion, stream, run, challenger and the gate’s verdict to the ledger, once however often it runs', async () => {
    const shape = laboratory.ledger.map((event) => (event.type === 'registry' ? event.to : event.type));
    const { gate, runId } = ran.output.summary.retraining!;
    expect(shape.slice(0, 4)).toEqual(['champion', 'stream', 'run', 'challenger']);
    expect(shape.slice(4)).toEqual(gate.promote ? ['retired', 'champion'] : ['retired']);
    const [champion, , challenger] = laboratory.ledger;
    expect(challenger).toMatchObject({ parent: (champion as { runId?: string }).runId, tags: { role: 'challenger' } });
    const last = laboratory.ledger.at(-1)!;
    expect(last).toMatchObject({ type: 'registry', runId, reason: expect.stringContaining(gate.sentence) as string });
    const [events, tasks] = [laboratory.ledger.length, laboratory.ran.length];
    const again = await run({ scenario: 'contrast', severity: 0.9 });
    expect(again.output).toEqual(ran.output);
    expect([laboratory.ledger.length, laboratory.ran.length]).toEqual([events, tasks]);
  });

  it('says what happened in sentences, figures and files', async () => {
    const sentences = await expectWhole(ran.content);
    expect(sentences[0]).toMatch(
      /^Contrast starts at batch 5 and is detected in its first batch; the retrained challenger is (promoted|rejected)\.$/,
    );
    expect(sentences).toContainEqual(expect.stringMatching(/^Retrain after batch 5: /));
    const [drift, stream, alarms] = await Promise.all(driftFiles(ran.content).map((file) => textOf(file)));
    // Header, 12 batches x (22 columns x 4 detectors + predicted class x 2 + whole batch), and the line break at the end.
    expect(drift!.split('\n')).toHaveLength(1 + 12 * (22 * 4 + 2 + 1) + 1);
    expect(stream!.split('\n')).toHaveLength(1 + 12 + 3 * 5 + 1);
    expect(alarms!.split('\r\n').slice(0, 2)).toEqual([
      'detector,label,decides,level,batch,after,reason',
      expect.stringMatching(/^sharp,sharp,true,0\.00027\d*,5,5,"\d+ of 23 columns drifted/),
    ]);
    expect(ran.stages).toEqual(expect.arrayContaining(['Scoring the stream', 'Retraining after batch 7']));
  });
});

describe('the detectors of a result', () => {
  const tables = (content: unknown) =>
    Object.fromEntries(
      presentation
        .blocks(content as never)
        .flatMap((block): [string, TableBlock][] => (block.type === 'table' ? [[block.id, block]] : [])),
    );

  it('head the columns of the table, and the caption names those that decide', async () => {
    const { content } = await run({ scenario: 'none' });
    const { columns, samples, sequences } = tables(content);
    const headings = columns!.columns.map(({ label }) => label);
    expect(headings.slice(3, 7)).toEqual(['KS', 'χ²', 'PSI', 'Wasserstein (sd)']);
    expect(columns!.caption).toMatch(/the smaller p-value of KS and chi-square, Holm-corrected for all 45 tests/);
    expect(samples!.rows).toEqual([
      {
        label: 'Energy (sd)',
        statistic: expect.stringMatching(/^0\.\d{4}$/) as string,
        expected: expect.stringMatching(/^0\.\d{4}$/) as string,
        p: null,
        part: 'explores',
      },
    ]);
    // None explores yet.
    expect(sequences).toBeUndefined();
  });

  it('that explore the sequence of batches say where they would have fired', async () => {
    const { content } = await run({ scenario: 'contrast', severity: 0.9 });
    const { summary } = content;
    const exploring = summary.sequences!.map((watch) => ({ ...watch, decides: watch.id !== 'persistent' }));
    const { sequences } = tables({ ...content, summary: { ...summary, sequences: exploring } });
    expect(sequences!.rows).toMatchObject([{ label: 'persistent', after: 7 }]);
  });

  it('are shown of a result of before there were any that explore', async () => {
    const { content } = await run({ scenario: 'contrast', severity: 0.9 });
    const { sequences: _, ...summary } = content.summary;
    const reports = summary.reports.map(({ samples: _samples, deciding: _deciding, ...report }) => report);
    const before = { ...summary, reports };
    const old = { ...content, summary: before, result: { ...content.result, summary: before } };
    await expectWhole(old as never);
    expect(Object.keys(tables(old))).toEqual(['columns', 'gate']);
    const drift = await textOf(driftFiles(old)[0]!);
    const now = await textOf(driftFiles(content)[0]!);
    const lines = now.split('\r\n').filter((line) => !line.includes('whole batch'));
    expect(drift.split('\r\n')).toEqual(lines);
  });

  it('are named in what the task is asked for, which refuses a reference without them', async () => {
    const drift = laboratory.asked.filter(({ kind }) => kind === 'drift-batches');
    expect(drift.some(({ params: spec }) => 'detectors' in (spec as object))).toBe(true);
    for (const { params: spec, inputs } of drift) {
      expect((spec as DriftBatchesSpec).detectors).toEqual(inputs?.['reference'] ? askFor(DETECTORS) : undefined);
    }
    const call = { params: { stream: [] }, inputs: { data, model, reference: data } };
    await expect(laboratory.task('drift-batches', call)).rejects.toThrow('by detectors: one of them was not named');
  });
});

it('asks for no retraining and trains nothing when nothing drifts', async () => {
  const before = laboratory.ran.filter((kind) => kind === 'train').length;
  const { output, content } = await run({ scenario: 'none' });
  expect(output.summary.alarm).toMatchObject({ retrain: false, after: null });
  expect(output.summary.retraining).toBeNull();
  expect(laboratory.ran.filter((kind) => kind === 'train')).toHaveLength(before);
  const sentences = await expectWhole(content);
  expect(sentences[0]).toBe('The stream does not drift, and there is no alarm in 12 batches.');
});

it('shows what a class mix does to the classes, and no pictures, since it changes none', async () => {
  const { content } = await run({ scenario: 'class-mix', severity: 1 });
  await expectWhole(content);
  const ids = presentation.blocks(content as never).flatMap((block) => ('id' in block ? [block.id] : []));
  expect(ids).toContain('classes');
  expect(ids).not.toContain('examples');
});

it('trains no challenger when no batch is left to prove it on, and says so', async () => {
  const { output, content } = await run({ scenario: 'contrast', severity: 0.9, labelDelay: 7 });
  expect(output.summary.alarm.after).toBe(5);
  expect(output.summary.retraining).toBeNull();
  expect((await expectWhole(content)).join(' ')).toContain('No batch is left to evaluate a challenger on');
});

describe('what cannot be watched is refused by a sentence', () => {
  it.each([
    [
      { batches: 500 },
      '1,200 images of the stream in 500 batches are 2 a batch, too few to see a drift in. Choose at most 60 batches.',
    ],
    [{ fromBatch: 13 }, 'The drift would set in with batch 13, but the stream ends with batch 12.'],
  ])('%j', async (values, sentence) => {
    await expect(run({ scenario: 'noise', ...values })).rejects.toThrow(sentence);
  });

  it('a severity outside 0 to 1, and a batch count of one', () => {
    expect(() => parseParams(params, { severity: 1.5 }, 'Monitor')).toThrow(
      '"Severity" is 1.5, but must lie between 0 and 1',
    );
    expect(() => parseParams(params, { batches: 1 }, 'Monitor')).toThrow('must lie between 2 and 500');
  });

  it('a stream that is too small for any number of batches', async () => {
    const small = { ...data, summary: datasetOf(20) };
    await expect(laboratory.monitor({ batches: 2, fromBatch: 1 }, { data: small, model })).rejects.toThrow(
      'Load a larger data set.',
    );
  });

  it('a class mix that leaves no image', async () => {
    onlyClass = 0;
    const shirts = { ...data, outputHash: 'shirts' };
    try {
      await expect(
        laboratory.monitor({ ...SMALL, scenario: 'class-mix', severity: 1 }, { data: shirts, model }),
      ).rejects.toThrow('No image is left in batch 5');
    } finally {
      onlyClass = undefined;
    }
  });

  it('a model whose features are not named', async () => {
    const summary = { ...model.summary, card: { ...model.summary.card, pipeline: 'lost' } };
    await expect(laboratory.monitor(SMALL, { data, model: { ...model, summary } })).rejects.toThrow(
      'trained on features that its result does not name',
    );
  });
});

it('watches and retrains a model that is no network in the same way', async () => {
  const own = new Laboratory();
  const set = own.keep({ summary: datasetOf(SIZES.stream) }, 'cell:data');
  const fitted = (await own.task('fit-classic', {
    params: { model: { family: 'centroid' }, trainImages: 400 },
    inputs: { data: set },
  })) as StoredResult<HoldsModel>;
  const classic = { ...fitted, key: 'search', kind: 'cell:search', summary: { card: fitted.summary.card } };
  const values = { ...SMALL, scenario: 'contrast', severity: 0.9 };
  const ran = await own.monitor(values, { data: set, model: classic });
  const { champion, alarm, retraining, idle } = ran.output.summary;
  expect([champion.label, alarm.retrain, idle]).toEqual(['nearest centroid', true, null]);
  // Each image once: 400, four batches of 100 before the alarm, and two since it four times.
  expect(retraining).toMatchObject({ trainImages: 400, streamImages: 600, epochs: 1, imagesTrained: 400 + 400 + 800 });
  const run = own.ledger.find(({ id }) => id === retraining!.runId);
  expect(run).toMatchObject({ family: 'nearest centroid', params: { family: 'centroid', streamBatches: 6 } });
  await expectWhole(ran.content);
});
