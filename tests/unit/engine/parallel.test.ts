/** One training over several workers: its bytes depend on the number of shards and on nothing else. */
import { beforeAll, expect, test } from 'vitest';
import { PIXELS } from '../../../src/core/dataset/fashion-mnist';
import type { ModelSpec } from '../../../src/core/models/types';
import { randomSource } from '../../../src/core/seed';
import { buildNetwork } from '../../../workers/engine/build';
import type { Helper } from '../../../workers/engine/helper';
import {
  Training,
  type LabelledImages,
  type TrainingHooks,
  type TrainingPlan,
  type TrainingState,
} from '../../../workers/engine/loop';
import { serveGradients, Spread } from '../../../workers/engine/parallel';
import * as tf from '../../../workers/engine/tf';
import { relativeError, use } from './backends';
import { plainInput } from '../../../src/core/features/input';
import { SIZE } from '../features/images';

beforeAll(() => use('wasm'));

function stripes(count: number, seed: number): LabelledImages {
  const random = randomSource(seed);
  const images = Uint8Array.from({ length: count * PIXELS }, () => Math.floor(60 * random()));
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 10);
  labels.forEach((label, index) => images.fill(200, index * PIXELS + label * 56, index * PIXELS + label * 56 + 28));
  return { images, labels };
}
const trainSplit = stripes(70, 1);
const validation = stripes(20, 2);
const plan: TrainingPlan = { epochs: 2, batchSize: 16, learningRate: 0.003, seed: 7 };

const plain: ModelSpec = {
  name: 'plain',
  layers: [
    { type: 'conv2d', filters: 4, size: 3, activation: 'relu' },
    { type: 'max-pool', size: 2 },
    { type: 'flatten' },
    { type: 'dense', units: 10 },
  ],
};
/** With draws that must differ from shard to shard, and weights that training changes without a gradient. */
const hard: ModelSpec = {
  name: 'hard',
  layers: [
    { type: 'conv2d', filters: 4, size: 3, stride: 2 },
    { type: 'batch-norm' },
    { type: 'relu' },
    { type: 'flatten' },
    { type: 'dropout', rate: 0.5 },
    { type: 'dense', units: 10 },
  ],
};

/** Questions that helpers were asked. */
let asked = 0;

/** Helpers in this thread, each at the other end of a channel. */
function helpers(count: number): { list: (Helper & { leave: () => void })[]; end: () => Promise<void> } {
  const ends: (() => Promise<void>)[] = [];
  const list = Array.from({ length: count }, () => {
    const { port1, port2 } = new MessageChannel();
    const [gone, stop] = [new AbortController(), new AbortController()];
    port2.addEventListener('message', () => (asked += 1));
    const serving = serveGradients(port2, stop.signal);
    ends.push(async () => {
      stop.abort();
      await serving;
      port1.close();
    });
    return { port: port1, gone: gone.signal, leave: () => gone.abort() };
  });
  return { list, end: async () => void (await Promise.all(ends.map((end) => end()))) };
}

interface Trained {
  readonly weights: Float32Array;
  readonly losses: readonly number[];
  readonly states: readonly TrainingState[];
}

async function train(
  model: ModelSpec,
  shards: number | undefined,
  around: { list?: readonly Helper[]; from?: TrainingState; turn?: () => Promise<void>; plan?: TrainingPlan } = {},
): Promise<Trained> {
  const network = buildNetwork(model, 5, plainInput(SIZE));
  const spread = shards === undefined ? undefined : new Spread(network, 5, shards, around.list ?? []);
  const training = new Training(network, around.plan ?? plan, trainSplit, validation, spread);
  const states: TrainingState[] = [];
  const hooks: TrainingHooks = {
    turn: around.turn ?? (() => Promise.resolve()),
    onProgress: () => undefined,
    onBoundary: async (_step, _ended, state) => void states.push(await state()),
  };
  try {
    if (around.from) training.restore(around.from);
    await training.run(hooks);
    return { weights: await network.readWeights(), losses: training.curves.trainLoss.y, states };
  } finally {
    training.dispose();
    network.dispose();
  }
}

test.each([
  [2, [0, 1]],
  [3, [0, 1, 2]],
  [5, [0, 2, 7]],
] as const)('%i shards give the same bytes with %j helpers', async (shards, counts) => {
  for (const model of [plain, hard]) {
    const results: Trained[] = [];
    for (const count of counts) {
      const { list, end } = helpers(count);
      asked = 0;
      results.push(await train(model, shards, { list }));
      await end();
      // Two epochs of five batches.
      expect(asked).toBe(10 * Math.min(count, shards - 1));
    }
    for (const other of results.slice(1)) {
      expect(other.weights).toEqual(results[0]!.weights);
      expect(other.losses).toEqual(results[0]!.losses);
    }
  }
});

test('helpers that come and go in the middle change no byte', async () => {
  const alone = await train(hard, 3);
  const { list, end } = helpers(2);
  const present: (typeof list)[number][] = [];
  let step = 0;
  const changing = await train(hard, 3, {
    list: present,
    turn: async () => {
      step += 1;
      if (step === 2) present.push(list[0]!);
      if (step === 4) present.push(list[1]!);
      if (step === 6) present.shift()!.leave();
    },
  });
  expect(present).toHaveLength(1);
  expect(changing.weights).toEqual(alone.weights);
  await end();
});

test('a helper that is lost before it answers is done without', async () => {
  const alone = await train(plain, 2);
  const { port1, port2 } = new MessageChannel();
  const gone = new AbortController();
  const heard = new Promise<void>((resolve) => {
    port2.onmessage = () => resolve();
  });
  void heard.then(() => gone.abort());
  const left = await train(plain, 2, { list: [{ port: port1, gone: gone.signal }] });
  await heard;
  expect(left.weights).toEqual(alone.weights);
  port1.close();
  port2.close();
});

test('shards add up to the whole batch: a network without draws or batch statistics follows the undivided training', async () => {
  const [whole, one, four] = [await train(plain, undefined), await train(plain, 1), await train(plain, 4)];
  expect(relativeError(one.losses, whole.losses)).toBeLessThan(1e-5);
  expect(relativeError(four.losses, whole.losses)).toBeLessThan(1e-3);
  // Another order of additions: the number of shards is part of the key because the bytes do differ.
  expect(four.weights).not.toEqual(whole.weights);
});

test('the learning rate of a spread training follows its schedule', async () => {
  const falling: TrainingPlan = { ...plan, learningRate: 0.02, schedule: { type: 'step', every: 1, factor: 0.01 } };
  const [whole, spread, constant] = [
    await train(plain, undefined, { plan: falling }),
    await train(plain, 2, { plan: falling }),
    await train(plain, 2, { plan: { ...falling, schedule: { type: 'constant' } } }),
  ];
  expect(relativeError(spread.losses, whole.losses)).toBeLessThan(1e-3);
  expect(relativeError(constant.losses, whole.losses)).toBeGreaterThan(1e-3);
});

test('a spread training resumed from a checkpoint ends bit-equal to one never stopped', async () => {
  const whole = await train(hard, 2);
  const { list, end } = helpers(1);
  const resumed = await train(hard, 2, { list, from: whole.states[0]! });
  expect(whole.states.length).toBeGreaterThan(1);
  expect(resumed.weights).toEqual(whole.weights);
  await end();
});

test('a batch of fewer images than shards is carried by those that get one', async () => {
  const few = await train(plain, 16);
  expect(few.losses.every(Number.isFinite)).toBe(true);
});

test('neither leader nor helper leaves a tensor behind', async () => {
  const run = async (): Promise<number> => {
    const { list, end } = helpers(1);
    await train(hard, 3, { list });
    await end();
    return tf.memory().numTensors;
  };
  const first = await run();
  expect(await run()).toBe(first);
});
