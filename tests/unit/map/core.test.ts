/** Scores, checks of maps and look-alikes against scikit-learn, SciPy and NumPy (tests/reference/map.py). */
import { describe, expect, it } from 'vitest';
import { CLASSES, PIXELS } from '../../../src/core/dataset/fashion-mnist';
import { centroidDistances, classShapes } from '../../../src/core/map/classes';
import { closestPairs, nearestConfusion, votedClasses } from '../../../src/core/map/confusable';
import { nearby } from '../../../src/core/map/nearby';
import { agreementOf, histogram, meanDistances, ranking, scoreBins, upperFence } from '../../../src/core/map/outliers';
import { Projector } from '../../../src/core/map/projector';
import { labelAgreement, PixelDistances, trustworthiness } from '../../../src/core/map/quality';
import { interleaveSplits, MAPPED_SPLITS, shareOut, totalOf } from '../../../src/core/map/sample';
import { pixelPca } from '../../../src/core/profile/pca';
import { productsOf } from '../../../src/core/profile/products';
import { randomSource } from '../../../src/core/seed';
import reference from '../../reference/map.json';
import { readReal } from '../profile/real-data';

const { count, neighbours: K } = reference;
const real = readReal('t10k');
const images = real.images.subarray(0, count * PIXELS);
const labels = real.labels.subarray(0, count);

const distances = new PixelDistances(images, PIXELS);
while (distances.done < count) distances.step(50);
const nearest = distances.nearest(K);
const squared = Int32Array.from(nearest, (other, at) => distances.squared[Math.floor(at / K) * count + other]!);
const found = { ids: Int32Array.from(labels.keys()), nearest, squared, k: K };
const labelOf = (id: number): number => labels[id]!;

const pca = pixelPca(productsOf(images, PIXELS), 20);
const projector = new Projector(pca);
const residuals = Float32Array.from({ length: count }, (_, image) => projector.residual(images, image));
const firstTwo = Float64Array.from({ length: count }, (_, image) => image).reduce(
  (points, image) => {
    points.set(projector.scores(images, image).subarray(0, 2), image * 2);
    return points;
  },
  new Float64Array(count * 2),
);

describe('outlier scores', () => {
  it('are the mean distances that NearestNeighbors.kneighbors gives', () => {
    const scores = meanDistances(squared, K);
    scores.forEach((score, image) => expect(score).toBeCloseTo(reference.meanDistance[image]!, 5));
  });

  it('are the residuals of PCA.inverse_transform', () => {
    residuals.forEach((residual, image) => expect(residual).toBeCloseTo(reference.residual[image]!, 5));
  });

  it('have the scores of PCA.transform below them, up to their sign', () => {
    for (let image = 0; image < 5; image += 1) {
      projector
        .scores(images, image)
        .forEach((score, at) => expect(Math.abs(score)).toBeCloseTo(reference.scores[image * 20 + at]!, 6));
    }
  });

  it("count from Tukey's fence on their logarithms, to three digits", () => {
    expect(upperFence(meanDistances(squared, K))).toBe(Number(reference.fence.toPrecision(3)));
  });

  it('have no fence where all are equal, or nothing is above 0', () => {
    expect(upperFence(new Float32Array(20).fill(3))).toBeNull();
    expect(upperFence(new Float32Array(20))).toBeNull();
    expect(upperFence(new Float32Array(0))).toBeNull();
  });

  it("agree as spearmanr and a set's intersection say", () => {
    const agreement = agreementOf(meanDistances(squared, K), residuals, 30);
    expect(agreement.spearman).toBeCloseTo(reference.spearman, 6);
    expect(agreement).toMatchObject({ shared: reference.sharedTop30, top: 30, expected: 3 });
    expect(agreementOf(new Float32Array(5).fill(1), Float32Array.of(1, 2, 3, 4, 5), 100)).toMatchObject({
      spearman: null,
      top: 5,
      shared: 5,
    });
  });

  it('are ranked from the largest, equal ones by place, and fall into bins that hold them all', () => {
    const scores = Float32Array.of(1, 4, 4, 2);
    expect(Array.from(ranking(scores))).toEqual([1, 2, 3, 0]);
    const bins = scoreBins(scores, 3);
    expect(histogram(scores, bins)).toEqual([1, 1, 2]);
    expect(histogram(Float32Array.of(7, 7), scoreBins(Float32Array.of(7, 7), 3))).toEqual([2]);
  });
});

describe('checks of a map', () => {
  const onMap = (points: ArrayLike<number>, k: number): Int32Array => nearby(points, 2, k, 0, count).indices;

  it('give the trustworthiness of sklearn.manifold', () => {
    expect(trustworthiness(distances.squared, onMap(reference.bent, K), K)).toBeCloseTo(
      reference.trustworthiness.bent,
      10,
    );
    expect(trustworthiness(distances.squared, onMap(firstTwo, K), K)).toBeCloseTo(reference.trustworthiness.pca, 10);
    expect(trustworthiness(distances.squared, onMap(firstTwo, 5), 5)).toBeCloseTo(reference.trustworthiness.pca5, 10);
  });

  it('give 1 for the neighbours by pixels themselves', () => {
    expect(trustworthiness(distances.squared, nearest, K)).toBe(1);
  });

  it('refuse neighbours that are half of the points or more', () => {
    expect(() => trustworthiness(new Int32Array(16), new Int32Array(8), 2)).toThrow(RangeError);
  });

  it('count neighbours of the same class', () => {
    const shares = labelAgreement(labels, onMap(reference.bent, K), K);
    expect(shares.reduce((sum, share) => sum + share, 0) / count).toBeCloseTo(reference.agreement, 12);
  });
});

describe('neighbours of points', () => {
  it('are the same in pieces, and ties go to the first', () => {
    const points = Float64Array.of(0, 0, 1, 0, -1, 0, 5, 5, 0, 1);
    const whole = nearby(points, 2, 3, 0, 5);
    expect(Array.from(whole.indices.subarray(0, 3))).toEqual([1, 2, 4]);
    expect(Array.from(nearby(points, 2, 3, 3, 5).indices)).toEqual(Array.from(whole.indices.subarray(9)));
    expect(() => nearby(points, 2, 5, 0, 5)).toThrow(RangeError);
  });

  it('are those that sorting all distances gives', () => {
    const random = randomSource(3);
    const points = Float64Array.from({ length: 60 * 4 }, () => Math.floor(4 * random()));
    const { indices } = nearby(points, 4, 7, 0, 60);
    for (let point = 0; point < 60; point += 1) {
      const square = (other: number): number =>
        [0, 1, 2, 3].reduce((sum, axis) => sum + (points[point * 4 + axis]! - points[other * 4 + axis]!) ** 2, 0);
      const sorted = [...Array(60).keys()]
        .filter((other) => other !== point)
        .sort((a, b) => square(a) - square(b) || a - b);
      expect(Array.from(indices.subarray(point * 7, point * 7 + 7))).toEqual(sorted.slice(0, 7));
    }
  });
});

describe('look-alikes', () => {
  it('are counted by the class of the nearest image', () => {
    expect(nearestConfusion(found, labelOf, CLASSES)).toEqual(reference.confusion);
  });

  it('have mean images as far apart as NearestCentroid says, and a spread', () => {
    const shapes = classShapes(images, labels, CLASSES, PIXELS);
    centroidDistances(shapes)
      .flat()
      .forEach((distance, at) => expect(distance).toBeCloseTo(reference.centroids[at]!, 8));
    shapes.spread.forEach((spread, label) => expect(spread).toBeCloseTo(reference.spread[label]!, 8));
  });

  it('have no distance to a class without images', () => {
    const shapes = classShapes(images.subarray(0, PIXELS), Uint8Array.of(3), CLASSES, PIXELS);
    expect(shapes.spread[3]).toBeCloseTo(0, 12);
    expect(shapes.spread[4]).toBeNull();
    expect(centroidDistances(shapes)[3]![4]).toBeNull();
  });

  it('list each pair of different classes once, the closest first', () => {
    const small = {
      ids: Int32Array.of(0, 1, 2),
      nearest: Int32Array.of(1, 2, 0, 2, 0, 1),
      squared: Int32Array.of(255 * 255, 900_000, 255 * 255, 4 * 255 * 255, 900_000, 4 * 255 * 255),
      k: 2,
    };
    const { found: all, pairs } = closestPairs(small, (id) => (id === 1 ? 5 : 0), 10);
    expect(all).toBe(2);
    expect(pairs).toEqual([
      { a: 0, b: 1, distance: 1 },
      { a: 1, b: 2, distance: 2 },
    ]);
    expect(closestPairs(small, () => 0, 10)).toEqual({ found: 0, pairs: [] });
  });

  it('are named by most of the nearest, and of equally many by the nearer', () => {
    const classes = [9, 3, 3, 4, 4, 5];
    const voters = { ids: Int32Array.of(0), nearest: Int32Array.of(5, 1, 3, 2, 4), squared: new Int32Array(5), k: 5 };
    expect(Array.from(votedClasses(voters, (id) => classes[id]!, 5, CLASSES))).toEqual([3]);
    expect(Array.from(votedClasses(voters, (id) => classes[id]!, 1, CLASSES))).toEqual([5]);
  });
});

describe('the sample', () => {
  const all = { train: 40_000, validation: 5000, calibration: 5000, stream: 10_000 };

  it('takes of every split its share, and all where more is wanted than there is', () => {
    expect(shareOut(all, 6000)).toEqual({ train: 4000, validation: 500, calibration: 500, stream: 1000 });
    expect(shareOut(all, 90_000)).toEqual(all);
    for (const wanted of [1, 7, 101, 2000, 9999]) {
      const counts = shareOut(all, wanted);
      expect(totalOf(counts)).toBe(wanted);
      for (const split of MAPPED_SPLITS)
        expect(Math.abs(counts[split] - (all[split] * wanted) / 60_000)).toBeLessThan(1);
    }
  });

  it('has every split spread evenly over its order', () => {
    const order = interleaveSplits(shareOut(all, 600));
    expect(order).toHaveLength(600);
    const early = order.slice(0, 60).filter(({ split }) => split === 'train').length;
    expect(early).toBeGreaterThanOrEqual(38);
    expect(early).toBeLessThanOrEqual(42);
    expect(new Set(order.map(({ split, position }) => `${split}${position}`)).size).toBe(600);
  });
});
