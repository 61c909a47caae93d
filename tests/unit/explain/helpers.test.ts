import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attributionsOf, completeness, midpoints, writePathPoint } from '../../../src/core/explain/path';
import {
  attributionOrder,
  bandShares,
  concentration,
  inkOf,
  randomInkOrder,
  scaledForDisplay,
  withDeleted,
} from '../../../src/core/explain/pixels';

/** Integrated gradients of f by the path helpers, with f's gradient given in closed form. */
function integrate(
  gradient: (x: Float32Array) => number[],
  image: number[],
  baseline: number[],
  steps: number,
): Float32Array {
  const sum = new Float64Array(image.length);
  const point = new Float32Array(image.length);
  for (const alpha of midpoints(steps)) {
    writePathPoint(point, 0, image, baseline, alpha);
    gradient(point).forEach((value, pixel) => (sum[pixel]! += value));
  }
  return attributionsOf(sum, steps, image, baseline);
}

test('integrated gradients of a linear function are its terms, with one step', () => {
  const attributions = integrate(() => [2, -1, 0.5], [3, 4, 8], [1, 0, 0], 1);
  expect(Array.from(attributions)).toEqual([4, -4, 4]);
  expect(completeness(attributions, 6 - 4 + 4, 2)).toEqual({ sum: 4, difference: 4, residual: 0 });
});

test('the residual of a cubic falls with the square of the steps, as the midpoint rule promises', () => {
  const f = (x: ArrayLike<number>): number => x[0]! ** 3 * x[1]!;
  const gradient = (x: Float32Array): number[] => [3 * x[0]! ** 2 * x[1]!, x[0]! ** 3];
  const residual = (steps: number): number =>
    completeness(integrate(gradient, [2, 3], [0, 0], steps), f([2, 3]), 0).residual;
  expect(residual(4) / residual(8)).toBeCloseTo(4, 0);
  expect(residual(64)).toBeLessThan(1e-3);
});

test('a change of zero gives an infinite residual unless the sum is zero too', () => {
  expect(completeness([1, -1], 2, 2).residual).toBe(0);
  expect(completeness([1, 0], 2, 2).residual).toBe(Number.POSITIVE_INFINITY);
});

test('a path needs a whole number of steps', () => {
  expect(() => midpoints(0)).toThrow(RangeError);
  expect(() => midpoints(1.5)).toThrow(RangeError);
});

test('the order of attributions is a permutation that never rises', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 40 }), (values) => {
      const order = Array.from(attributionOrder(values));
      expect([...order].sort((a, b) => a - b)).toEqual(values.map((_, index) => index));
      order.slice(1).forEach((pixel, at) => {
        const before = order[at]!;
        expect(values[pixel]! < values[before]! || (values[pixel] === values[before] && pixel > before)).toBe(true);
      });
    }),
  );
});

test('deleting pixels blacks out the first of the order and leaves the image itself alone', () => {
  const image = Uint8Array.of(5, 0, 7, 9);
  expect(Array.from(inkOf(image))).toEqual([0, 2, 3]);
  expect(Array.from(withDeleted(image, [3, 0], 1))).toEqual([5, 0, 7, 0]);
  expect(Array.from(image)).toEqual([5, 0, 7, 9]);
  expect(Array.from(randomInkOrder(image, 1)).sort()).toEqual([0, 2, 3]);
});

test('concentration and bands measure where the weight lies', () => {
  expect(concentration([4, 0, 0, -4, 1, 1, 0, 0, 0, 0], 0.2)).toBeCloseTo(0.8);
  expect(concentration([0, 0], 0.5)).toBe(0);
  expect(bandShares([1, 1, 0, -1, 0, 0, 1, 0, 0], { height: 3, width: 3 }, 3)).toEqual([0.5, 0.25, 0.25]);
});

test('values for display keep their sign and stay within -1 and 1', () => {
  expect(Array.from(scaledForDisplay([0, 2, -4, 400], 0.5))).toEqual([0, 0.5, -1, 1]);
  expect(Array.from(scaledForDisplay([0, 0]))).toEqual([0, 0]);
});
