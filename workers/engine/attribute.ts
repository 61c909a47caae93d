/** Gradients of a model's logits with respect to raw pixels (0-255), through the pipeline, in batches. */
import { CLASSES, PIXELS, SIDE } from '../../src/core/dataset/types';
import { attributionsOf, midpoints, writePathPoint } from '../../src/core/explain/path';
import type { Network } from './build';
import * as tf from './tf';

/** Points of paths a backward pass. */
const ATTRIBUTE_BATCH = 128;

/**
 * Gradient of each row's target logit, rows x 784.
 * @param raw rows x 784 pixels, 0-255
 * @param targets class of each row
 */
export async function inputGradients(
  network: Network,
  raw: Float32Array,
  targets: ArrayLike<number>,
  turn: () => Promise<void>,
): Promise<Float32Array> {
  const out = new Float32Array(raw.length);
  const rows = raw.length / PIXELS;
  for (let from = 0; from < rows; from += ATTRIBUTE_BATCH) {
    const to = Math.min(rows, from + ATTRIBUTE_BATCH);
    const gradient = tf.tidy(() => {
      const x = tf.tensor4d(raw.slice(from * PIXELS, to * PIXELS), [to - from, SIDE, SIDE, 1]);
      const classes = Int32Array.from({ length: to - from }, (_, row) => targets[from + row]!);
      const mask = tf.oneHot(tf.tensor1d(classes, 'int32'), CLASSES);
      // Rows do not touch each other, so the gradient of the sum holds each row's own gradient.
      return tf.grad((pixels) => tf.sum(tf.mul(network.logits(pixels as tf.Tensor4D), mask)))(x);
    });
    out.set((await gradient.data()) as Float32Array, from * PIXELS);
    gradient.dispose();
    await turn();
  }
  return out;
}

/** Logits of raw rows, rows x 10. */
export async function logitsOf(network: Network, raw: Float32Array, turn: () => Promise<void>): Promise<Float32Array> {
  const rows = raw.length / PIXELS;
  const out = new Float32Array(rows * CLASSES);
  for (let from = 0; from < rows; from += ATTRIBUTE_BATCH) {
    const to = Math.min(rows, from + ATTRIBUTE_BATCH);
    const part = raw.slice(from * PIXELS, to * PIXELS);
    const logits = tf.tidy(() => network.logits(tf.tensor4d(part, [to - from, SIDE, SIDE, 1])));
    out.set((await logits.data()) as Float32Array, from * CLASSES);
    logits.dispose();
    await turn();
  }
  return out;
}

/**
 * Integrated gradients of each row's target logit from a black image, by the midpoint rule: rows x 784.
 * @param steps points on each path
 */
export async function integratedGradients(
  network: Network,
  raw: Float32Array,
  targets: ArrayLike<number>,
  steps: number,
  turn: () => Promise<void>,
): Promise<Float32Array> {
  const out = new Float32Array(raw.length);
  const black = new Float32Array(PIXELS);
  const alphas = midpoints(steps);
  const points = new Float32Array(steps * PIXELS);
  for (let row = 0; row * PIXELS < raw.length; row += 1) {
    const image = raw.subarray(row * PIXELS, (row + 1) * PIXELS);
    alphas.forEach((alpha, point) => writePathPoint(points, point * PIXELS, image, black, alpha));
    const target = new Uint8Array(steps).fill(targets[row]!);
    const gradients = await inputGradients(network, points, target, turn);
    const sum = new Float64Array(PIXELS);
    gradients.forEach((gradient, index) => (sum[index % PIXELS]! += gradient));
    out.set(attributionsOf(sum, steps, image, black), row * PIXELS);
  }
  return out;
}
