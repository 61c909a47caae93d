/**
 * Nearest centroid (the method of scikit-learn's NearestCentroid with Euclidean distance), with probabilities: the
 * softmax of minus the squared distances, sharpened by one scale that maximises the likelihood of the training labels.
 */
import { LookbookError } from '../errors';
import type { Numbers } from '../stats/quantile';

export interface CentroidModel {
  /** classes x size, row-major; rows of classes without images are NaN and are never predicted. */
  readonly centroids: Float64Array;
  readonly classes: number;
  readonly size: number;
  /** Factor on the squared distances; the larger, the surer. */
  readonly sharpness: number;
}

/** Squared distances of rows `first` to `end` to every centroid, written to their places in `distances`. */
function squaredDistances(
  model: Omit<CentroidModel, 'sharpness'>,
  rows: Numbers,
  distances: Float64Array,
  first: number,
  end: number,
): Float64Array {
  const { centroids, classes, size } = model;
  for (let row = first; row < end; row += 1) {
    for (let label = 0; label < classes; label += 1) {
      let sum = 0;
      for (let index = 0; index < size; index += 1) {
        const difference = rows[row * size + index]! - centroids[label * size + index]!;
        sum += difference * difference;
      }
      distances[row * classes + label] = Number.isNaN(sum) ? Infinity : sum;
    }
  }
  return distances;
}

function softmaxOfDistances(distances: Float64Array, classes: number, sharpness: number): Float64Array {
  const probabilities = new Float64Array(distances.length);
  for (let at = 0; at < distances.length; at += classes) {
    let nearest = Infinity;
    for (let label = 0; label < classes; label += 1) nearest = Math.min(nearest, distances[at + label]!);
    let total = 0;
    for (let label = 0; label < classes; label += 1) {
      const weight = Math.exp(-sharpness * (distances[at + label]! - nearest));
      probabilities[at + label] = weight;
      total += weight;
    }
    for (let label = 0; label < classes; label += 1) probabilities[at + label]! /= total;
  }
  return probabilities;
}

/** Derivative of the mean log-loss by the sharpness: rises steadily, since the log-loss is convex in it. */
function slope(distances: Float64Array, labels: Uint8Array, classes: number, sharpness: number): number {
  const probabilities = softmaxOfDistances(distances, classes, sharpness);
  let sum = 0;
  labels.forEach((label, row) => {
    let expected = 0;
    for (let other = 0; other < classes; other += 1) {
      const probability = probabilities[row * classes + other]!;
      if (probability > 0) expected += probability * distances[row * classes + other]!;
    }
    sum += distances[row * classes + label]! - expected;
  });
  return sum / labels.length;
}

/** Halvings of the search for the scale: 60 reach the precision of float64. */
const HALVINGS = 60;

/** Rows whose distances are worked out between two yields: some 15 ms with whole images. */
const ROWS_AT_ONCE = 1000;

/**
 * In pieces of some 20 ms, so that a caller can yield or stop in between.
 * @param rows count x size values @param labels one of 0 to classes - 1 a row
 * @throws LookbookError `params/invalid` without rows
 */
export function* fittingCentroids(
  rows: Numbers,
  labels: Uint8Array,
  size: number,
  classes: number,
): Generator<void, CentroidModel> {
  if (labels.length === 0) throw new LookbookError('params/invalid', 'A model cannot be fitted on no images.');
  const centroids = new Float64Array(classes * size);
  const counts = new Float64Array(classes);
  labels.forEach((label, row) => {
    counts[label]! += 1;
    for (let index = 0; index < size; index += 1) centroids[label * size + index]! += rows[row * size + index]!;
  });
  for (let at = 0; at < centroids.length; at += 1) centroids[at]! /= counts[Math.floor(at / size)]!;
  const model = { centroids, classes, size };
  const distances = new Float64Array(labels.length * classes);
  for (let first = 0; first < labels.length; first += ROWS_AT_ONCE) {
    squaredDistances(model, rows, distances, first, Math.min(labels.length, first + ROWS_AT_ONCE));
    yield;
  }
  const finite = distances.filter((distance) => Number.isFinite(distance));
  const mean = finite.reduce((sum, distance) => sum + distance, 0) / finite.length;
  if (!(mean > 0)) return { ...model, sharpness: 1 };
  // Where every training image is nearest to its own centroid the best scale is infinite: the upper end bounds it.
  let [low, high] = [0, 1000 / mean];
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (low + high) / 2;
    if (slope(distances, labels, classes, middle) > 0) high = middle;
    else low = middle;
    yield;
  }
  return { ...model, sharpness: (low + high) / 2 };
}

/** Probabilities, count x classes; the largest is that of the nearest centroid. */
export function centroidProbabilities(model: CentroidModel, rows: Numbers, count: number): Float64Array {
  return softmaxOfDistances(
    squaredDistances(model, rows, new Float64Array(count * model.classes), 0, count),
    model.classes,
    model.sharpness,
  );
}
