import fc from 'fast-check';
import { expect, test } from 'vitest';
import { completeness, midpoints } from '../../../src/core/explain/path';
import {
  attributionOrder,
  bandShares,
  concentration,
  scaledForDisplay,
  withDeleted,
} from '../../../src/core/explain/pixels';

test('attributions that add up leave no residual', () => {
  expect(completeness([4, -4, 4], 6 - 4 + 4, 2)).toEqual({ sum: 4, difference: 4, residual: 0 });
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
  expect(Array.from(withDeleted(image, [3, 0], 1))).toEqual([5, 0, 7, 0]);
  expect(Array.from(image)).toEqual([5, 0, 7, 9]);
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
