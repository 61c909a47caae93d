import { SIDE } from '../../dataset/types';
import type { Corruption } from './types';
import { fixed } from '../../words/numbers';

/** Standard deviation of the Gaussian at severity 1, in pixels. */
const MOST = 3;

/** Weights of a Gaussian at distances 0, 1, ... up to three deviations; all of them (both sides) sum to 1. */
function gaussian(deviation: number): number[] {
  if (deviation === 0) return [1];
  const weights = Array.from({ length: Math.ceil(3 * deviation) + 1 }, (_, k) =>
    Math.exp(-(k * k) / (2 * deviation ** 2)),
  );
  const total = weights.reduce((sum, weight, k) => sum + (k === 0 ? weight : 2 * weight), 0);
  return weights.map((weight) => weight / total);
}

/** Blurs along one axis; beyond the edge lies black background. */
function along(
  from: ArrayLike<number>,
  to: Float64Array,
  step: number,
  across: number,
  weights: readonly number[],
): void {
  for (let line = 0; line < SIDE; line += 1) {
    for (let at = 0; at < SIDE; at += 1) {
      let sum = weights[0]! * from[line * across + at * step]!;
      for (let k = 1; k < weights.length; k += 1) {
        if (at >= k) sum += weights[k]! * from[line * across + (at - k) * step]!;
        if (at + k < SIDE) sum += weights[k]! * from[line * across + (at + k) * step]!;
      }
      to[line * across + at * step] = sum;
    }
  }
}

export const blur: Corruption = {
  label: 'Blur',
  describe: (severity) => `Gaussian blur with a standard deviation of ${fixed(MOST * severity, 1)} pixels`,
  apply(image, out, severity) {
    const weights = gaussian(MOST * severity);
    const rows = new Float64Array(image.length);
    const both = new Float64Array(image.length);
    along(image, rows, 1, SIDE, weights);
    along(rows, both, SIDE, 1, weights);
    out.set(both);
  },
};
