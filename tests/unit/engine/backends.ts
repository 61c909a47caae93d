/** Both backends of TensorFlow.js that run in Node, and helpers to compare them. */
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { randomSource } from '../../../src/core/seed';
import { registerTrainingKernels } from '../../../workers/engine/kernels/wasm';
import * as tf from '../../../workers/engine/tf';

registerTrainingKernels();

export async function use(backend: 'wasm' | 'cpu'): Promise<void> {
  if (!(await tf.setBackend(backend))) throw new Error(`no backend ${backend}`);
  await tf.ready();
}

/** Values in [-1, 1) from a seed. */
export function values(count: number, seed: number): Float32Array {
  const random = randomSource(seed);
  return Float32Array.from({ length: count }, () => 2 * random() - 1);
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

export function randomTensor<T extends tf.Tensor = tf.Tensor>(shape: number[], seed: number): T {
  return tf.tensor(values(sizeOf(shape), seed), shape) as T;
}

export async function numbers(tensor: tf.Tensor): Promise<number[]> {
  const data = Array.from(await tensor.data());
  tensor.dispose();
  return data;
}

/** Runs the same computation on both backends and returns their outputs, flattened. */
export async function onBoth(compute: () => tf.Tensor): Promise<{ wasm: number[]; cpu: number[] }> {
  await use('wasm');
  const wasm = await numbers(tf.tidy(compute));
  await use('cpu');
  const cpu = await numbers(tf.tidy(compute));
  return { wasm, cpu };
}

/** Largest difference, relative to the largest magnitude of the expected values (at least 1e-3). */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let scale = 1e-3;
  let difference = 0;
  for (let index = 0; index < expected.length; index += 1) {
    scale = Math.max(scale, Math.abs(expected[index]!));
    const gap = Math.abs(actual[index]! - expected[index]!);
    if (!(gap <= difference)) difference = gap;
  }
  return difference / scale;
}
