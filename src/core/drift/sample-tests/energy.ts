import { distanceSum } from '../../stats/energy';
import { standardised, unitsOf } from './standard';
import type { SampleTest } from './types';

/**
 * The most images of either side: 1,000 against 500 are 625,000 distances in 22 columns, 23 ms a batch and 30 ms once for the
 * reference (in Node). All 5,000 of the reference would take four times as long and lower what is expected without drift
 * by a quarter alone.
 */
const MOST_REFERENCE = 1000;
const MOST_BATCH = 500;

/**
 * 2 E|X - Y| - E|X - X'| - E|Y - Y'| with means over all pairs of a sample, an image with itself among them (the
 * V-statistic, never below 0). Without drift all three distances have one mean mu, but those of an image to itself are 0, so
 * that the statistic is mu (1/m + 1/n) on average: exact for any distribution.
 */
export const energy: SampleTest = {
  id: 'energy',
  version: 1,
  label: 'Energy distance',
  name: 'energy distance',
  heading: 'Energy (sd)',
  digits: 4,
  definition:
    'Twice the mean distance between an image of the batch and one of the reference, less the mean distances within each. ' +
    'All measurements together, in standard deviations of the reference; 0 if both are alike; not a test.',
  source: 'Székely and Rizzo 2013',
  decides: false,
  place: 10,
  fit(reference, seed) {
    const units = unitsOf(reference);
    const width = units.length;
    const x = standardised(reference, units, MOST_REFERENCE, seed);
    const m = width === 0 ? 0 : x.length / width;
    const within = distanceSum(x, x, width);
    return (batch) => {
      if (m < 2) return undefined;
      const y = standardised(batch, units, MOST_BATCH, seed);
      const n = y.length / width;
      const between = distanceSum(x, y, width) / (m * n);
      const statistic = 2 * between - within / m ** 2 - distanceSum(y, y, width) / n ** 2;
      const mean = within / (m * (m - 1));
      return { statistic: Math.max(0, statistic), expected: mean * (1 / m + 1 / n) };
    };
  },
};
