/** Pairs of pixels that say nearly the same, counted at every threshold and listed. */
import type { ImageSize } from '../dataset/shape';
import { LISTED, type PixelPair, type PixelPairs } from './types';

/** Thresholds at which pairs are counted: 0.50, 0.51 ... 1.00 of |r|. */
export const PAIR_THRESHOLDS: readonly number[] = Array.from({ length: 51 }, (_, step) => (50 + step) / 100);
/** Pairs above this are listed. */
export const CORRELATED = 0.9;

/** @param correlations of all pairs of `n` pixels, in the order of `pairIndex` */
export function pixelPairs(correlations: Float32Array, n: number): PixelPairs {
  const above = new Array<number>(PAIR_THRESHOLDS.length).fill(0);
  const listed: PixelPair[] = [];
  let varying = 0;
  let sum = 0;
  for (let a = 0, at = 0; a < n; a += 1) {
    if (correlations[at] === 1) varying += 1;
    at += 1;
    for (let b = a + 1; b < n; b += 1, at += 1) {
      const r = correlations[at]!;
      sum += r;
      const strength = Math.abs(r);
      for (let step = 0; step < above.length && strength > PAIR_THRESHOLDS[step]!; step += 1) above[step]! += 1;
      if (strength > CORRELATED) listed.push({ a, b, r });
    }
  }
  listed.sort((one, other) => Math.abs(other.r) - Math.abs(one.r) || one.a - other.a || one.b - other.b);
  const pairs = (varying * (varying - 1)) / 2;
  return { varying, above, listed: listed.slice(0, LISTED), mean: pairs > 0 ? sum / pairs : null };
}

/** Pairs above a threshold, to the hundredth; those above 0.5 only are known. */
export function pairsAbove({ above }: PixelPairs, threshold: number): number {
  const step = Math.round(100 * threshold) - 50;
  return above[Math.max(0, Math.min(above.length - 1, step))] ?? 0;
}

/** Row and column of a pixel, from 0. */
export const pixelPlace = (pixel: number, { width }: ImageSize): { row: number; column: number } => ({
  row: Math.floor(pixel / width),
  column: pixel % width,
});
