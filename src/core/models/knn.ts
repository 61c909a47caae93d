/**
 * Exact k nearest neighbours by Euclidean distance between uint8 vectors, in integer arithmetic.
 *
 * The search is exhaustive but seldom computes a full distance: the sums over groups of pixels give a lower bound
 * (Cauchy and Schwarz: the squared difference of two sums over g pixels is at most g times their squared distance),
 * and a candidate whose bound exceeds the k-th best distance so far is left out. All stored numbers stay below 2^31.
 */
import { pixelsOf, type ImageSize } from '../dataset/shape';
import { LookbookError } from '../errors';
import { Best } from '../neighbours/best';

/** Values in a group, and the side of the squares of an image that are groups. */
const GROUP = 16;
const SQUARE = 4;
/** The most values of a vector whose squared distance from another stays below 2^31. */
const MOST_VALUES = Math.floor((2 ** 31 - 1) / 255 ** 2);

export interface KnnModel {
  readonly size: number;
  readonly count: number;
  readonly classes: number;
  readonly labels: Uint8Array;
  /** count x (16 x groups): the values of a group side by side, 0 where a group has fewer than 16. */
  readonly values: Uint8Array;
  /** count x groups: sums over the groups. */
  readonly sums: Int32Array;
  readonly groups: number;
  /** Where each value in group order stands in a vector; -1 where there is none. */
  readonly order: Int32Array;
}

/** Squares of 4 x 4 for whole images, cut off at the right and lower edge; runs of 16 otherwise. */
function groupOrder(size: number, image: ImageSize | undefined): Int32Array {
  if (!image) {
    return Int32Array.from({ length: Math.ceil(size / GROUP) * GROUP }, (_, at) => (at < size ? at : -1));
  }
  const { height, width } = image;
  const across = Math.ceil(width / SQUARE);
  return Int32Array.from({ length: Math.ceil(height / SQUARE) * across * GROUP }, (_, at) => {
    const [square, inside] = [Math.floor(at / GROUP), at % GROUP];
    const y = Math.floor(square / across) * SQUARE + (inside >> 2);
    const x = (square % across) * SQUARE + (inside & 3);
    return y < height && x < width ? y * width + x : -1;
  });
}

function grouped(vectors: Uint8Array, from: number, count: number, size: number, order: Int32Array) {
  const groups = order.length / GROUP;
  const values = new Uint8Array(count * order.length);
  const sums = new Int32Array(count * groups);
  for (let row = 0; row < count; row += 1) {
    for (let at = 0; at < order.length; at += 1) {
      const place = order[at]!;
      if (place < 0) continue;
      const value = vectors[(from + row) * size + place]!;
      values[row * order.length + at] = value;
      sums[row * groups + (at >> 4)]! += value;
    }
  }
  return { values, sums };
}

/**
 * Stores the training vectors.
 * @param vectors count x size, 0-255
 * @param image the size of the images that the vectors are; left out where they are something else. It changes how fast a
 * search is, never what it finds.
 * @throws LookbookError `params/invalid` without vectors, and for more values than squared distances of 31 bits allow
 */
export function fitKnn(
  vectors: Uint8Array,
  labels: Uint8Array,
  size: number,
  classes: number,
  image?: ImageSize,
): KnnModel {
  const count = labels.length;
  if (count === 0) throw new LookbookError('params/invalid', 'A model cannot be fitted on no images.');
  if (vectors.length !== count * size)
    throw new RangeError(`fitKnn: ${count} x ${size} values wanted, ${vectors.length} given`);
  if (size > MOST_VALUES) {
    throw new LookbookError(
      'params/invalid',
      `Nearest neighbours compares at most ${MOST_VALUES} values an image, not ${size}. Choose features with fewer values.`,
    );
  }
  if (image && pixelsOf(image) !== size)
    throw new RangeError(`fitKnn: images of ${image.height} x ${image.width} are not ${size} values`);
  const order = groupOrder(size, image);
  const groups = order.length / GROUP;
  return { size, count, classes, labels, groups, order, ...grouped(vectors, 0, count, size, order) };
}

export interface Neighbours {
  /** queries x k: indices of training vectors, the nearest first; equal distances in order of index. */
  readonly indices: Int32Array;
  /** queries x k: squared distances. */
  readonly distances: Int32Array;
}

/** Pixels between two looks at the limit: fewer looks cost more distances, more looks cost more than they save. */
const STRIDE = 112;

/** The squared distance, or some number above the limit if it is above it. */
function distanceWithin(limit: number, a: Uint8Array, atA: number, b: Uint8Array, atB: number, size: number): number {
  let sum = 0;
  for (let from = 0; from < size && sum <= limit; from += STRIDE) {
    const to = Math.min(size, from + STRIDE);
    for (let index = from; index < to; index += 1) {
      const difference = a[atA + index]! - b[atB + index]!;
      sum += difference * difference;
    }
  }
  return sum;
}

/**
 * Neighbours of the query vectors from `from` up to `to`: callers search in pieces and yield between them.
 * @param queries vectors of the model's size, 0-255
 * @throws LookbookError `params/invalid` for a k that is not between 1 and the number of training vectors
 */
export function nearestNeighbours(
  model: KnnModel,
  queries: Uint8Array,
  k: number,
  from: number,
  to: number,
): Neighbours {
  const { size, groups, count } = model;
  if (!Number.isInteger(k) || k < 1 || k > count) {
    throw new LookbookError(
      'params/invalid',
      `The number of neighbours must lie between 1 and the ${count} training images, not ${k}.`,
    );
  }
  const { values, sums } = grouped(queries, from, to - from, size, model.order);
  const row = model.order.length;
  // A bound is 16 times a distance at most. Where that may pass 2^31, bounds are kept in units of 16, rounded down.
  const unit = row * GROUP * 255 ** 2 < 2 ** 31 ? 1 : GROUP;
  const indices = new Int32Array((to - from) * k);
  const distances = new Int32Array((to - from) * k);
  const bounds = new Int32Array(count);
  const best = new Best(k);
  const seeds = new Best(k);
  for (let query = 0; query < to - from; query += 1) {
    seeds.clear();
    for (let candidate = 0; candidate < count; candidate += 1) {
      let bound = 0;
      for (let group = 0, a = query * groups, b = candidate * groups; group < groups; group += 1) {
        const difference = sums[a + group]! - model.sums[b + group]!;
        bound += difference * difference;
      }
      if (unit > 1) bound = Math.floor(bound / unit);
      bounds[candidate] = bound;
      if (bound <= seeds.limit) seeds.offer(bound, candidate);
    }
    // The candidates of least bound first: they make the limit small at once.
    best.clear();
    for (const candidate of seeds.indices) {
      best.offer(distanceWithin(best.limit, values, query * row, model.values, candidate * row, row), candidate);
      bounds[candidate] = -1;
    }
    for (let candidate = 0; candidate < count; candidate += 1) {
      const bound = bounds[candidate]!;
      if (bound < 0 || bound * unit > best.limit * GROUP) continue;
      best.offer(distanceWithin(best.limit, values, query * row, model.values, candidate * row, row), candidate);
    }
    indices.set(best.indices, query * k);
    distances.set(best.distances, query * k);
  }
  return { indices, distances };
}

/**
 * Class shares among the neighbours, smoothed: (votes + smoothing) / (k + classes x smoothing). Without smoothing a class
 * without votes gets 0, and one such mistake makes the log-loss infinite.
 * @returns queries x classes
 */
export function knnProbabilities(model: KnnModel, neighbours: Neighbours, k: number, smoothing = 0.1): Float64Array {
  const { classes, labels } = model;
  const count = neighbours.indices.length / k;
  const probabilities = new Float64Array(count * classes).fill(smoothing / (k + classes * smoothing));
  neighbours.indices.forEach((neighbour, at) => {
    probabilities[Math.floor(at / k) * classes + labels[neighbour]!]! += 1 / (k + classes * smoothing);
  });
  return probabilities;
}
