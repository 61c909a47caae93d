/** The Label issues cell over the real mechanism; trainings only pretend, what follows them is real. */
import { beforeAll, describe, expect, it } from 'vitest';
import { job as labelsJob, judgedOf } from '../../../src/cells/labels/job';
import { budgets, params, type LabelsSummary } from '../../../src/cells/labels/types';
import { presentation } from '../../../src/cells/labels/presentation';
import { CLASSES, PIXELS, CLASS_NAMES } from '../../../src/core/dataset/fashion-mnist';
import { SPLIT_NAMES, SPLIT_VERSION, type ImageBatch, type SplitName } from '../../../src/core/dataset/types';
import { selectImages } from '../../../src/core/labels/folds';
import { labelDecision } from '../../../src/core/ledger/decisions';
import { runsOf } from '../../../src/core/ledger/runs';
import type { LedgerEvent } from '../../../src/core/ledger/types';
import { parseParams } from '../../../src/core/params/parse';
import type { Evidence } from '../../../src/core/profile/evidence';
import type { ArtifactRef, StoredResult } from '../../../src/core/results/types';
import { derive, randomSource } from '../../../src/core/seed';
import { scoreOf } from '../../../src/core/stats/score';
import { readArtifact, readLedger } from '../../../src/storage/results';
import type { AnyJob } from '../../../workers/coordinator/coordinator';
import { task as compareModels } from '../../../workers/tasks/compare-models';
import { readOthers } from '../../../workers/tasks/images';
import { task as labelIssues } from '../../../workers/tasks/label-issues';
import type { TrainSpec } from '../../../workers/tasks/train/types';
import { entry, Laboratory, plan, request } from '../mechanism/laboratory';
import { textOf } from '../exchange/text';
import { GARMENTS } from '../garments';
import { servedImages, serveImages } from '../images';

const IMAGES = 600;
const HASH = 'c'.repeat(64);
const WRONG = [10, 25, 133, 248, 399];
let fitLabels = Uint8Array.from({ length: IMAGES }, (_, at) => at % CLASSES);

function batchOf(split: SplitName, limit = Infinity): ImageBatch {
  const labels =
    split === 'train'
      ? fitLabels.slice(0, limit)
      : Uint8Array.from({ length: Math.min(200, limit) }, (_, at) => at % CLASSES);
  // The training file has the training split at even places and the others at odd ones, whose class is half their place too.
  const first = { train: 0, validation: 1, calibration: 401, stream: 801, test: 0 }[split];
  const indices = Uint32Array.from(labels, (_, place) => first + 2 * place);
  return { images: new Uint8Array(labels.length * PIXELS), labels, indices, height: 28, width: 28 };
}
serveImages({
  split: (_data, split, limit) => Promise.resolve(batchOf(split, limit)),
});

/** Sure of the true class (a place's number tells it), with noise and some mistakes. */
function predictions(truth: readonly number[], seed: number, right: number): Float32Array {
  const random = randomSource(seed);
  const out = new Float32Array(truth.length * CLASSES);
  truth.forEach((own, image) => {
    const named = random() < right ? own : (own + 1) % CLASSES;
    // Most are sure, and so reach the mean that confident learning asks for; some are not.
    const sure = random() < 0.1 ? 0.5 : 0.92 + 0.01 * random();
    out.fill((1 - sure) / 9, image * CLASSES, (image + 1) * CLASSES);
    out[image * CLASSES + named] = sure;
  });
  return out;
}
const truthOf = ({ indices }: ImageBatch): number[] => Array.from(indices, (index) => Math.floor(index / 2) % CLASSES);

const trained: TrainSpec[] = [];
const train = entry(async (spec: TrainSpec, { seed }) => {
  trained.push(spec);
  const others = await readOthers(servedImages, undefined as never, spec.selection?.fold?.others);
  const { train, heldOut } = selectImages(
    batchOf('train', spec.trainImages),
    spec.selection ?? {},
    [],
    others,
    GARMENTS.classes,
  );
  for (const index of train.indices) if (index % 2 === 1) throw new Error('trained on another split');
  const validation = batchOf('validation');
  const without = spec.selection?.without ?? [];
  // Leaving out what is wrong helps here, anything else does not.
  const gained = without.length > 0 && without.every((index) => WRONG.includes(index / 2)) ? 0.06 : 0;
  const own = predictions(truthOf(validation), derive(seed, 'select'), 0.8 + gained);
  const held = heldOut && predictions(truthOf(heldOut), derive(7, 'held', spec.selection!.fold!.fold), 0.985);
  const curve = { x: [1], y: [0.5] };
  return {
    summary: {
      spec,
      card: { type: 'network', network: spec.model, parameters: 100 },
      trainImages: train.labels.length,
      imagesTrained: train.labels.length * spec.epochs,
      validation: scoreOf(validation.labels, own, CLASSES),
      curves: { trainLoss: curve, validationAccuracy: curve, validationLogLoss: curve },
      ...(heldOut ? { heldOut: scoreOf(heldOut.labels, held!, CLASSES) } : {}),
    },
    artifacts: {
      validationProbabilities: { data: own, shape: [validation.labels.length, CLASSES] },
      ...(heldOut
        ? {
            heldOutProbabilities: { data: held!, shape: [heldOut.labels.length, CLASSES] },
            heldOutIndices: { data: heldOut.indices, shape: [heldOut.labels.length] },
          }
        : {}),
    },
  };
});

const registry = {
  train,
  'label-issues': entry((spec: never, context) => labelIssues.run(spec, context as never)),
  'compare-models': entry((spec: never, context) => compareModels.run(spec, context as never)),
};
const dataset = (train: number) => ({
  hash: HASH,
  name: 'small world',
  splitVersion: SPLIT_VERSION,
  splitSeed: 1,
  height: 28,
  width: 28,
  classes: CLASS_NAMES,
  counts: { train: 2 * IMAGES, test: 100 },
  splits: Object.fromEntries(
    SPLIT_NAMES.map((name) => {
      const count = name === 'train' ? train : 200;
      return [name, { count, perClass: new Array(CLASSES).fill(count / CLASSES) }];
    }),
  ),
});

const settings = (values: object = {}) =>
  parseParams(params, { trainImages: IMAGES, folds: 3, epochs: 2, ...values }, 'test');

interface Ran {
  readonly state: string | undefined;
  readonly message: string | undefined;
  readonly result: StoredResult<LabelsSummary>;
  readonly ledger: readonly LedgerEvent[];
  readonly laboratory: Laboratory;
}

async function run(values: object = {}, train = IMAGES): Promise<Ran> {
  const laboratory = new Laboratory();
  const data = { kind: 'data', version: 1, numeric: false, run: () => Promise.resolve({ summary: dataset(train) }) };
  const coordinator = await laboratory.open([data as unknown as AnyJob, labelsJob as unknown as AnyJob], registry);
  await coordinator.run(
    request([plan('data', 'data'), plan('labels', 'labels', settings(values) as never, { data: 'data' })]),
  );
  const status = await laboratory.database.get('statuses', ['notebook', 'labels']);
  const result = (status?.key ? await laboratory.database.get('results', status.key) : undefined) as Ran['result'];
  const ledger = await readLedger(laboratory.database);
  return { state: status?.state, message: status?.error?.message, result, ledger, laboratory };
}

const contentOf = ({ result, laboratory, ledger }: Ran, values: object = {}, more: readonly LedgerEvent[] = []) =>
  ({
    cellId: 'labels',
    params: settings(values),
    summary: result.summary,
    result,
    data: GARMENTS,
    inputs: {},
    read: (ref: ArtifactRef) => readArtifact(laboratory.database, ref),
    ledger: [...ledger, ...more],
  }) as never;

const decided = (image: number, decision: 'confirmed' | 'dismissed') =>
  labelDecision({
    at: `2026-01-01T00:00:00.${String(image).padStart(3, '0')}Z`,
    cellId: 'labels',
    datasetHash: HASH,
    image,
    given: 1,
    suggested: 0,
    selfConfidence: 0.01,
    decision,
  });

beforeAll(() => {
  for (const place of WRONG) fitLabels[place] = (fitLabels[place]! + 4) % CLASSES;
});

describe('the Label issues cell', () => {
  let ran: Ran;
  beforeAll(async () => {
    ran = await run();
  });

  it('holds each image out once, and flags those whose label is wrong', async () => {
    expect(ran.state).toBe('done');
    const { summary, artifacts } = ran.result;
    expect(summary.images).toBe(IMAGES);
    expect(summary.foldAccuracy).toHaveLength(3);
    expect(summary.perClass.reduce((sum, count) => sum + count, 0)).toBe(IMAGES);
    const ids = [...(await readArtifact(ran.laboratory.database, artifacts['issueIds']!)).data];
    // A model may be wrong itself on one of them.
    expect(WRONG.filter((place) => ids.includes(2 * place)).length).toBeGreaterThanOrEqual(4);
    expect(ids).toContain(20);
    expect(summary.audit.ids).toEqual(ids);
    expect(summary.checks).toEqual([]);
    expect(summary.retraining).toBeUndefined();
  });

  it('leaves evidence for the alerts: scores of the flagged images, none above the threshold', async () => {
    const [evidence] = ran.result.summary.evidence as readonly [Evidence];
    expect(evidence.kind).toBe('label-issue');
    const { scores, ids } = evidence.arrays;
    const values = (await readArtifact(ran.laboratory.database, ran.result.artifacts[scores]!)).data;
    expect(ran.result.artifacts[ids!]!.shape).toEqual([values.length]);
    for (const value of values) expect(value).toBeLessThanOrEqual(evidence.threshold);
  });

  it('writes the models of its folds to the ledger', () => {
    expect(runsOf(ran.ledger).map(({ name }) => name)).toEqual([
      'multilayer perceptron, without fold 1 of 3',
      'multilayer perceptron, without fold 2 of 3',
      'multilayer perceptron, without fold 3 of 3',
    ]);
  });

  it('speaks without a broken number, and its lists open the images behind each number', async () => {
    const content = contentOf(ran, {}, [decided(20, 'confirmed'), decided(50, 'dismissed')]);
    const sentences = presentation.findings(content);
    expect(sentences[0]).toMatch(/^\d+ of 600 checked labels \(\d\.\d %\) are flagged as probably wrong, most often/);
    for (const sentence of sentences) expect(sentence).not.toMatch(/NaN|undefined|Infinity|null/);
    const blocks = presentation.blocks(content);
    for (const block of blocks) {
      if (block.type === 'figure') expect((await block.draw()).data.length).toBeGreaterThan(0);
      if (block.type === 'images') expect((await block.load()).length).toBeGreaterThan(0);
      if ('caption' in block) expect(`${block.title} ${block.caption}`).not.toMatch(/NaN|undefined|Infinity/);
    }
    const decisions = blocks.find((block) => 'id' in block && block.id === 'decisions');
    expect(decisions).toMatchObject({ caption: expect.stringMatching(/^1 confirmed as wrong, 1 dismissed/) as string });
    const classes = blocks.find((block) => 'id' in block && block.id === 'classes');
    if (classes?.type !== 'table') throw new Error('no table of classes');
    for (const [row, { flagged }] of classes.rows.entries()) {
      const list = classes.images!(row);
      if (flagged === 0) expect(list).toBeUndefined();
      else {
        const ids = await (list!.ids as () => Promise<readonly number[]>)();
        expect(ids).toHaveLength(flagged as number);
        expect(await (list!.labels as (of: readonly number[]) => Promise<readonly string[]>)(ids)).toHaveLength(
          ids.length,
        );
      }
    }
    const noise = blocks.find((block) => 'id' in block && block.id === 'noise-matrix');
    if (noise?.type !== 'figure') throw new Error('no matrix');
    const [given, suggested] = [(10 + 4) % CLASSES, 0];
    const list = noise.pick!({ trace: 0, point: [given, suggested] });
    expect(await (list!.ids as () => Promise<readonly number[]>)()).toContain(20);
    expect(list!.dataset).toBe(HASH);
  });

  it('gives all flagged images and all decisions as files', async () => {
    const content = contentOf(ran, {}, [decided(20, 'confirmed')]);
    const files = presentation.files!(content);
    expect(files.map(({ exporter }) => exporter)).toEqual(['label-issues', 'label-decisions']);
    const lines = (await textOf(files[0]!, content)).trim().split('\r\n');
    expect(lines).toHaveLength(1 + ran.result.summary.audit.flagged['noise-rate']);
    expect(lines.find((line) => line.split(',')[1] === '20')).toMatch(/,confirmed$/);
    expect(presentation.files!(contentOf(ran)).map(({ exporter }) => exporter)).toEqual(['label-issues']);
  });
});

describe('the check with labels flipped on purpose', () => {
  it('tells how many are found, to any class and to the confusable one', async () => {
    trained.length = 0;
    const ran = await run({ flipPercent: 5 });
    const { checks, audit } = ran.result.summary;
    expect(checks.map(({ kind }) => kind)).toEqual(['uniform', 'confused']);
    for (const check of checks) {
      expect(check.flipped).toBeGreaterThan(24);
      expect(check.found / check.flipped).toBeGreaterThan(0.6);
      expect(check.before).toBeLessThanOrEqual(check.flagged);
      expect(check.before).toBeGreaterThan(0);
      expect(check.estimated).toBeGreaterThan(audit.estimated.share);
    }
    expect(trained).toHaveLength(9);
    const sentences = presentation.findings(contentOf(ran, { flipPercent: 5 })).join(' ');
    expect(sentences).toMatch(/flipped on purpose to any other class, \d+\.\d % are flagged/);
    const ids = presentation.blocks(contentOf(ran, { flipPercent: 5 })).map((block) => ('id' in block ? block.id : ''));
    expect(ids).toEqual(expect.arrayContaining(['check', 'checks']));
    expect(runsOf(ran.ledger)).toHaveLength(3);
  });
});

describe('the whole training file', () => {
  const without = WRONG.map((place) => 2 * place);
  const values = {
    trainImages: 60_000,
    flipPercent: 5,
    without: [...without, 1, 403],
    withoutOf: HASH,
    retrainSeeds: 2,
  };
  let ran: Ran;
  beforeAll(async () => {
    trained.length = 0;
    ran = await run(values);
  });

  it('is judged image by image by the models of the folds, which see the training split alone', async () => {
    const { summary, artifacts } = ran.result;
    expect(summary).toMatchObject({ images: 1200, others: 600 });
    expect(summary.perClass.reduce((sum, count) => sum + count, 0)).toBe(1200);
    const indices = [...(await readArtifact(ran.laboratory.database, artifacts['indices']!)).data];
    expect(indices.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 1200 }, (_, index) => index));
    const folds = trained.filter(({ selection }) => selection?.fold && !selection.flips);
    expect(folds.map(({ trainImages, selection }) => [trainImages, selection!.fold!.others])).toEqual(
      [1, 2, 3].map(() => [IMAGES, 600]),
    );
    expect(runsOf(ran.ledger).every(({ params: { trainImages } }) => trainImages === IMAGES)).toBe(true);
    expect(presentation.findings(contentOf(ran, values)).join(' ')).toContain(
      'Checked are 600 images of the training split and 600 of validation, calibration and stream',
    );
  });

  it('has labels flipped in its training split alone, and retraining leaves out images of that split alone', () => {
    const flipped = trained.filter(({ selection }) => selection?.flips);
    expect(flipped).toHaveLength(6);
    for (const { selection } of flipped) expect(selection!.fold).not.toHaveProperty('others');
    for (const check of ran.result.summary.checks) expect(check.flipped).toBeLessThan(40);
    const retrained = trained.filter(({ selection }) => !selection?.fold);
    for (const { trainImages, selection } of retrained) {
      expect(trainImages).toBe(IMAGES);
      for (const index of selection?.without ?? []) expect(index % 2).toBe(0);
    }
    expect(ran.result.summary.retraining).toMatchObject({ removed: 5, elsewhere: 2 });
    expect(presentation.findings(contentOf(ran, values)).at(-1)).toContain(
      '2 other confirmed images are not among the training images.',
    );
  });

  it('is what Standard and Thorough judge, and Quick as many images of the training split as ever', () => {
    const { quick, standard, thorough } = budgets;
    expect([quick, standard, thorough].map((budget) => budget?.trainImages)).toEqual([6000, 60_000, 60_000]);
    const data = {
      splits: Object.fromEntries(
        Object.entries({ train: 40_000, validation: 5000, calibration: 5000, stream: 10_000 }).map(([split, count]) => [
          split,
          { count },
        ]),
      ) as never,
    };
    expect(judgedOf(60_000, data)).toEqual({ trainImages: 40_000, others: 20_000 });
    expect(judgedOf(6000, data)).toEqual({ trainImages: 6000, others: 0 });
  });
});

describe('retraining without the confirmed images', () => {
  const without = WRONG.map((place) => 2 * place);

  it('is compared with all images and with as many random ones, by seed', async () => {
    trained.length = 0;
    const values = { without: [...without, 3, 4000], withoutOf: HASH, retrainSeeds: 4 };
    const ran = await run(values);
    const { retraining } = ran.result.summary;
    expect(retraining!.removed).toBe(5);
    expect(retraining!.elsewhere).toBe(2);
    expect(retraining!.removedPerClass.reduce((sum, count) => sum + count, 0)).toBe(5);
    expect(retraining!.againstAll.perSeed).toHaveLength(4);
    expect(retraining!.againstAll.estimate).toBeGreaterThan(0);
    const random = trained.filter(({ selection }) => selection?.without && !selection.without.includes(without[0]!));
    expect(random).toHaveLength(4);
    expect(new Set(random.map(({ selection }) => selection!.without!.join())).size).toBe(4);
    for (const { selection } of random) {
      expect(selection!.without).toHaveLength(5);
      expect(selection!.without!.some((index) => without.includes(index))).toBe(false);
    }
    const runs = runsOf(ran.ledger);
    expect(runs).toHaveLength(3 + 12);
    const groups = [runs.slice(0, 3), runs.slice(3)].map((some) => [
      ...new Set(some.map(({ parent, tags }) => `${tags!['role']} of ${parent!.slice(0, -64)}`)),
    ]);
    expect(groups).toEqual([['fold of cross-validation:'], ['replicate of comparison:']]);
    const sentence = presentation.findings(contentOf(ran, values)).find((one) => one.startsWith('Retraining without'));
    expect(sentence).toMatch(
      /Retraining without the 5 confirmed images \(4 seeds\) changes accuracy on 200 validation images by/,
    );
    expect(
      presentation.blocks(contentOf(ran, values)).some((block) => 'id' in block && block.id === 'retraining'),
    ).toBe(true);
  });

  it('is not done for another data set, or for images that were not looked at, and says so', async () => {
    const other = await run({ without, withoutOf: 'd'.repeat(64) });
    expect(other.result.summary.retraining).toBeUndefined();
    expect(other.result.summary.notRetrained).toMatch(/belong to another data set/);
    const unknown = await run({ without: [1, 3], withoutOf: HASH });
    expect(presentation.findings(contentOf(unknown)).at(-1)).toMatch(/None of the 2 images to be left out/);
  });
});

describe('odd input to the Label issues cell', () => {
  it.each([
    ['no images', [], 0, /no images in the training split/],
    ['one class', new Array<number>(60).fill(3), 60, /All images are labelled Dress/],
    [
      'a class with fewer images than folds',
      [...new Array<number>(60).fill(0), 6, 6],
      62,
      /Shirt has 2 images, fewer than the 3 folds/,
    ],
  ])('of %s ends in a sentence', async (_name, labels, train, sentence) => {
    const before = fitLabels;
    fitLabels = Uint8Array.from(labels);
    const { state, message } = await run({}, train);
    fitLabels = before;
    expect(state).toBe('failed');
    expect(message).toMatch(sentence);
  });
});
