/** Gradients of a network's logits with respect to its input values, in batches. */
import type { Points } from '../../src/core/explain/draws';
import type { Network } from './build';
import { inputTensor } from './input';
import * as tf from './tf';

/** What is explained: logits as a function of input values. */
export type Explained = Pick<Network, 'input' | 'logits' | 'classes'>;

/** Rows a backward pass: enough to keep the kernels busy, and short enough between turns. */
const ATTRIBUTE_BATCH = 128;

/**
 * Gradient of each row's target logit at the given input values, rows x input size, in one backward pass.
 * @param values rows x input size @param targets class of each row
 */
export async function gradientsAtInput(
  { input, logits, classes }: Explained,
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

/** A row of a batch: whose point it is, and what its gradient is multiplied with. */
interface Place {
  readonly row: number;
  readonly baseline: ArrayLike<number> | undefined;
  readonly share: number;
}

/**
 * Mean over each image's points of the gradient of its target logit there, times the image minus the point's baseline
 * where the points have one: images x input size.
 * @param images images x input size @param targets class of each image @param pointsOf the points of one image
 * @param turn called between batches with the number of images that are done; may throw to stop
 */
export async function meanGradients(
  network: Explained,
  images: Float32Array,
  targets: ArrayLike<number>,
  pointsOf: (image: Float32Array, row: number) => Points,
  turn: (done: number) => Promise<void>,
): Promise<Float32Array> {
  const { size } = network.input;
  const sums = new Float64Array(images.length);
  const batch = new Float32Array(ATTRIBUTE_BATCH * size);
  let places: Place[] = [];
  const flush = async (): Promise<void> => {
    const rows = places.map(({ row }) => targets[row]!);
    const gradients = await gradientsAtInput(network, batch.slice(0, places.length * size), rows);
    places.forEach(({ row, baseline, share }, at) => {
      for (let index = 0; index < size; index += 1) {
        const factor = baseline ? images[row * size + index]! - baseline[index]! : 1;
        sums[row * size + index]! += share * factor * gradients[at * size + index]!;
      }
    });
    const done = places.at(-1)!.row;
    places = [];
    await turn(done);
  };
  for (let row = 0; row * size < images.length; row += 1) {
    const points = pointsOf(images.subarray(row * size, (row + 1) * size), row);
    for (let index = 0; index < points.count; index += 1) {
      points.write(index, batch, places.length * size);
      places.push({ row, baseline: points.baseline(index), share: 1 / points.count });
      if (places.length === ATTRIBUTE_BATCH) await flush();
    }
  }
  if (places.length > 0) await flush();
  return Float32Array.from(sums);
}

/** Logits, images x classes. @param values images x input size */
export async function logitsOf(
  { input, logits, classes }: Explained,
  values: Float32Array,
  turn: () => Promise<void>,
): Promise<Float32Array> {
  const rows = values.length / input.size;
  const out = new Float32Array(rows * classes);
  for (let from = 0; from < rows; from += ATTRIBUTE_BATCH) {
    const to = Math.min(rows, from + ATTRIBUTE_BATCH);
    const part = values.subarray(from * input.size, to * input.size);
    const read = tf.tidy(() => logits(inputTensor(input, part, to - from)));
    out.set((await read.data()) as Float32Array, from * classes);
    read.dispose();
    await turn();
  }
  return out;
}
