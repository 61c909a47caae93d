import { expect, it } from 'vitest';
import { kolmogorovSf } from '../../../src/core/stats/kolmogorov';
import { leastKsDistance } from '../../../src/core/stats/ks';

it.each([
  [3.7e-6, 5000, 500],
  [0.05, 600, 600],
  [0.5, 5000, 60],
])('the least KS distance for p = %d at %d and %d values is where the p-value crosses it', (p, m, n) => {
  const distance = leastKsDistance(p, m, n)!;
  const size = Math.round((m * n) / (m + n));
  expect(kolmogorovSf(distance, size)).toBeLessThanOrEqual(p);
  expect(kolmogorovSf(distance - 1e-4, size)).toBeGreaterThan(p);
});

it('the least distance of few values is one that they can have, and none where even the largest says nothing', () => {
  // Of 3 against 3 values the largest distance has p 2 / 20; of 4 against 4 it has 2 / 70, and the next below 16 / 70.
  expect(leastKsDistance(0.05, 3, 3)).toBeNull();
  expect(leastKsDistance(0.05, 4, 4)).toBeCloseTo(0.75, 5);
  expect(leastKsDistance(0.02, 4, 4)).toBeNull();
});

it('500 images against 5,000 alarm alone from a distance of 0.12 on, as the rule says', () => {
  expect(leastKsDistance(0.01 / 3 / 20 / 45, 5000, 500)).toBeCloseTo(0.12, 2);
});
