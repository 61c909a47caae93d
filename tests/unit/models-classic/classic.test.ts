import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { centroidProbabilities, fittingCentroids } from '../../../src/core/models/centroid';
import { fitKnn, knnProbabilities, nearestNeighbours } from '../../../src/core/models/knn';
import { fittingLinear, linearProbabilities } from '../../../src/core/models/linear';
import { fitMajority, majorityProbabilities } from '../../../src/core/models/majority';
import { randomSource } from '../../../src/core/seed';
import { logLoss, predictedClasses } from '../../../src/core/stats/classification';
import { toEnd } from '../to-end';

const SIZE = 49;
const FIT = 300;
const QUERIES = 100;
const reference = JSON.parse(readFileSync(new URL('../../reference/classic.json', import.meta.url), 'utf8')) as {
  readonly vectors: string;
  readonly labels: string;
  readonly knn: { readonly squaredDistances: number[]; readonly probabilities: number[] };
  readonly centroid: { readonly centroids: number[]; readonly predicted: number[] };
  readonly linear: {
    readonly l2: number;
    readonly weights: number[];
    readonly bias: number[];
    readonly probabilities: number[];
  };
};
const vectors = Uint8Array.from(Buffer.from(reference.vectors, 'base64'));
const labels = Uint8Array.from(Buffer.from(reference.labels, 'base64'));
const fitVectors = vectors.slice(0, FIT * SIZE);
const queries = vectors.slice(FIT * SIZE);
const fitLabels = labels.slice(0, FIT);
const unit = (values: Uint8Array): Float64Array => Float64Array.from(values, (value) => value / 255);

const worst = (ours: ArrayLike<number>, theirs: ArrayLike<number>): number => {
  expect(ours.length).toBe(theirs.length);
  let largest = 0;
  for (let at = 0; at < ours.length; at += 1) largest = Math.max(largest, Math.abs(ours[at]! - theirs[at]!));
  return largest;
};
const rowSums = (probabilities: ArrayLike<number>, classes: number): number[] =>
  Array.from({ length: probabilities.length / classes }, (_, row) => {
    let sum = 0;
    for (let label = 0; label < classes; label += 1) sum += probabilities[row * classes + label]!;
    return sum;
  });

/** All neighbours by sorting all distances: slow and plain. */
function naiveNeighbours(
  train: Uint8Array,
  query: Uint8Array,
  size: number,
  k: number,
): { index: number; distance: number }[] {
  return Array.from({ length: train.length / size }, (_, index) => {
    let distance = 0;
    for (let at = 0; at < size; at += 1) distance += (train[index * size + at]! - query[at]!) ** 2;
    return { index, distance };
  })
    .sort((a, b) => a.distance - b.distance || a.index - b.index)
    .slice(0, k);
}

describe('k nearest neighbours', () => {
  const model = fitKnn(fitVectors, fitLabels, SIZE, 10);
  const found = nearestNeighbours(model, queries, 5, 0, QUERIES);

  test('have the distances of sklearn.neighbors.KNeighborsClassifier exactly', () => {
    expect(Array.from(found.distances)).toEqual(reference.knn.squaredDistances);
  });

  test('give the probabilities of KNeighborsClassifier.predict_proba without smoothing', () => {
    expect(worst(knnProbabilities(model, found, 5, 0), reference.knn.probabilities)).toBeLessThan(1e-12);
  });

  test('with smoothing sum to 1, keep the prediction and have a finite log-loss', () => {
    const smooth = knnProbabilities(model, found, 5);
    for (const sum of rowSums(smooth, 10)) expect(sum).toBeCloseTo(1, 12);
    expect(predictedClasses(smooth, 10)).toEqual(predictedClasses(knnProbabilities(model, found, 5, 0), 10));
    expect(Math.min(...smooth)).toBeGreaterThan(0);
  });

  test('are the same when searched in pieces', () => {
    const pieces = [0, 33, 66].map((from) => nearestNeighbours(model, queries, 5, from, Math.min(QUERIES, from + 33)));
    const last = nearestNeighbours(model, queries, 5, 99, QUERIES);
    expect([...pieces, last].flatMap((piece) => Array.from(piece.indices))).toEqual(Array.from(found.indices));
  });

  test('are those of a plain search for any vectors, sizes and k, ties by index', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 5, 17, 49, 784),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 1e9 }),
        fc.integer({ min: 1, max: 255 }),
        (size, count, seed, top) => {
          const random = randomSource(seed);
          const draw = (length: number): Uint8Array =>
            Uint8Array.from({ length }, () => Math.floor(random() * (top + 1)));
          const train = draw(count * size);
          const query = draw(size);
          const k = 1 + Math.floor(random() * count);
          const ours = nearestNeighbours(fitKnn(train, new Uint8Array(count), size, 1), query, k, 0, 1);
          const plain = naiveNeighbours(train, query, size, k);
          expect(Array.from(ours.indices)).toEqual(plain.map(({ index }) => index));
          expect(Array.from(ours.distances)).toEqual(plain.map(({ distance }) => distance));
        },
      ),
      { numRuns: 200 },
    );
  });

  test('hold at the extremes of the integers: white against black', () => {
    const white = new Uint8Array(784).fill(255);
    const { distances } = nearestNeighbours(fitKnn(new Uint8Array(784), new Uint8Array(1), 784, 1), white, 1, 0, 1);
    expect(distances[0]).toBe(784 * 255 * 255);
  });

  test.each([
    [8, 8],
    [17, 23],
    [28, 28],
    [32, 32],
    [33, 29],
    [46, 46],
    [64, 64],
  ])('of images of %i x %i are those of a plain search, extremes included, in squares or in runs', (height, width) => {
    const size = height * width;
    const random = randomSource(height);
    const levels = [
      (): number => 0,
      (): number => 255,
      (x: number): number => (x % 2 === 0 ? 255 : 0),
      (): number => Math.floor(256 * random()),
      (): number => (random() < 0.5 ? 0 : 255),
      (): number => (random() < 0.01 ? 254 : 255),
    ];
    const count = 60;
    const images = Uint8Array.from({ length: count * size }, (_, at) => {
      const pixel = at % size;
      return levels[Math.floor(at / size) % levels.length]!(Math.floor(pixel / width) + (pixel % width));
    });
    const k = 55;
    const plain = Array.from({ length: count }, (_, query) =>
      naiveNeighbours(images, images.subarray(query * size, (query + 1) * size), size, k),
    ).flat();
    for (const image of [{ height, width }, undefined]) {
      const ours = nearestNeighbours(fitKnn(images, new Uint8Array(count), size, 1, image), images, k, 0, count);
      expect(Array.from(ours.indices)).toEqual(plain.map(({ index }) => index));
      expect(Array.from(ours.distances)).toEqual(plain.map(({ distance }) => distance));
    }
  });

  test('refuse vectors whose squared distances pass 31 bits, and images of another size than the vectors', () => {
    const fit = (size: number, image?: { height: number; width: number }) => () =>
      fitKnn(new Uint8Array(size), new Uint8Array(1), size, 1, image);
    expect(fit(33_026)).toThrow(/at most 33025 values an image, not 33026/);
    expect(fit(64, { height: 8, width: 9 })).toThrow(/8 x 9 are not 64 values/);
  });

  test('refuse a k of 0 or more than there are images, in words', () => {
    expect(() => nearestNeighbours(model, queries, 0, 0, 1)).toThrow(/between 1 and the 300 training images, not 0/);
    expect(() => nearestNeighbours(model, queries, 301, 0, 1)).toThrow(/not 301/);
  });
});

describe('nearest centroid', () => {
  const model = toEnd(fittingCentroids(fitVectors, fitLabels, SIZE, 10));
  const probabilities = centroidProbabilities(model, queries, QUERIES);

  test('has the centroids and predictions of sklearn.neighbors.NearestCentroid', () => {
    expect(worst(model.centroids, reference.centroid.centroids)).toBeLessThan(1e-9);
    expect(Array.from(predictedClasses(probabilities, 10))).toEqual(reference.centroid.predicted);
  });

  test('has the scale that makes the training labels likeliest: a little more or less is worse', () => {
    const loss = (sharpness: number): number =>
      logLoss(fitLabels, centroidProbabilities({ ...model, sharpness }, fitVectors, FIT));
    expect(loss(model.sharpness)).toBeLessThan(loss(model.sharpness * 1.02));
    expect(loss(model.sharpness)).toBeLessThan(loss(model.sharpness * 0.98));
    for (const sum of rowSums(probabilities, 10)) expect(sum).toBeCloseTo(1, 12);
  });

  test('never predicts a class without images, and copes with a single image', () => {
    const without = toEnd(
      fittingCentroids(
        fitVectors,
        fitLabels.map((label) => (label === 3 ? 4 : label)),
        SIZE,
        10,
      ),
    );
    const given = centroidProbabilities(without, queries, QUERIES);
    expect(given.every((value, at) => at % 10 !== 3 || value === 0)).toBe(true);
    expect(given.every((value) => Number.isFinite(value))).toBe(true);
    const single = toEnd(fittingCentroids(fitVectors.slice(0, SIZE), fitLabels.slice(0, 1), SIZE, 10));
    expect(centroidProbabilities(single, queries, 1)[fitLabels[0]!]).toBe(1);
  });
});

describe('softmax regression', () => {
  const { l2 } = reference.linear;
  const train = toEnd(
    fittingLinear(unit(fitVectors), fitLabels, SIZE, 10, { l2, tolerance: 1e-8, maxIterations: 2000 }),
  );

  test('has the weights, biases and probabilities of sklearn.linear_model.LogisticRegression', () => {
    expect(train.converged).toBe(true);
    expect(worst(train.model.weights, reference.linear.weights)).toBeLessThan(1e-4);
    expect(worst(train.model.bias, reference.linear.bias)).toBeLessThan(1e-4);
    expect(
      worst(linearProbabilities(train.model, unit(queries), QUERIES), reference.linear.probabilities),
    ).toBeLessThan(1e-5);
  });

  test('is the same bytes again, and says how many passes it took', () => {
    const again = toEnd(
      fittingLinear(unit(fitVectors), fitLabels, SIZE, 10, { l2, tolerance: 1e-8, maxIterations: 2000 }),
    );
    expect(again).toEqual(train);
    expect(train.passes).toBeGreaterThan(train.iterations);
    expect(train.gradientNorm).toBeLessThanOrEqual(1e-8);
  });

  test('stops at the budget of iterations and says that it has not converged', () => {
    const short = toEnd(fittingLinear(unit(fitVectors), fitLabels, SIZE, 10, { l2, maxIterations: 3 }));
    expect(short.iterations).toBe(3);
    expect(short.converged).toBe(false);
  });

  test('gives the share of each class when the features say nothing', () => {
    const { model } = toEnd(
      fittingLinear(new Float64Array(8), Uint8Array.from([0, 0, 0, 1]), 2, 2, {
        l2: 0.1,
        tolerance: 1e-10,
      }),
    );
    const [first, second] = linearProbabilities(model, new Float64Array(2), 1);
    expect(first).toBeCloseTo(0.75, 8);
    expect(second).toBeCloseTo(0.25, 8);
  });

  test('refuses values that are not numbers, no rows and a negative penalty', () => {
    expect(() => toEnd(fittingLinear([NaN, 1], Uint8Array.from([0, 1]), 1, 2, { l2: 1 }))).toThrow(/not numbers/);
    expect(() => toEnd(fittingLinear([], new Uint8Array(0), 1, 2, { l2: 1 }))).toThrow(/on no images/);
    expect(() => toEnd(fittingLinear([1], new Uint8Array(1), 1, 2, { l2: -1 }))).toThrow(/at least 0, not -1/);
  });
});

describe('the majority', () => {
  test('gives the training shares to every image and predicts the commonest class', () => {
    const model = fitMajority(Uint8Array.from([2, 1, 2, 0]), 4);
    const probabilities = majorityProbabilities(model, 3);
    expect(Array.from(probabilities.slice(8))).toEqual([0.25, 0.25, 0.5, 0]);
    expect(Array.from(predictedClasses(probabilities, 4))).toEqual([2, 2, 2]);
    expect(() => fitMajority(new Uint8Array(0), 4)).toThrow(/on no images/);
  });
});
