/** The cell's job over the real tasks on a small data set. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { CellContent } from '../../../src/cells/types';
import { presentation } from '../../../src/cells/features/presentation';
import type { RunEvent } from '../../../src/core/ledger/types';
import { PIXELS } from '../../../src/core/dataset/fashion-mnist';
import { pipelineFromJson } from '../../../src/core/features/json';
import { pipelineHash } from '../../../src/core/features/pipeline';
import { holm } from '../../../src/core/stats/adjust';
import { Bench, bands, type Run } from './bench';
import { textOf } from '../exchange/text';
import { GARMENTS } from '../garments';
import { serveImages } from '../images';

serveImages({
  split: (_data, split, limit) => Promise.resolve(bands(split, limit)),
});

const SMALL = {
  trainImages: 400,
  ablationImages: 300,
  ablationEpochs: 20,
  ablationModel: 'softmax',
  ablationSeeds: 3,
} as const;
const bench = new Bench();

const contentOf = ({ result, params, ledger }: Run): CellContent => ({
  cellId: 'features',
  params,
  summary: result.summary,
  result,
  data: GARMENTS,
  inputs: {},
  read: bench.read,
  ledger,
});
const said = (run: Run): string[] => presentation.findings(contentOf(run));

/** The five upper bands: the classes 0 to 4 can be told, the others cannot. */
const upperHalf = Array.from({ length: PIXELS / 2 }, (_, pixel) => pixel);
const selection = { kept: upperHalf, percent: 50, recommended: true, sentence: 'Half of the pixels do as well.' };

let first: Run;
beforeAll(async () => {
  first = await bench.run(SMALL);
});

describe('a pipeline without explanation', () => {
  it('is fitted on the training split, and its recipe, hash and arrays are passed on', () => {
    const { recipe, pipeline } = first.result.summary;
    expect(recipe).toMatchObject({ trainImages: 400, steps: [{ kind: 'scale' }, { kind: 'standardise' }] });
    expect(pipeline.fittedOn).toBe(400);
    expect(Object.keys(first.result.artifacts)).toEqual(
      expect.arrayContaining(['pipeline.1.mean', 'pipeline.1.std', 'stage.0', 'stage.1', 'stage.2']),
    );
  });

  it('measures each part, on or off, against the same base from each seed', () => {
    const { rows, accuracy } = first.result.summary.ablation!;
    expect(rows.map(({ part, on }) => `${part} ${on}`)).toEqual([
      'centre false',
      'augmentation false',
      'crop false',
      'named false',
      'standardise true',
    ]);
    for (const row of rows) {
      expect(row.effect).toBeCloseTo(row.on ? accuracy - row.accuracy : row.accuracy - accuracy, 12);
      expect(row.perSeed).toHaveLength(3);
      row.mcNemar.forEach(({ onlyFirst, onlySecond }, seed) =>
        expect(row.perSeed[seed]).toBeCloseTo((onlyFirst - onlySecond) / 300, 12),
      );
      expect(row.interval[0]).toBeLessThanOrEqual(row.effect);
      expect(row.interval[1]).toBeGreaterThanOrEqual(row.effect);
    }
    expect(rows.map(({ adjusted }) => adjusted)).toEqual(holm(rows.map(({ p }) => p)));
  });

  it('does not call a difference clear whose seeds do not agree in sign', () => {
    for (const { perSeed, adjusted } of first.result.summary.ablation!.rows) {
      if (new Set(perSeed.map(Math.sign)).size > 1) expect(adjusted).toBeGreaterThan(0.05);
    }
  });

  it('finds that named features lose where in the image the ink is', () => {
    const named = first.result.summary.ablation!.rows.find(({ part }) => part === 'named')!;
    expect(named.interval[1]).toBeLessThan(0);
    expect(said(first).join(' ')).toMatch(
      /The 12 named features in place of the pixels would change validation accuracy by −\d+\.\d points/,
    );
  });

  it('writes every training to the ledger once', () => {
    const runs = first.ledger as RunEvent[];
    expect(runs).toHaveLength(18);
    expect(new Set(runs.map(({ id }) => id)).size).toBe(18);
    expect(runs.every(({ type, cellKind }) => type === 'run' && cellKind === 'features')).toBe(true);
    expect(new Set(runs.map(({ parent }) => parent)).size).toBe(1);
    expect(runs[0]).toMatchObject({
      parent: expect.stringMatching(/^comparison:/) as string,
      tags: { role: 'replicate' },
    });
    expect(runs.map(({ name }) => name)).toContain('softmax regression, without Standardise, seed 2');
  });

  it('tells how far it is, and which trainings have ended', () => {
    const last = first.progress.at(-1)!;
    expect(last.done).toBe(last.total);
    expect(first.progress.findLast(({ detail }) => detail)!.detail!.trained).toHaveLength(18);
  });

  it('gives the same output again from what is stored', async () => {
    const again = await bench.run(SMALL);
    expect(again.ran).toEqual([]);
    expect(again.result.outputHash).toBe(first.result.outputHash);
  });
});

describe('a pipeline with an explanation', () => {
  it('takes a recommended mask over, says why, and trains only what the mask changes', async () => {
    const run = await bench.run(SMALL, { selection });
    const { mask, recipe, ablation } = run.result.summary;
    expect(mask).toEqual({ origin: 'explanation', pixels: 392, sentence: selection.sentence });
    expect(recipe.steps[0]).toEqual({ kind: 'mask', params: { kept: upperHalf, form: 'image' } });
    expect(ablation!.rows.map(({ part }) => part)).toEqual(['mask']);
    // Without the mask the pipeline is the one above, which is stored.
    expect(run.ran.filter((kind) => kind === 'train')).toHaveLength(3);
    expect(ablation!.rows[0]!.accuracy).toBe(first.result.summary.ablation!.accuracy);
    expect(ablation!.rows[0]!.interval[1]).toBeLessThan(0);
    const sentences = said(run);
    expect(sentences[1]).toBe(
      '392 of 784 pixels (50 %) are kept, as the explanation recommends. It says: “Half of the pixels do as well.”',
    );
    expect(sentences[2]).toMatch(/^Pixel mask changes validation accuracy by −.*, p [=<] .*\): it costs accuracy\.$/);
  });

  it('keeps all pixels if the explanation does not recommend to drop any, and says so', async () => {
    const run = await bench.run(SMALL, { selection: { ...selection, recommended: false } });
    expect(run.result.summary.recipe).toEqual(first.result.summary.recipe);
    expect(run.ran).toEqual([]);
    expect(said(run)[1]).toMatch(/^All 784 pixels are kept: the explanation does not recommend/);
  });

  it('lets pixels that were set win, and knows them by the explanation that named them', async () => {
    const literal = { ...SMALL, ablation: 'none' } as const;
    const known = await bench.run({ ...literal, kept: upperHalf }, { selection });
    expect(known.result.summary.mask).toEqual({ origin: 'set', pixels: 392, sentence: selection.sentence });
    expect(said(known)[1]).toContain('taken over from the explanation as a list');
    const against = await bench.run(
      { ...literal, kept: upperHalf },
      { selection: { ...selection, recommended: false } },
    );
    expect(said(against)[1]).toContain('chosen by hand; the explanation does not recommend it');
    const own = await bench.run({ ...literal, kept: [400, 401] }, { selection });
    expect(own.result.summary.mask).toEqual({ origin: 'set', pixels: 2 });
    expect(said(own)[1]).toMatch(/are kept, chosen by hand\.$/);
  });

  it('refuses an explanation that recommends no pixel, or all of them', async () => {
    await expect(bench.run(SMALL, { selection: { ...selection, kept: [] } })).rejects.toThrow(/keep no pixel at all/);
    const all = Array.from({ length: PIXELS }, (_, pixel) => pixel);
    await expect(bench.run(SMALL, { selection: { ...selection, kept: all } })).rejects.toThrow(/keeps all 784 pixels/);
  });
});

describe('what cannot be trained is said before anything is trained', () => {
  it('such as a convolution on named features, or on what a deep crop leaves', async () => {
    const cnn = { ...SMALL, ablationModel: 'cnn-small' } as const;
    const fresh = new Bench();
    await expect(fresh.run({ ...cnn, output: 'named' })).rejects.toMatchObject({ code: 'params/invalid' });
    await expect(fresh.run({ ...cnn, crop: 12 })).rejects.toMatchObject({ code: 'params/invalid' });
  });
});

describe('what is shown', () => {
  it.each([
    ['the plain pipeline', {}, undefined],
    ['a mask', { crop: 1, augmentation: 'both' }, { selection }],
    ['named features', { output: 'named', ablation: 'none' }, undefined],
    ['no step at all', { values: 'none', ablation: 'none' }, undefined],
  ] as const)('can be drawn for %s, and no sentence holds a broken number', async (_name, change, explanation) => {
    const run = await bench.run({ ...SMALL, ...change }, explanation);
    const content = contentOf(run);
    for (const sentence of presentation.findings(content))
      expect(sentence).not.toMatch(/NaN|undefined|Infinity|\[object/);
    const blocks = presentation.blocks(content);
    const ids = blocks.flatMap((block) => ('id' in block ? [block.id] : []));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(['steps', 'stages', 'parameters']));
    for (const block of blocks) {
      if (block.type === 'figure') expect((await block.draw()).data.length).toBeGreaterThan(0);
      if (block.type === 'images') {
        const images = await block.load();
        expect(images.length % block.columns).toBe(0);
        for (const { pixels } of images) expect(pixels.length).toBe(PIXELS);
      }
      expect(JSON.stringify(block)).not.toMatch(/NaN|undefined|\[object/);
    }
  });

  it('goes to the hand-in kit as a pipeline of the same hash, and as Python', async () => {
    const content = contentOf(first);
    const [json, python] = presentation.files!(content);
    expect([json!.exporter, python!.exporter]).toEqual(['pipeline-json', 'pipeline-python']);
    const read = pipelineFromJson(JSON.parse(await textOf(json!, content)));
    expect(pipelineHash(read)).toBe(first.result.summary.pipeline.hash);
    expect(await textOf(python!, content)).toContain('def transform(images)');
  });

  it('meets its lines of the mission with figures that are there', () => {
    const ids = presentation.blocks(contentOf(first)).flatMap((block) => ('id' in block ? [block.id] : []));
    for (const { figureId } of presentation.requirements!) expect(ids).toContain(figureId);
  });
});
