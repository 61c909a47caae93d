/** Families that are no network, and scoring any model, on a slice of the real images. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { PIXELS } from '../../../src/core/dataset/fashion-mnist';
import type { ImageBatch, SplitName } from '../../../src/core/dataset/types';
import { LookbookError, type ErrorCode } from '../../../src/core/errors';
import type { ClassicSpec } from '../../../src/core/models/card';
import { MODELS } from '../../support/networks';
import type { StoredResult } from '../../../src/core/results/types';
import { task as fitClassic } from '../../../workers/tasks/fit-classic';
import { openNetwork } from '../../../workers/tasks/model';
import { task as driftBatches } from '../../../workers/tasks/drift-batches';
import { task as score } from '../../../workers/tasks/score';
import type { StreamBatch } from '../../../src/core/drift/scenarios';
import { task as train } from '../../../workers/tasks/train';
import { readReal } from '../profile/real-data';
import { arrayOf, contextOf, features, runTask } from './harness';
import { serveImages } from '../images';

const reference = JSON.parse(readFileSync(new URL('../../reference/families.json', import.meta.url), 'utf8')) as {
  readonly train: number;
  readonly linearFit: number;
  readonly validation: number;
  readonly penalty: number;
  readonly right: Readonly<Record<keyof typeof SPECS, number>>;
};
const real = readReal('train');
const PLACES: Readonly<Record<SplitName, readonly [number, number]>> = {
  train: [0, reference.train],
  validation: [reference.train, reference.train + reference.validation],
  calibration: [4000, 4100],
  stream: [5000, 5400],
  test: [6000, 6100],
};
function slice(split: SplitName, limit: number): ImageBatch {
  const [from, end] = PLACES[split];
  const to = Math.min(end, from + limit);
  const indices = Uint32Array.from({ length: to - from }, (_, index) => from + index);
  return {
    images: real.images.slice(from * PIXELS, to * PIXELS),
    labels: real.labels.slice(from, to),
    indices,
    height: 28,
    width: 28,
  };
}
serveImages({
  split: (_summary, split, limit = Number.POSITIVE_INFINITY) => Promise.resolve(slice(split, limit)),
});

const SPECS = {
  majority: { family: 'majority' },
  centroid: { family: 'centroid' },
  knn: { family: 'knn', k: 5 },
  linear: { family: 'linear', penalty: reference.penalty },
} as const satisfies Readonly<Record<string, ClassicSpec>>;
const fitImagesOf = ({ family }: ClassicSpec) => (family === 'linear' ? reference.linearFit : reference.train);
const fit = (model: ClassicSpec, inputs: Record<string, StoredResult> = {}, trainImages = fitImagesOf(model)) =>
  runTask(fitClassic, { model, trainImages }, inputs);
const rejectsWith = (code: ErrorCode, words: RegExp) => (error: unknown) =>
  error instanceof LookbookError && error.code === code && words.test(error.message);

describe.each(Object.values(SPECS))('$family', (model) => {
  test('names as many of 500 images as the reference does, and is scored the same when read back', async () => {
    const fitted = await fit(model);
    const { validation, trainImages, card } = fitted.summary;
    const right = Math.round(validation.accuracy * validation.images);
    // The reference stops its descent elsewhere, so single images at the border may fall otherwise.
    expect(Math.abs(right - reference.right[model.family])).toBeLessThanOrEqual(model.family === 'linear' ? 1 : 0);
    expect(trainImages).toBe(fitImagesOf(model));
    expect(card).toMatchObject({ type: 'classic', classic: model });
    expect(fitted.timing?.['secondsPerImage']).toBeGreaterThan(0);
    const scored = await runTask(score, { split: 'validation' }, { model: fitted });
    expect(await arrayOf(scored, 'probabilities')).toEqual(await arrayOf(fitted, 'validationProbabilities'));
    expect(scored.summary.score).toEqual(validation);
    expect((await fit(model)).outputHash).toBe(fitted.outputHash);
  });
});

test('a linear model counts every pass over its images as images trained', async () => {
  const named = { features: await features([{ kind: 'named' }, { kind: 'standardise' }]) };
  const { summary } = await fit(SPECS.linear, named, 500);
  expect(summary.card.parameters).toBe(130);
  expect(summary.imagesTrained % 500).toBe(0);
  expect(summary.imagesTrained).toBeGreaterThan(10 * 500);
  expect(summary.validation.accuracy).toBeGreaterThan(0.55);
});

test('neighbours are found within masked pixels, and not in features that are no bytes', async () => {
  const kept = Array.from({ length: 392 }, (_, index) => 2 * index);
  const masked = await fit(SPECS.knn, {
    features: await features([{ kind: 'mask', params: { kept, form: 'vector' } }]),
  });
  expect(masked.summary.card.parameters).toBe(392 * reference.train);
  expect(masked.summary.validation.accuracy).toBeGreaterThan(0.75);
  const zeroed = await fit(SPECS.knn, { features: await features([{ kind: 'mask', params: { kept } }]) });
  expect(await arrayOf(zeroed, 'validationProbabilities')).toEqual(await arrayOf(masked, 'validationProbabilities'));
  const scaled = fit(SPECS.knn, { features: await features([{ kind: 'scale' }]) });
  await expect(scaled).rejects.toSatisfy(rejectsWith('params/invalid', /pixels of 0 to 255/));
});

test('no images, too few for the classes, too many neighbours and a negative penalty are each met by a sentence', async () => {
  const invalid = (words: RegExp) => rejectsWith('params/invalid', words);
  await expect(fit(SPECS.centroid, {}, 0)).rejects.toSatisfy(invalid(/cannot be fitted on 0 images/));
  await expect(fit(SPECS.centroid, {}, 3)).rejects.toSatisfy(invalid(/hold none of .*never seen/));
  await expect(fit({ family: 'knn', k: 101 }, {}, 100)).rejects.toSatisfy(invalid(/between 1 and the 100 images/));
  await expect(fit({ family: 'knn', k: 0 })).rejects.toSatisfy(invalid(/not 0/));
  await expect(fit({ family: 'linear', penalty: -1 })).rejects.toSatisfy(invalid(/penalty/));
});

test('a long fit and a long search yield many times', async () => {
  const turns = { train: 0 };
  const turn = () => Promise.resolve(void (turns.train += 1));
  await runTask(fitClassic, { model: SPECS.knn, trainImages: 2000 }, {}, { turn });
  expect(turns.train).toBeGreaterThanOrEqual(5);
  turns.train = 0;
  await runTask(fitClassic, { model: SPECS.linear, trainImages: 300 }, {}, { turn });
  expect(turns.train).toBeGreaterThan(50);
});

const network = { model: MODELS.softmax, trainImages: 1000, epochs: 2, batchSize: 32, learningRate: 0.003 };

test('a network read back with its features gives the probabilities that it was scored with', async () => {
  const input = { features: await features([{ kind: 'crop' }, { kind: 'standardise' }]) };
  const trained = await runTask(train, network, input);
  const scored = await runTask(score, { split: 'validation' }, { ...input, model: trained });
  expect(await arrayOf(scored, 'probabilities')).toEqual(await arrayOf(trained, 'validationProbabilities'));
  expect(scored.summary.brier).toBeGreaterThan(0);
  expect(scored.summary.calibrationError).toBeGreaterThan(0);
  expect(scored.timing?.['secondsPerImage']).toBeGreaterThan(0);
  const without = runTask(score, { split: 'validation' }, { model: trained });
  await expect(without).rejects.toSatisfy(rejectsWith('input/missing', /other features/));
  const other = { features: await features([{ kind: 'scale' }]), model: trained };
  await expect(runTask(score, { split: 'validation' }, other)).rejects.toSatisfy(
    rejectsWith('input/missing', /other features/),
  );
});

test('a model trained on plain pixels refuses features, and one that is no network has no gradients', async () => {
  const input = await features([{ kind: 'scale' }]);
  const fitted = await fit(SPECS.majority);
  await expect(runTask(score, { split: 'test' }, { model: fitted, features: input })).rejects.toSatisfy(
    rejectsWith('input/missing', /plain pixels/),
  );
  await expect(openNetwork(contextOf({ model: fitted }))).rejects.toSatisfy(
    rejectsWith('params/invalid', /majority model has no gradients/),
  );
  await expect(runTask(score, { split: 'test' }, {})).rejects.toSatisfy(rejectsWith('input/missing', /./));
});

test('a batch of the stream is scored as its scenario lets it come in, and not drifted before the onset', async () => {
  const model = await fit(SPECS.centroid);
  const of = async (type: StreamBatch['scenario']['type'], batch: number) => {
    const stream = [{ batch, batches: 4, scenario: { type, severity: 1, fromBatch: 3 }, streamSeed: 2 }];
    return (await runTask(driftBatches, { stream }, { model })).summary.batches[0]!;
  };
  const [calm, before, after] = [await of('none', 3), await of('noise', 2), await of('noise', 3)];
  expect(before).toEqual(await of('none', 2));
  expect(calm.images).toBe(100);
  expect(after.correct).toBeLessThan(calm.correct);
  await expect(of('none', 0)).rejects.toSatisfy(rejectsWith('params/invalid', /no batch 0/));
});
