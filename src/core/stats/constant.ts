/**
 * Whether numbers are equal but for rounding: the one judgement of "constant". It looks at the range, which is exact, and
 * not at a variance: the mean of equal numbers differs from them by rounding, so that their variance is seldom 0.
 */
import type { Numbers } from './quantile';

/** Rounding that one number may carry, in units of its own size: a few steps of float64, and of float32. */
export const FLOAT64_ROUNDING = 4 * Number.EPSILON;
export const FLOAT32_ROUNDING = 4 * 2 ** -23;

/** Whether the least and the greatest of some numbers are one but for rounding. */
export function equalButForRounding(least: number, greatest: number, rounding = FLOAT64_ROUNDING): boolean {
  return greatest - least <= rounding * Math.max(Math.abs(least), Math.abs(greatest));
}

/** Whether all these numbers are one but for rounding; true of none. NaN equals nothing. */
export function isConstant(values: Numbers, rounding = FLOAT64_ROUNDING): boolean {
  if (values.length === 0) return true;
  let least = values[0]!;
  let greatest = least;
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at]!;
    if (Number.isNaN(value)) return false;
    if (value < least) least = value;
    else if (value > greatest) greatest = value;
  }
  return equalButForRounding(least, greatest, rounding);
}
