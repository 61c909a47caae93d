/** Batches of raw pixels, and predictions over them. */
import { CLASSES, PIXELS, SIDE } from '../../src/core/dataset/types';
import { probabilitiesOf } from '../../src/core/models/softmax';
import type { Network } from './build';
import * as tf from './tf';

/** Images a forward pass: enough to keep the kernels busy, and short enough between turns (60 ms with the reference CNN on WASM). */
const PREDICT_BATCH = 250;

/**
 * Gathers images by their positions into a tensor [count, 28, 28, 1] of raw pixels; scaling happens on the device.
 * @param positions which images; all of `images` in order if left out
 */
export function gather(images: Uint8Array, positions?: Uint32Array): tf.Tensor4D {
  if (!positions) return tf.tensor4d(Float32Array.from(images), [images.length / PIXELS, SIDE, SIDE, 1]);
  const pixels = new Float32Array(positions.length * PIXELS);
  for (let row = 0; row < positions.length; row += 1) {
    const from = positions[row]! * PIXELS;
    pixels.set(images.subarray(from, from + PIXELS), row * PIXELS);
  }
  return tf.tensor4d(pixels, [positions.length, SIDE, SIDE, 1]);
}

/**
 * Probabilities, count x 10, of raw images (count x 784).
 * @param turn called between batches; may throw to stop
 */
export async function predict(network: Network, images: Uint8Array, turn: () => Promise<void>): Promise<Float32Array> {
  const count = images.length / PIXELS;
  const logits = new Float32Array(count * CLASSES);
  for (let from = 0; from < count; from += PREDICT_BATCH) {
    const part = images.subarray(from * PIXELS, Math.min(count, from + PREDICT_BATCH) * PIXELS);
    const output = tf.tidy(() => network.logits(gather(part)));
    logits.set((await output.data()) as Float32Array, from * CLASSES);
    output.dispose();
    await turn();
  }
  return probabilitiesOf(logits, CLASSES);
}
