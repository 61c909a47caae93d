/** The WebGPU kernels against the CPU backend: one by one over a grid of cases, or in a training. */
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-webgpu';
import { PIXELS } from '../../../src/core/dataset/fashion-mnist';
import type { ModelSpec } from '../../../src/core/models/types';
import { randomSource } from '../../../src/core/seed';
import { Adam } from '../../../workers/engine/adam';
import { Batches } from '../../../workers/engine/batches';
import { buildNetwork } from '../../../workers/engine/build';
import { plainInput } from '../../../workers/engine/input';
import { registerTrainingKernels } from '../../../workers/engine/kernels/webgpu';
import { sparseSoftmaxCrossEntropy } from '../../../workers/engine/kernels/wasm/loss';
import { Training, type TrainingState } from '../../../workers/engine/loop';
import * as tf from '../../../workers/engine/tf';
import { CASES, draw, type Case, type Values } from './kernel-cases';
import type { KernelAnswer, KernelReply, KernelRequest } from './protocol';

type Name = 'webgpu' | 'cpu';
const tensorOf = ({ shape, values }: Values): tf.Tensor =>
  tf.tensor(values, [...shape], values instanceof Int32Array ? 'int32' : 'float32');

async function on<T>(name: Name, work: () => Promise<T>): Promise<T> {
  if (!(await tf.setBackend(name)) || tf.getBackend() !== name) throw new Error(`${name} does not start`);
  return work();
}

/** Largest difference, relative to the largest magnitude expected (or 1 where all is zero). */
function difference(actual: Float32Array, expected: Float32Array): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  let worst = 0;
  expected.forEach((value, index) => {
    const off = Math.abs(actual[index]! - value) / scale;
    // NaN is the worst difference, not none.
    worst = off <= worst ? worst : Number.isNaN(off) ? Number.POSITIVE_INFINITY : off;
  });
  return worst;
}

async function runKernel(
  kernel: string,
  inputs: Readonly<Record<string, Values>>,
  attrs: Readonly<Record<string, unknown>>,
): Promise<Float32Array> {
  const tensors = Object.fromEntries(Object.entries(inputs).map(([name, values]) => [name, tensorOf(values)]));
  const out = tf.engine().runKernel(kernel, tensors, attrs as tf.NamedAttrMap) as unknown as tf.Tensor;
  const values = (await out.data()) as Float32Array;
  tf.dispose([out, ...Object.values(tensors)]);
  return values;
}

async function compare({ kernel, inputs, attrs, reference }: Case): Promise<number> {
  const ours = await on('webgpu', () => runKernel(kernel, inputs, attrs));
  const cpu = await on('cpu', () => runKernel(kernel, reference?.inputs ?? inputs, reference?.attrs ?? attrs));
  return difference(ours, reference?.pick ? reference.pick(cpu) : cpu);
}

/** Gradients by the tape, whose kernels have other names on the two backends. */
async function compareGradient(values: readonly Values[], f: (...x: tf.Tensor[]) => tf.Tensor): Promise<number> {
  const gradients = async (): Promise<Float32Array> => {
    const x = values.map(tensorOf);
    const found = tf.tidy(() =>
      tf.concat1d(
        tf
          .grads(f)(x)
          .map((gradient) => tf.reshape(gradient, [-1]) as tf.Tensor1D),
      ),
    );
    const read = (await found.data()) as Float32Array;
    tf.dispose([found, ...x]);
    return read;
  };
  return difference(await on('webgpu', gradients), await on('cpu', gradients));
}

async function optimize(make: () => tf.Optimizer): Promise<{ weights: Float32Array; sharedKept: boolean }> {
  const start = draw([37, 11]);
  const variable = tf.variable(
    tf.tensor(
      Float32Array.from({ length: 407 }, (_, at) => Math.sin(at)),
      [37, 11],
    ),
  );
  const shared = tf.clone(variable);
  const before = (await shared.data()).slice();
  const optimizer = make();
  const target = tf.tensor(
    start.values.map((_, at) => Math.cos(at)),
    [37, 11],
  );
  for (let step = 0; step < 6; step += 1) {
    optimizer.minimize(() => tf.mean(tf.square(tf.sub(variable, target))) as tf.Scalar);
    // A copy on the CPU is kept after reading: it must not be what the next reading finds.
    await variable.data();
  }
  const weights = (await variable.data()) as Float32Array;
  const after = await shared.data();
  const sharedKept =
    before.every((value, at) => value === after[at]) && weights.some((value, at) => value !== after[at]);
  optimizer.dispose();
  tf.dispose([variable, shared, target]);
  return { weights, sharedKept };
}

async function grid(): Promise<Omit<KernelAnswer, 'backend'>> {
  const errors: Record<string, number> = {};
  const facts: Record<string, boolean> = {};
  for (const [index, one] of CASES.entries())
    errors[`${index} ${one.kernel} ${JSON.stringify(one.attrs)}`] = await compare(one);
  for (const [index, { inputs, attrs, kernel }] of CASES.entries()) {
    if (kernel !== 'MaxPool') continue;
    const { filterSize, strides, pad } = attrs as {
      filterSize: [number, number];
      strides: [number, number];
      pad: 'same';
    };
    errors[`${index} gradient of ${kernel} ${JSON.stringify(attrs)}`] = await compareGradient([inputs['x']!], (x) =>
      tf.square(tf.maxPool(x as tf.Tensor4D, filterSize, strides, pad)),
    );
  }
  errors['gradient of Relu'] = await compareGradient([draw([40, 50], 3)], (x) => tf.relu(tf.sub(x, 1 / 3)));
  for (const rows of [1, 5, 70]) {
    const labels = Int32Array.from({ length: rows }, (_, row) => row % 7);
    errors[`cross-entropy of ${rows}`] = await compareGradient([draw([rows, 7])], (x) =>
      sparseSoftmaxCrossEntropy(tf.tensor1d(labels, 'int32'), x as tf.Tensor2D),
    );
    const loss = async (): Promise<Float32Array> => {
      const logits = tf.tensor(
        Float32Array.from({ length: rows * 7 }, (_, at) => 9 * Math.sin(at)),
        [rows, 7],
      );
      const value = sparseSoftmaxCrossEntropy(tf.tensor1d(labels, 'int32'), logits as tf.Tensor2D);
      return (await value.data()) as Float32Array;
    };
    errors[`cross-entropy of ${rows}, its value`] = difference(await on('webgpu', loss), await on('cpu', loss));
  }
  facts['a label that is no class leaves NaN'] = await on('webgpu', async () => {
    const value = sparseSoftmaxCrossEntropy(tf.tensor1d([1, 9], 'int32'), tf.ones([2, 7]));
    return Number.isNaN((await value.data())[0]);
  });
  const optimizers = {
    Adam: () => tf.train.adam(0.05),
    momentum: () => tf.train.momentum(0.5, 0.8),
    Nesterov: () => tf.train.momentum(0.5, 0.8, true),
  };
  for (const [name, make] of Object.entries(optimizers)) {
    const ours = await on('webgpu', () => optimize(make));
    errors[`six steps of ${name}`] = difference(ours.weights, (await on('cpu', () => optimize(make))).weights);
    facts[`${name} leaves a tensor alone that shares the weight's values`] = ours.sharedKept;
  }
  return { errors, facts };
}

const IMAGES = 48;
const model: ModelSpec = {
  name: 'small',
  layers: [
    { type: 'conv2d', filters: 8, size: 3, stride: 2, activation: 'relu' },
    { type: 'max-pool', size: 2 },
    { type: 'conv2d', filters: 12, size: 3, padding: 'same', activation: 'relu' },
    { type: 'flatten' },
    { type: 'dense', units: 16, activation: 'relu' },
    { type: 'dense', units: 10 },
  ],
};
const random = randomSource(3);
const data = {
  images: Uint8Array.from({ length: IMAGES * PIXELS }, () => Math.floor(256 * random())),
  labels: Uint8Array.from({ length: IMAGES }, (_, index) => index % 10),
};

/** The loss of each of twenty steps on one batch. */
async function losses(): Promise<Float32Array> {
  const network = buildNetwork(model, 1, plainInput({ height: 28, width: 28 }));
  const adam = new Adam(0.002, network.variables);
  const x = tf.tensor(network.input.values(data.images.subarray(0, 8 * PIXELS), 8), [8, 28, 28, 1]);
  const labels = tf.tensor1d(Int32Array.from(data.labels.subarray(0, 8)), 'int32');
  const found: number[] = [];
  for (let step = 0; step < 20; step += 1) {
    const loss = tf.tidy(() =>
      adam.minimize(() => sparseSoftmaxCrossEntropy(labels, network.logits(x, { training: true, step }))),
    );
    found.push((await loss.data())[0]!);
    loss.dispose();
  }
  adam.dispose();
  network.dispose();
  tf.dispose([x, labels]);
  return Float32Array.from(found);
}

/** A training to its end, from the start or from a state; returns its weights and the state half-way. */
async function train(from?: TrainingState): Promise<{ weights: Float32Array; half: TrainingState | undefined }> {
  const network = buildNetwork(model, 1, plainInput({ height: 28, width: 28 }));
  const training = new Training(network, { epochs: 1, batchSize: 4, learningRate: 0.002, seed: 2 }, data, data);
  let half: TrainingState | undefined;
  if (from) training.restore(from);
  await training.run({
    turn: () => Promise.resolve(),
    onProgress: () => undefined,
    onBoundary: async (step, _ended, state) => {
      if (step === 10) half = await state();
    },
  });
  const weights = await network.readWeights();
  training.dispose();
  network.dispose();
  return { weights, half };
}

const sameBits = (a: Float32Array, b: Float32Array): boolean => {
  const bits = (values: Float32Array): Uint32Array => new Uint32Array(values.slice().buffer);
  return a.length === b.length && bits(a).every((value, at) => value === bits(b)[at]);
};

async function training(): Promise<Omit<KernelAnswer, 'backend'>> {
  const batch = async (): Promise<Float32Array> => {
    const batches = new Batches(plainInput({ height: 28, width: 28 }), data, 5);
    const { x, labels } = batches.take(Uint32Array.of(3, 0, 31), 0, 0);
    const values = (await x.data()) as Float32Array;
    tf.dispose([x, labels]);
    batches.dispose();
    return values;
  };
  const looked = sameBits(await on('webgpu', batch), await on('cpu', batch));
  const ours = await on('webgpu', losses);
  const cpu = await on('cpu', losses);
  return on('webgpu', async () => {
    const first = await train();
    const before = tf.memory();
    const second = await train();
    const after = tf.memory();
    const resumed = await train(first.half);
    return {
      errors: { 'losses of twenty steps': difference(ours, cpu) },
      facts: {
        'a batch looked up on the device has the same bits': looked,
        'the loss falls': ours.at(-1)! < ours[0]!,
        'equal seeds give equal bits': sameBits(first.weights, second.weights),
        'resumed half-way it gives the same bits': first.half !== undefined && sameBits(first.weights, resumed.weights),
        'no tensor is left behind': after.numTensors === before.numTensors && after.numBytes === before.numBytes,
      },
    };
  });
}

self.addEventListener('message', (event: MessageEvent<KernelRequest>) => {
  const work = async (): Promise<KernelReply> => {
    try {
      registerTrainingKernels(event.data.extent);
      const answer = event.data.job === 'grid' ? await grid() : await training();
      return { answer: { ...answer, backend: await on('webgpu', () => Promise.resolve(tf.getBackend())) } };
    } catch (thrown) {
      return { error: thrown instanceof Error ? `${thrown.message} ${thrown.stack ?? ''}` : String(thrown) };
    }
  };
  void work().then((reply) => postMessage(reply));
});
