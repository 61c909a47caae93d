import { expect, it } from 'vitest';
import { kolmogorovSf } from '../../../src/core/stats/kolmogorov';
import { leastKsDistance } from '../../../src/core/stats/ks';

it.each([
  [3.7e-6, 5000, 500],
  [0.05, 100, 100],
  [0.5, 5000, 20],
])('the least KS distance for p = %d at %d and %d values is where the p-value crosses it', (p, m, n) => {
  const distance = leastKsDistance(p, m, n);
  const size = Math.round((m * n) / (m + n));
  expect(kolmogorovSf(distance, size)).toBeLessThanOrEqual(p);
  expect(kolmogorovSf(distance - 1e-4, size)).toBeGreaterThan(p);
});

it('500 images against 5,000 alarm alone from a distance of 0.12 on, as the rule says', () => {
  expect(leastKsDistance(0.01 / 3 / 20 / 45, 5000, 500)).toBeCloseTo(0.12, 2);
});
