/** Points of the methods against functions whose attributions are known in closed form. */
import { expect, test } from 'vitest';
import { noisy, randomPaths, single, straightPath, type Points } from '../../../src/core/explain/draws';

/** Mean over the points of gradient x (image - baseline), as the engine works it out. */
function attribute(points: Points, image: Float32Array, gradient: (x: Float32Array) => number[]): number[] {
  const out = new Array<number>(image.length).fill(0);
  const at = new Float32Array(image.length);
  for (let index = 0; index < points.count; index += 1) {
    points.write(index, at, 0);
    const baseline = points.baseline(index);
    gradient(at).forEach((slope, place) => {
      out[place]! += (slope * (baseline ? image[place]! - baseline[place]! : 1)) / points.count;
    });
  }
  return out;
}

const image = Float32Array.of(2, -1, 0.5);
const square = (x: Float32Array): number[] => Array.from(x, (value) => 2 * value);

test('a single point is the image itself', () => {
  expect(attribute(single(image), image, square)).toEqual([4, -2, 1]);
});

test('the straight path of a sum of squares adds up to the difference, feature by feature', () => {
  const baseline = Float32Array.of(1, 0, -0.5);
  const found = attribute(straightPath(image, baseline, 8), image, square);
  image.forEach((value, place) => expect(found[place]).toBeCloseTo(value ** 2 - baseline[place]! ** 2, 6));
});

test('random paths of a linear function give weight x (value - mean of the background), the exact Shapley values', () => {
  const background = Float32Array.of(0, 1, 2, 4, -3, 0, 1, 0, 1);
  const weights = [1, -2, 3];
  const found = attribute(randomPaths(image, background, 40_000, 1), image, () => weights);
  [5 / 3, -2 / 3, 1].forEach((mean, place) =>
    expect(found[place]).toBeCloseTo(weights[place]! * (image[place]! - mean), 1),
  );
});

test('random paths add up in expectation: the error falls as the number of draws grows', () => {
  const background = Float32Array.of(0, 1, 2, 4, -3, 0);
  const target = image.reduce((sum, value) => sum + value ** 2, 0) - (0 + 1 + 4 + 16 + 9 + 0) / 2;
  const gap = (count: number): number => {
    const gaps = Array.from({ length: 20 }, (_, seed) => {
      const found = attribute(randomPaths(image, background, count, seed), image, square);
      return Math.abs(found.reduce((sum, value) => sum + value, 0) - target);
    });
    return gaps.reduce((sum, value) => sum + value, 0) / gaps.length;
  };
  expect(gap(16)).toBeGreaterThan(2 * gap(1024));
});

test('noise has the asked share of the range, no bias, and repeats with its seed', () => {
  const [points, again] = [noisy(image, 4000, 0.15, 3), noisy(image, 4000, 0.15, 3)];
  const values: number[] = [];
  const [a, b] = [new Float32Array(3), new Float32Array(3)];
  for (let index = 0; index < 4000; index += 1) {
    points.write(index, a, 0);
    again.write(index, b, 0);
    expect(a).toEqual(b);
    values.push(a[0]!);
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  expect(mean).toBeCloseTo(2, 1);
  expect(deviation).toBeCloseTo(0.15 * 3, 1);
});

test('a background without an image is refused', () => {
  expect(() => randomPaths(image, new Float32Array(0), 4, 1)).toThrow(RangeError);
});
