/** How comparisons are written, alike in every cell that compares: differences, intervals, p-values, lists. */
import { fixed, scientific, signed } from './numbers';

/** The level below which a p-value, corrected for its family of tests, counts as a difference. */
export const SIGNIFICANT = 0.05;

/**
 * What one of several comparisons shows. `undecided`: alone it would be clear of chance, since its own interval leaves out
 * zero, but corrected for all comparisons it is not; to say of such a one that no difference is shown would contradict its interval.
 */
export type Verdict = 'better' | 'worse' | 'undecided' | 'open';

/** @param interval of this comparison alone @param adjusted p-value, corrected for all comparisons */
export function verdictOf(estimate: number, interval: readonly [number, number], adjusted: number): Verdict {
  if (adjusted < SIGNIFICANT && estimate !== 0) return estimate > 0 ? 'better' : 'worse';
  return interval[0] > 0 || interval[1] < 0 ? 'undecided' : 'open';
}

/** Below it more digits of a p-value say nothing. */
const LEAST_P = 1e-12;

/** A p-value for a table: "0.32", "0.0314", "2.4e−6", "< 1e−12". */
export function pNumber(p: number): string {
  if (p < LEAST_P) return `< ${scientific(LEAST_P, 0)}`;
  if (p < 0.001) return scientific(p, 1);
  return fixed(p, p < 0.1 ? 4 : 2);
}

/** A p-value as it is written in a sentence: "p = 0.0314", "p < 1e−12". */
export const pValue = (p: number): string => `p ${p < LEAST_P ? '' : '= '}${pNumber(p)}`;

/** A difference of shares in percentage points, with its sign: "+1.2 points". */
export const points = (difference: number, digits = 1): string => `${signed(100 * difference, digits)} points`;

/** How far apart two shares are, in percentage points without a sign: "1.2 points". */
export const pointsApart = (difference: number, digits = 1): string =>
  `${fixed(100 * Math.abs(difference), digits)} points`;

/** More decimals than these are not added to tell a number from a bound. */
const MOST_ADDED = 3;

/**
 * As many decimals as it takes to write `value` apart from `bound` if they differ: a verdict that hangs on which side of
 * the bound a number lies must be seen in its digits.
 */
export function digitsApart(value: number, bound: number, digits: number): number {
  let enough = digits;
  while (enough < digits + MOST_ADDED && value !== bound && fixed(value, enough) === fixed(bound, enough)) enough += 1;
  return enough;
}

/**
 * An interval of a difference of shares in percentage points: "−0.3 to +1.2"; with more decimals where one of its ends would else
 * be written as the bound that decides, and is not on it.
 * @param bound as a share of 1: that of no difference, or a margin
 */
export function pointsInterval([low, high]: readonly [number, number], digits = 1, bound = 0): string {
  const enough = Math.max(...[low, high].map((end) => digitsApart(100 * end, 100 * bound, digits)));
  return `${signed(100 * low, enough)} to ${signed(100 * high, enough)}`;
}

/** An interval of a share, in per cent: "85.9 to 87.8 %"; without the unit where a column's heading has it. */
export const percentInterval = ([low, high]: readonly [number, number], digits = 1, unit = ' %'): string =>
  `${fixed(100 * low, digits)} to ${fixed(100 * high, digits)}${unit}`;

/** "a", "a and b", "a, b and c". */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)!}`;
