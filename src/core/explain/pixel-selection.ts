/** Choosing pixels to keep: by an importance, by variance, at random; and how much two choices agree. */
import { LookbookError } from '../errors';
import { randomSource, shuffle } from '../seed';
import { attributionOrder } from './pixels';

/**
 * How many of `total` pixels a percentage keeps.
 * @param percent above 0 and below 100
 * @throws LookbookError `params/invalid` with a sentence if none or all would be kept
 */
export function keptCount(percent: number, total: number): number {
  if (!(percent > 0))
    throw new LookbookError(
      'params/invalid',
      `Keeping ${percent} % of the pixels leaves none to look at: choose more than 0 %.`,
    );
  if (!(percent < 100)) {
    throw new LookbookError(
      'params/invalid',
      `Keeping ${percent} % of the pixels selects nothing: choose less than 100 %.`,
    );
  }
  const count = Math.round((percent / 100) * total);
  if (count === 0)
    throw new LookbookError('params/invalid', `Keeping ${percent} % of ${total} pixels leaves none: choose more.`);
  if (count === total)
    throw new LookbookError('params/invalid', `Keeping ${percent} % of ${total} pixels keeps all: choose less.`);
  return count;
}

/**
 * The most important pixels, as indices in reading order. Among equals the earlier in reading order is kept.
 * @param importance one value a pixel; the larger, the more important
 * @throws LookbookError `params/invalid` for a percentage that keeps none or all, or an importance that prefers no pixel
 */
export function topPixels(importance: ArrayLike<number>, percent: number): number[] {
  const count = keptCount(percent, importance.length);
  const values = Array.from(importance);
  if (!values.every((value) => Number.isFinite(value))) {
    throw new LookbookError('params/invalid', 'The importance of a pixel is not a number, so pixels cannot be ranked.');
  }
  if (values.every((value) => value === values[0])) {
    throw new LookbookError('params/invalid', 'All pixels are equally important, so none can be preferred.');
  }
  return inReadingOrder(attributionOrder(values).subarray(0, count));
}

/** Pixels at random; a smaller percentage of the same seed keeps a part of a larger one's. */
export function randomPixels(percent: number, seed: number, total: number): number[] {
  const order = shuffle(
    Uint32Array.from({ length: total }, (_, index) => index),
    randomSource(seed),
  );
  return inReadingOrder(order.subarray(0, keptCount(percent, total)));
}

const inReadingOrder = (pixels: Uint32Array): number[] => Array.from(pixels).sort((a, b) => a - b);

/**
 * Variance of each pixel over images, in units of 0-255 squared; from exact integer sums.
 * @param images count x size
 */
export function pixelVariances(images: Uint8Array, count: number, size: number): Float64Array {
  if (count === 0) throw new LookbookError('params/invalid', 'The variance of pixels needs at least one image.');
  const sums = new Float64Array(size);
  const squares = new Float64Array(size);
  for (let at = 0, pixel = 0; at < count * size; at += 1, pixel = pixel + 1 === size ? 0 : pixel + 1) {
    const value = images[at]!;
    sums[pixel]! += value;
    squares[pixel]! += value * value;
  }
  return sums.map((sum, pixel) => (squares[pixel]! - (sum * sum) / count) / count);
}

/** Mean absolute value of each pixel's attributions over images: the importance behind "top k %". */
export function meanMagnitude(attributions: Float32Array, count: number, size: number): Float64Array {
  const means = new Float64Array(size);
  for (let at = 0; at < count * size; at += 1) means[at % size]! += Math.abs(attributions[at]!) / count;
  return means;
}

/** Shared pixels as a share of all that either keeps (Jaccard), 0 to 1. */
export function selectionOverlap(a: readonly number[], b: readonly number[]): number {
  const inA = new Set(a);
  const shared = b.filter((pixel) => inA.has(pixel)).length;
  const either = inA.size + b.length - shared;
  return either === 0 ? 1 : shared / either;
}
