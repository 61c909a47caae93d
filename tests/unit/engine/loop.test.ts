import { expect, test } from 'vitest';
import { PIXELS } from '../../../src/core/dataset/fashion-mnist';
import { LookbookError } from '../../../src/core/errors';
import { MODELS } from '../../support/networks';
import type { ModelSpec } from '../../../src/core/models/types';
import { randomSource } from '../../../src/core/seed';
import { fitPipeline } from '../../../src/core/features/pipeline';
import { gradientsAtInput } from '../../../workers/engine/attribute';
import { buildNetwork } from '../../../workers/engine/build';
import { inputTensor, modelInput, plainInput } from '../../../workers/engine/input';
import { Training, type LabelledImages, type TrainingHooks, type TrainingState } from '../../../workers/engine/loop';
import { predict } from '../../../workers/engine/predict';
import * as tf from '../../../workers/engine/tf';
import { numbers, relativeError, use } from './backends';
import { SIZE } from '../features/images';

/** Images whose bright row tells the class, with noise; classes in turn. */
function stripes(count: number, seed: number): LabelledImages {
  const random = randomSource(seed);
  const images = Uint8Array.from({ length: count * PIXELS }, () => Math.floor(40 * random()));
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 10);
  labels.forEach((label, index) => images.fill(200, index * PIXELS + label * 56, index * PIXELS + label * 56 + 28));
  return { images, labels };
}

const trainSplit = stripes(90, 1);
const validation = stripes(30, 2);
const plan = { epochs: 3, batchSize: 16, learningRate: 0.003, seed: 7 };

/** One of each layer that a description can name. */
const everyLayer: ModelSpec = {
  name: 'every-layer',
  layers: [
    { type: 'conv2d', filters: 4, size: 3, stride: 2, padding: 'same' },
    { type: 'batch-norm' },
    { type: 'relu' },
    { type: 'depthwise-conv2d', size: 3, padding: 'same', activation: 'relu' },
    { type: 'max-pool', size: 2 },
    { type: 'conv2d', filters: 6, size: 3, activation: 'relu' },
    { type: 'average-pool', size: 2 },
    { type: 'flatten' },
    { type: 'dropout', rate: 0.25 },
    { type: 'dense', units: 10 },
  ],
};

interface Trained {
  readonly weights: Float32Array;
  readonly losses: readonly number[];
  readonly accuracy: readonly number[];
  readonly probabilities: Float32Array;
}

async function train(
  spec: ModelSpec,
  options: { from?: TrainingState | undefined; hooks?: Partial<TrainingHooks>; plan?: typeof plan } = {},
): Promise<Trained> {
  const network = buildNetwork(spec, 5, plainInput(SIZE));
  const training = new Training(network, options.plan ?? plan, trainSplit, validation);
  try {
    if (options.from) training.restore(options.from);
    const quiet: TrainingHooks = {
      turn: () => Promise.resolve(),
      onProgress: () => undefined,
      onBoundary: () => Promise.resolve(),
    };
    const probabilities = await training.run({ ...quiet, ...options.hooks });
    const { trainLoss, validationAccuracy } = training.curves;
    return { weights: await network.readWeights(), losses: trainLoss.y, accuracy: validationAccuracy.y, probabilities };
  } finally {
    training.dispose();
    network.dispose();
  }
}

for (const backend of ['wasm', 'cpu'] as const) {
  test(`a training resumed from any checkpoint on ${backend} ends bit-equal to one never stopped`, async () => {
    await use(backend);
    const states: TrainingState[] = [];
    const whole = await train(everyLayer, {
      plan: { ...plan, batchSize: 4 },
      hooks: { onBoundary: async (_step, _ended, state) => void states.push(await state()) },
    });
    expect(states.length).toBeGreaterThan(6);
    for (const from of [states[0], states[3], states.at(-1)]) {
      const resumed = await train(everyLayer, { plan: { ...plan, batchSize: 4 }, from: structuredClone(from) });
      expect(resumed).toEqual(whole);
    }
  });
}

test('training twice from one seed gives bit-equal weights, and from another seed others', async () => {
  await use('wasm');
  const first = await train(MODELS['cnn-small']);
  const second = await train(MODELS['cnn-small']);
  const other = await train(MODELS['cnn-small'], { plan: { ...plan, seed: 8 } });
  expect(second).toEqual(first);
  expect(other.weights).not.toEqual(first.weights);
});

test('with every kind of layer, WASM follows the loss of the CPU backend for 20 steps', async () => {
  for (const spec of [everyLayer, MODELS['cnn-small'], MODELS.mlp]) {
    await use('wasm');
    const wasm = await train(spec, { plan: { ...plan, batchSize: 8, epochs: 2 } });
    await use('cpu');
    const cpu = await train(spec, { plan: { ...plan, batchSize: 8, epochs: 2 } });
    expect(relativeError(wasm.losses, cpu.losses)).toBeLessThan(1e-3);
    expect(relativeError(wasm.probabilities, cpu.probabilities)).toBeLessThan(1e-2);
  }
});

test('the small CNN learns stripes it has not seen', async () => {
  await use('wasm');
  const { accuracy, losses } = await train(MODELS['cnn-small'], { plan: { ...plan, epochs: 12 } });
  expect(accuracy.at(-1)).toBe(1);
  expect(losses.at(-1)).toBeLessThan(losses[0]! / 4);
});

test('a learning rate that is far too high is named in the error as soon as the loss is no number', async () => {
  await use('wasm');
  const failed = train(MODELS['cnn-small'], { plan: { ...plan, learningRate: 1e20, epochs: 20 } });
  await expect(failed).rejects.toSatisfy(
    (error) =>
      error instanceof LookbookError &&
      error.code === 'train/diverged' &&
      error.message.includes('100000000000000000000'),
  );
});

test('a training leaves no tensor behind, finished or cut short', async () => {
  await use('wasm');
  await train(everyLayer);
  const before = [tf.memory().numTensors, tf.engine().backend.numDataIds()];
  for (let round = 0; round < 3; round += 1) await train(everyLayer);
  let turns = 0;
  const stop = train(everyLayer, {
    hooks: {
      turn: () => ((turns += 1) > 5 ? Promise.reject(new LookbookError('cancelled')) : Promise.resolve()),
    },
  });
  await expect(stop).rejects.toThrow('Cancelled');
  expect([tf.memory().numTensors, tf.engine().backend.numDataIds()]).toEqual(before);
});

test('a trained network predicts what its weights predict when they are written into another', async () => {
  await use('wasm');
  for (const spec of [MODELS.softmax, MODELS['cnn-small'], everyLayer]) {
    const [network, other] = [buildNetwork(spec, 5, plainInput(SIZE)), buildNetwork(spec, 6, plainInput(SIZE))];
    const training = new Training(network, { ...plan, epochs: 2 }, trainSplit, validation);
    const quiet = { turn: () => Promise.resolve(), onProgress: () => undefined, onBoundary: () => Promise.resolve() };
    const probabilities = await training.run(quiet);
    other.writeWeights(await network.readWeights());
    expect(await predict(other, validation.images, quiet.turn)).toEqual(probabilities);
    training.dispose();
    network.dispose();
    other.dispose();
  }
});

test('a prediction does not depend, by a bit, on how many images pass at once', async () => {
  for (const backend of ['wasm', 'cpu'] as const) {
    await use(backend);
    for (const spec of [MODELS.softmax, MODELS.mlp, MODELS['cnn-small'], everyLayer]) {
      const network = buildNetwork(spec, 5, plainInput(SIZE));
      const all = network.input.values(validation.images, 30);
      const logits = (from: number, to: number) =>
        numbers(network.logits(inputTensor(network.input, all.slice(from * PIXELS, to * PIXELS), to - from)));
      const whole = await logits(0, 30);
      for (const size of [1, 4, 7, 16]) {
        const parts: number[] = [];
        for (let from = 0; from < 30; from += size) parts.push(...(await logits(from, Math.min(30, from + size))));
        expect(parts).toEqual(whole);
      }
      network.dispose();
    }
  }
});

test('a network on a pipeline learns, and a flat layer is left out where features are flat already', async () => {
  await use('wasm');
  const crop = { kind: 'crop', params: { top: 0, left: 0, height: 20, width: 28 } };
  const image = fitPipeline([crop, { kind: 'standardise' }], trainSplit.images, trainSplit.labels.length, SIZE);
  const kept = Array.from({ length: 392 }, (_, pixel) => pixel);
  const flat = fitPipeline(
    [{ kind: 'scale' }, { kind: 'mask', params: { kept, form: 'vector' } }],
    trainSplit.images,
    1,
    SIZE,
  );
  for (const [spec, pipeline, parameters] of [
    [MODELS['cnn-small'], image, 80 + 1168 + (16 * 3 * 5 + 1) * 64 + 650],
    [MODELS.mlp, flat, 393 * 256 + 257 * 10],
  ] as const) {
    const network = buildNetwork(spec, 5, modelInput(pipeline));
    expect(network.parameters).toBe(parameters);
    const training = new Training(network, { ...plan, epochs: 12 }, trainSplit, validation);
    await training.run({
      turn: () => Promise.resolve(),
      onProgress: () => undefined,
      onBoundary: () => Promise.resolve(),
    });
    expect(training.curves.trainLoss.y.at(-1)).toBeLessThan(training.curves.trainLoss.y[0]! / 3);
    training.dispose();
    network.dispose();
  }
});

test('a gradient carried back through a pipeline is the slope of the logit along each pixel', async () => {
  await use('cpu');
  const steps = [{ kind: 'crop', params: { top: 4, left: 3, height: 20, width: 22 } }, { kind: 'standardise' }];
  const network = buildNetwork(MODELS.softmax, 5, modelInput(fitPipeline(steps, trainSplit.images, 50, SIZE)));
  const raw = Float32Array.from(trainSplit.images.subarray(0, PIXELS));
  const values = network.input.values(raw, 1);
  const gradient = network.input.pullBack(raw, 1, await gradientsAtInput(network, values, [4]), 'gradient');
  for (const pixel of [0, 4 * 28 + 3, 10 * 28 + 12, 23 * 28 + 24, 23 * 28 + 25, 783]) {
    const [low, high] = [raw.slice(), raw.slice()];
    low[pixel]! -= 8;
    high[pixel]! += 8;
    const logits = (at: Float32Array) =>
      numbers(network.logits(inputTensor(network.input, network.input.values(at, 1), 1)));
    const slope = ((await logits(high))[4]! - (await logits(low))[4]!) / 16;
    expect(gradient[pixel]).toBeCloseTo(slope, 5);
    expect(gradient[pixel] === 0).toBe(pixel === 0 || pixel === 23 * 28 + 25 || pixel === 783);
  }
  network.dispose();
});
