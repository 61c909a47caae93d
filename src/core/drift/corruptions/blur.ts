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

/** Pixels along one axis: the rows of an image, or its columns. */
interface Lines {
  readonly count: number;
  readonly length: number;
  /** From one pixel of a line to the next, and from one line to the next. */
  readonly step: number;
  readonly across: number;
}

/** Blurs along one axis; beyond the edge lies black background. */
function along(
  from: ArrayLike<number>,
  to: Float64Array,
  { count, length, step, across }: Lines,
  weights: readonly number[],
): void {
  for (let line = 0; line < count; line += 1) {
    for (let at = 0; at < length; at += 1) {
      let sum = weights[0]! * from[line * across + at * step]!;
      for (let k = 1; k < weights.length; k += 1) {
        if (at >= k) sum += weights[k]! * from[line * across + (at - k) * step]!;
        if (at + k < length) sum += weights[k]! * from[line * across + (at + k) * step]!;
      }
      to[line * across + at * step] = sum;
    }
  }
}

export const blur: Corruption = {
  describe: (severity) => `Gaussian blur with a standard deviation of ${fixed(MOST * severity, 1)} pixels`,
  apply(image, out, severity, _random, { height, width }) {
    const weights = gaussian(MOST * severity);
    const rows = new Float64Array(image.length);
    const both = new Float64Array(image.length);
    along(image, rows, { count: height, length: width, step: 1, across: width }, weights);
    along(rows, both, { count: width, length: height, step: width, across: 1 }, weights);
    out.set(both);
  },
};
