/** A network as methods of attribution see it: logits, and their gradients with respect to its input values, in batches. */
import { pixelsOf } from '../../src/core/dataset/shape';
import type { Explained } from '../../src/core/explain/types';
import { probabilitiesOf } from '../../src/core/models/softmax';
import type { Network } from './build';
import { inputTensor, prepareValues } from './input';
import * as tf from './tf';

/** Logits as a function of input values. */
type Differentiable = Pick<Network, 'input' | 'logits' | 'classes'>;

/** Rows a forward pass: enough to keep the kernels busy, and short enough between turns. */
const BATCH = 128;

/**
 * Gradient of each row's target logit at the given input values, rows x input size, in one backward pass.
 * @param values rows x input size @param targets class of each row
 */
export async function gradientsAtInput(
  { input, logits, classes }: Differentiable,
  values: Float32Array,
  targets: ArrayLike<number>,
): Promise<Float32Array> {
  const gradient = tf.tidy(() => {
    const mask = tf.oneHot(tf.tensor1d(Int32Array.from(targets), 'int32'), classes);
    // Rows do not touch each other, so the gradient of the sum holds each row's own gradient.
    return tf.grad((x) => tf.sum(tf.mul(logits(x), mask)))(inputTensor(input, values, targets.length));
  });
  const read = (await gradient.data()) as Float32Array;
  gradient.dispose();
  return read;
}

/** Logits, images x classes. @param values images x input size */
export async function logitsOf(
  { input, logits, classes }: Differentiable,
  values: Float32Array,
  turn: () => Promise<void>,
): Promise<Float32Array> {
  const rows = values.length / input.size;
  const out = new Float32Array(rows * classes);
  for (let from = 0; from < rows; from += BATCH) {
    const to = Math.min(rows, from + BATCH);
    const part = values.subarray(from * input.size, to * input.size);
    const read = tf.tidy(() => logits(inputTensor(input, part, to - from)));
    out.set((await read.data()) as Float32Array, from * classes);
    read.dispose();
    await turn();
  }
  return out;
}

/** Probabilities of raw images, count x classes. @param raw count x pixels */
export async function probabilitiesAt(
  network: Network,
  raw: Uint8Array,
  turn: () => Promise<void>,
): Promise<Float32Array> {
  const { input, classes } = network;
  return probabilitiesOf(await logitsOf(network, input.values(raw, raw.length / pixelsOf(input.raw)), turn), classes);
}

/**
 * The decisions of a network on images, ready to be explained.
 * @param raw images x pixels @param targets class explained for each image @param turn called between batches
 */
export function explainedBy(
  network: Network,
  raw: Uint8Array,
  targets: Uint8Array,
  turn: () => Promise<void>,
): Explained {
  const { input, classes } = network;
  return {
    raw,
    targets,
    classes,
    size: input.raw,
    values: (images) =>
      images instanceof Uint8Array
        ? prepareValues(input, images, turn)
        : Promise.resolve(input.values(images, images.length / pixelsOf(input.raw))),
    logits: (values) => logitsOf(network, values, turn),
    gradients: (points, of) => gradientsAtInput(network, points, of),
    probabilities: (images) => probabilitiesAt(network, images, turn),
    pullBack: (values, mode) => input.pullBack(raw, targets.length, values, mode),
  };
}
