/** Training as a task: features, augmentation, pruning, the stream, and what it refuses. */
import { expect, test } from 'vitest';
import { PIXELS } from '../../../src/core/dataset/fashion-mnist';
import type { ImageBatch } from '../../../src/core/dataset/types';
import type { StreamBatch } from '../../../src/core/drift/scenarios';
import { LookbookError, type ErrorCode } from '../../../src/core/errors';
import { MODELS } from '../../support/networks';
import type { ModelSpec } from '../../../src/core/models/types';
import { task as train } from '../../../workers/tasks/train';
import type { TrainSpec } from '../../../workers/tasks/train/types';
import { arrayOf, bands, checkpoints, features, runTask } from './harness';
import { serveImages } from '../images';

let change: (batch: ImageBatch) => ImageBatch = (batch) => batch;
serveImages({
  split: (_summary, split, limit = Number.POSITIVE_INFINITY) => Promise.resolve(change(bands(split, limit))),
});

const spec: TrainSpec = { model: MODELS.softmax, trainImages: 300, epochs: 3, batchSize: 32, learningRate: 0.003 };
const tiny: ModelSpec = {
  name: 'tiny',
  layers: [
    { type: 'conv2d', filters: 4, size: 3, activation: 'relu' },
    { type: 'max-pool', size: 2 },
    { type: 'flatten' },
    { type: 'dropout', rate: 0.25 },
    { type: 'dense', units: 10 },
  ],
};
const kept = Array.from({ length: PIXELS }, (_, pixel) => pixel).filter((pixel) => pixel % 3 === 0);
const rejectsWith = (code: ErrorCode, words: RegExp) => (error: unknown) =>
  error instanceof LookbookError && error.code === code && words.test(error.message);

test('a mask as the first feature trains the same as images masked by hand', async () => {
  const through = await runTask(
    train,
    { ...spec, model: tiny },
    {
      features: await features([{ kind: 'mask', params: { kept } }, { kind: 'scale' }]),
    },
  );
  const black = (batch: ImageBatch): ImageBatch => ({
    ...batch,
    images: batch.images.map((value, at) => (kept.includes(at % PIXELS) ? value : 0)),
  });
  change = black;
  const byHand = await runTask(train, { ...spec, model: tiny });
  change = (batch) => batch;
  const plain = await runTask(train, { ...spec, model: tiny });
  expect(through.summary.curves).toEqual(byHand.summary.curves);
  expect(await arrayOf(through, 'model.weights')).toEqual(await arrayOf(byHand, 'model.weights'));
  expect(plain.summary.curves).not.toEqual(byHand.summary.curves);
});

test('the card names the pipeline, and no time enters the summary', async () => {
  const input = await features([{ kind: 'scale' }]);
  const trained = await runTask(train, spec, { features: input });
  const again = await runTask(train, spec, { features: input });
  expect(trained.summary.card).toMatchObject({
    type: 'network',
    parameters: 7850,
    pipeline: (input.summary as { pipeline: { hash: string } }).pipeline.hash,
  });
  expect((await runTask(train, spec)).summary.card).not.toHaveProperty('pipeline');
  expect(again.outputHash).toBe(trained.outputHash);
  expect(trained.timing?.['secondsPerImage']).toBeGreaterThan(0);
  expect(trained.timing?.['fitSeconds']).toBeGreaterThan(0);
});

test('pixels divided by 255 are what a network takes without features', async () => {
  const [plain, scaled] = [
    await runTask(train, spec),
    await runTask(train, spec, { features: await features([{ kind: 'scale' }]) }),
  ];
  expect(scaled.summary.curves).toEqual(plain.summary.curves);
});

test('a training with augmentation resumed from a checkpoint ends bit-equal to one never stopped', async () => {
  const input = { features: await features([{ kind: 'augment' }, { kind: 'scale' }]) };
  const augmented = { ...spec, model: tiny, batchSize: 4 };
  const { all, save } = checkpoints();
  const whole = await runTask(train, augmented, input, save);
  const inside = all.find(({ step }) => step % 75 !== 0)!;
  expect(inside).toBeDefined();
  for (const from of [inside, all[1]!, all.at(-1)!]) {
    const resumed = await runTask(train, augmented, input, {
      loadCheckpoint: () => Promise.resolve({ ...structuredClone(from), taskKey: 'key' }),
    });
    expect(resumed.outputHash).toBe(whole.outputHash);
  }
  const plain = await runTask(train, augmented, { features: await features([{ kind: 'scale' }]) });
  expect(plain.summary.curves.trainLoss).not.toEqual(whole.summary.curves.trainLoss);
});

test('a training below the median after its first epoch is pruned there and says why', async () => {
  const pruning = {
    type: 'median',
    direction: 'maximize',
    warmupSteps: 0,
    intervalSteps: 1,
    medians: [{ step: 300, value: 2 }],
  } as const;
  const { all, save } = checkpoints();
  const pruned = await runTask(train, { ...spec, pruning }, {}, save);
  expect(pruned.summary.pruned).toMatch(/below the median 2/);
  expect(pruned.summary.imagesTrained).toBe(300);
  expect(pruned.summary.curves.validationAccuracy.x).toEqual([300]);
  expect(pruned.summary.validation.accuracy).toBe(pruned.summary.curves.validationAccuracy.y[0]);
  const resumed = await runTask(
    train,
    { ...spec, pruning },
    {},
    {
      loadCheckpoint: () => Promise.resolve({ ...all.at(-1)!, taskKey: 'key' }),
    },
  );
  expect(resumed.outputHash).toBe(pruned.outputHash);
  const better = {
    ...pruning,
    medians: [
      { step: 300, value: 0 },
      { step: 900, value: 2 },
    ],
  };
  const whole = await runTask(train, { ...spec, pruning: better });
  expect(whole.summary.imagesTrained).toBe(900);
  expect(whole.summary).not.toHaveProperty('pruned');
});

const batch = (number: number): StreamBatch => ({
  batch: number,
  batches: 4,
  scenario: { type: 'noise', severity: 0.5, fromBatch: 2 },
  streamSeed: 5,
});

test('batches of the stream are trained on beside the training images, as the scenario lets them come in', async () => {
  const alone = await runTask(train, spec);
  const clean = await runTask(train, { ...spec, stream: [batch(1)] });
  const noisy = await runTask(train, { ...spec, stream: [batch(1), batch(3)] });
  expect([alone, clean, noisy].map(({ summary }) => summary.trainImages)).toEqual([300, 350, 400]);
  expect(clean.summary.imagesTrained).toBe(3 * 350);
  const calm = { ...batch(3), scenario: { type: 'none', severity: 0, fromBatch: 1 } } as const;
  const still = await runTask(train, { ...spec, stream: [batch(1), calm] });
  expect(still.summary.curves).not.toEqual(noisy.summary.curves);
  await expect(runTask(train, { ...spec, stream: [batch(5)] })).rejects.toSatisfy(
    rejectsWith('params/invalid', /batches 1 to 4; there is no batch 5/),
  );
});

test('a list of features trains a network of dense layers and is refused for one that looks at images', async () => {
  const vector = { features: await features([{ kind: 'scale' }, { kind: 'mask', params: { kept, form: 'vector' } }]) };
  const trained = await runTask(train, spec, vector);
  expect(trained.summary.card.parameters).toBe((kept.length + 1) * 10);
  await expect(runTask(train, { ...spec, model: tiny }, vector)).rejects.toSatisfy(
    rejectsWith('params/invalid', /"tiny" looks at images, but these features are a list of 262 values/),
  );
  const sliver = { features: await features([{ kind: 'crop', params: { top: 0, left: 0, height: 3, width: 28 } }]) };
  await expect(runTask(train, { ...spec, model: tiny }, sliver)).rejects.toSatisfy(
    rejectsWith('params/invalid', /3 x 28 pixels: only 1 x 26 are left where a window of 2 x 2 comes/),
  );
});

test('the twelve named features train a network', async () => {
  const named = { features: await features([{ kind: 'named' }, { kind: 'standardise' }]) };
  const { summary } = await runTask(train, { ...spec, model: MODELS.mlp, epochs: 30 }, named);
  expect(summary.validation.accuracy).toBeGreaterThan(0.6);
});

test('nothing to train on, no epoch, no batch and no learning rate are each met by a sentence', async () => {
  const cases: [Partial<TrainSpec>, RegExp][] = [
    [{ trainImages: 0 }, /cannot be fitted on 0 images/],
    [{ trainImages: 7 }, /hold none of Sneaker, Bag, Ankle boot/],
    [{ epochs: 0 }, /0 epochs/],
    [{ batchSize: 0 }, /batch of 0/],
    [{ learningRate: 0 }, /learning rate of 0/],
    [{ shards: 0 }, /into 0 shards: take 1 to 32/],
    [{ shards: 33 }, /into 33 shards: take 1 to 32/],
  ];
  for (const [wrong, words] of cases) {
    await expect(runTask(train, { ...spec, ...wrong })).rejects.toSatisfy(rejectsWith('params/invalid', words));
  }
});

test('a batch of one image trains, also as the rest of an epoch', async () => {
  const one = await runTask(train, { ...spec, trainImages: 20, batchSize: 1, epochs: 1 });
  expect(one.summary.imagesTrained).toBe(20);
  const rest = await runTask(train, { ...spec, trainImages: 31, batchSize: 30, epochs: 1 });
  expect(rest.summary.imagesTrained).toBe(31);
});

test('weights that stop being numbers end the training with the learning rate in the sentence', async () => {
  await expect(runTask(train, { ...spec, model: tiny, learningRate: 1e30 })).rejects.toSatisfy(
    rejectsWith('train/diverged', /1e\+30/),
  );
});

test('a training without a data set says that an input is missing', async () => {
  await expect(runTask(train, spec, {}, { inputs: {} as never })).rejects.toSatisfy(rejectsWith('input/missing', /./));
});

const resumedFrom = (checkpoint: ReturnType<typeof checkpoints>['all'][number]) => ({
  loadCheckpoint: () => Promise.resolve({ ...structuredClone(checkpoint), taskKey: 'key' }),
});

test('a scheduled training with early stopping keeps its best weights, says so, and resumes bit-equal from every checkpoint', async () => {
  const stopping: TrainSpec = {
    ...spec,
    model: {
      ...tiny,
      layers: [{ type: 'conv2d', filters: 4, size: 3, stride: 2 }, { type: 'batch-norm' }, ...tiny.layers.slice(1)],
    },
    batchSize: 4,
    epochs: 12,
    // Far too high after the first epochs: the best is not the last.
    learningRate: 0.05,
    schedule: { type: 'step', every: 2, factor: 0.5, warmUp: 0.05 },
    earlyStopping: { metric: 'logLoss', patience: 2 },
  };
  const input = { features: await features([{ kind: 'augment' }, { kind: 'scale' }]) };
  const { all, save } = checkpoints();
  const whole = await runTask(train, stopping, input, save);
  const { earlyStopped, curves, validation, imagesTrained } = whole.summary;
  const { y } = curves.validationLogLoss;
  expect(earlyStopped).toEqual({
    bestEpoch: y.indexOf(Math.min(...y)) + 1,
    epochs: earlyStopped!.bestEpoch + 2,
    reason: expect.stringContaining(`after epoch ${earlyStopped!.bestEpoch}`) as string,
  });
  expect(imagesTrained).toBe(earlyStopped!.epochs * 300);
  expect(imagesTrained).toBeLessThan(12 * 300);
  expect(validation.logLoss).toBe(Math.min(...y));
  const last = all.at(-1)!;
  expect(last.arrays['bestWeights']).toEqual(await arrayOf(whole, 'model.weights'));
  expect(last.arrays['weights']).not.toEqual(last.arrays['bestWeights']);
  for (const from of [all[0]!, all[Math.floor(all.length / 2)]!, all.at(-2)!, last]) {
    expect((await runTask(train, stopping, input, resumedFrom(from))).outputHash).toBe(whole.outputHash);
  }
});

test('early stopping that never strikes changes nothing but keeps the best of the epochs', async () => {
  const plain = await runTask(train, spec);
  const patient = await runTask(train, { ...spec, earlyStopping: { metric: 'accuracy', patience: 9 } });
  const { reason, bestEpoch } = { reason: undefined, ...patient.summary.earlyStopped! };
  expect(reason).toBeUndefined();
  expect(patient.summary.curves).toEqual(plain.summary.curves);
  const { y } = plain.summary.curves.validationAccuracy;
  expect(bestEpoch).toBe(y.indexOf(Math.max(...y)) + 1);
  expect(patient.summary.validation.accuracy).toBe(Math.max(...y));
  expect(plain.summary).not.toHaveProperty('earlyStopped');
});

test('a schedule changes what is learnt, and the constant one does not', async () => {
  const [plain, constant, cosine] = [
    await runTask(train, spec),
    await runTask(train, { ...spec, schedule: { type: 'constant' } }),
    await runTask(train, { ...spec, schedule: { type: 'cosine', warmUp: 0.1 } }),
  ];
  expect(constant.summary.curves).toEqual(plain.summary.curves);
  expect(cosine.summary.curves.trainLoss).not.toEqual(plain.summary.curves.trainLoss);
  await expect(runTask(train, { ...spec, schedule: { type: 'step', every: 0, factor: 1 } })).rejects.toSatisfy(
    rejectsWith('params/invalid', /every 0 epochs/),
  );
  await expect(runTask(train, { ...spec, earlyStopping: { metric: 'accuracy', patience: 0 } })).rejects.toSatisfy(
    rejectsWith('params/invalid', /patience of 0/),
  );
});
