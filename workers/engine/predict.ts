/** Predictions of a network over images, in batches. */
import { CLASSES } from '../../src/core/dataset/types';
import { probabilitiesOf } from '../../src/core/models/softmax';
import type { Network } from './build';
import { inputTensor, prepareValues } from './input';
import * as tf from './tf';

/** Images a forward pass: enough to keep the kernels busy, and short enough between turns (60 ms with the reference CNN on WASM). */
const PREDICT_BATCH = 250;

/**
 * Probabilities, count x 10, of input values (count x input size).
 * @param turn called between batches; may throw to stop
 */
export async function predictValues(
  network: Network,
  values: Float32Array,
  turn: () => Promise<void>,
): Promise<Float32Array> {
  const { input } = network;
  const count = values.length / input.size;
  const logits = new Float32Array(count * CLASSES);
  for (let from = 0; from < count; from += PREDICT_BATCH) {
    const to = Math.min(count, from + PREDICT_BATCH);
    const part = values.slice(from * input.size, to * input.size);
    const output = tf.tidy(() => network.logits(inputTensor(input, part, to - from)));
    logits.set((await output.data()) as Float32Array, from * CLASSES);
    output.dispose();
    await turn();
  }
  return probabilitiesOf(logits, CLASSES);
}

/** Probabilities, count x 10, of raw images (count x 784, 0-255), through the network's pipeline. */
export async function predict(network: Network, images: Uint8Array, turn: () => Promise<void>): Promise<Float32Array> {
  return predictValues(network, await prepareValues(network.input, images, turn), turn);
}
