/** Predictions of a network over images, in batches. */
import { probabilitiesOf } from '../../src/core/models/softmax';
import type { Network } from './build';
import { inputTensor, prepareValues } from './input';
import * as tf from './tf';

/** On a GPU, where each pass is waited for and others may run meanwhile. */
const GPU_BATCH = 250;

/**
 * Images a forward pass. Elsewhere a pass holds the worker up, so its size follows the time that passes take: short enough to
 * be cancelled between two of them, and large enough to keep the kernels busy. The sizes change no bit of what comes out:
 * each image's sums are taken in the same order (tested).
 */
class PassSize {
  static readonly #least = 4;
  static readonly #most = 500;
  /** Milliseconds that a pass should take. Below 10 the reference CNN predicts some per cent fewer images a second. */
  static readonly #wanted = 20;
  readonly #adapts = tf.getBackend() === 'wasm' || tf.getBackend() === 'cpu';
  images = this.#adapts ? 16 : GPU_BATCH;

  /** @param milliseconds that the last pass took */
  learn(milliseconds: number): void {
    if (!this.#adapts) return;
    // At most fourfold: the first passes compile.
    const wanted = this.images * Math.min(4, PassSize.#wanted / milliseconds);
    this.images = Math.round(Math.max(PassSize.#least, Math.min(PassSize.#most, wanted)));
  }
}

/**
 * Probabilities, count x classes, of input values (count x input size).
 * @param turn called between batches; may throw to stop
 */
export async function predictValues(
  network: Network,
  values: Float32Array,
  turn: () => Promise<void>,
): Promise<Float32Array> {
  const { input, classes } = network;
  const count = values.length / input.size;
  const logits = new Float32Array(count * classes);
  const pass = new PassSize();
  for (let from = 0, to = 0; from < count; from = to) {
    const started = performance.now();
    to = Math.min(count, from + pass.images);
    const part = values.slice(from * input.size, to * input.size);
    const output = tf.tidy(() => network.logits(inputTensor(input, part, to - from)));
    logits.set((await output.data()) as Float32Array, from * classes);
    output.dispose();
    // The last pass may be a short one.
    if (to - from === pass.images) pass.learn(performance.now() - started);
    await turn();
  }
  return probabilitiesOf(logits, classes);
}

/** Probabilities, count x classes, of raw images (count x pixels, 0-255), through the network's pipeline. */
export async function predict(network: Network, images: Uint8Array, turn: () => Promise<void>): Promise<Float32Array> {
  return predictValues(network, await prepareValues(network.input, images, turn), turn);
}
