/** Tests of counts: Pearson's chi-square and Fisher's exact test. */
import { chiSquareSf, logChoose } from './special';
import type { Numbers } from './quantile';

export interface ChiSquareResult {
  readonly statistic: number;
  readonly df: number;
  readonly p: number;
}

/**
 * Pearson's chi-square test of independence in a table of counts, without Yates' correction
 * (scipy.stats.chi2_contingency with correction=False). Rows and columns without a count are left out; with fewer than
 * two of either left there is nothing to test: statistic 0, df 0, p 1.
 * @throws RangeError for rows of unequal length
 */
export function chiSquareContingency(table: readonly Numbers[]): ChiSquareResult {
  const width = table[0]?.length ?? 0;
  const rowTotals = table.map((row) => {
    if (row.length !== width) throw new RangeError('chiSquareContingency: rows differ in length');
    return Array.from(row).reduce((total, count) => total + count, 0);
  });
  const columnTotals = Array.from({ length: width }, (_, column) =>
    table.reduce((total, row) => total + row[column]!, 0),
  );
  const total = rowTotals.reduce((sum, count) => sum + count, 0);
  const rows = rowTotals.filter((count) => count > 0).length;
  const columns = columnTotals.filter((count) => count > 0).length;
  if (rows < 2 || columns < 2) return { statistic: 0, df: 0, p: 1 };
  let statistic = 0;
  for (const [r, row] of table.entries()) {
    for (let c = 0; c < width; c += 1) {
      const expected = (rowTotals[r]! * columnTotals[c]!) / total;
      if (expected > 0) statistic += (row[c]! - expected) ** 2 / expected;
    }
  }
  const df = (rows - 1) * (columns - 1);
  return { statistic, df, p: chiSquareSf(statistic, df) };
}

/**
 * Pearson's goodness of fit of counts to shares (scipy.stats.chisquare). Shares are scaled to sum to 1.
 * A count where the share is 0 cannot happen under the hypothesis: statistic Infinity, p 0.
 */
export function chiSquareGoodnessOfFit(counts: Numbers, shares: Numbers): ChiSquareResult {
  if (counts.length !== shares.length)
    throw new RangeError('chiSquareGoodnessOfFit: counts and shares differ in length');
  let total = 0;
  let whole = 0;
  for (let k = 0; k < counts.length; k += 1) {
    total += counts[k]!;
    whole += shares[k]!;
  }
  let statistic = 0;
  let cells = 0;
  for (let k = 0; k < counts.length; k += 1) {
    const expected = (total * shares[k]!) / whole;
    if (expected > 0) {
      statistic += (counts[k]! - expected) ** 2 / expected;
      cells += 1;
    } else if (counts[k]! > 0) return { statistic: Infinity, df: counts.length - 1, p: 0 };
  }
  const df = Math.max(0, cells - 1);
  return { statistic, df, p: df === 0 ? 1 : chiSquareSf(statistic, df) };
}

/**
 * Joins columns of a table of two rows whose smaller expected count is below `least` into one, so that the chi-square
 * approximation holds far in its tail too (the rule of five: Cochran, 1954). If the joined column is still too small it
 * is joined with the smallest other one. Columns without counts are left out.
 */
export function joinSparse(first: Numbers, second: Numbers, least = 5): [number[], number[]] {
  // Nothing is known of a column without counts. Of equal totals the order of the counts decides, not that of the columns.
  const rising = (x: { a: number; b: number }, y: typeof x): number => x.a + x.b - (y.a + y.b) || x.a - y.a;
  const columns = Array.from({ length: first.length }, (_, k) => ({ a: first[k]!, b: second[k]! })).filter(
    ({ a, b }) => a + b > 0,
  );
  const totalA = columns.reduce((sum, { a }) => sum + a, 0);
  const totalB = columns.reduce((sum, { b }) => sum + b, 0);
  const smallerShare = Math.min(totalA, totalB) / (totalA + totalB);
  columns.sort(rising);
  while (columns.length > 1 && (columns[0]!.a + columns[0]!.b) * smallerShare < least) {
    const smallest = columns.shift()!;
    const next = columns.shift()!;
    columns.push({ a: smallest.a + next.a, b: smallest.b + next.b });
    columns.sort(rising);
  }
  return [columns.map(({ a }) => a), columns.map(({ b }) => b)];
}

/**
 * Fisher's exact test, one-sided: the chance of at most `successes` among `trials` when they are drawn from the same
 * population as `otherSuccesses` of `otherTrials` (hypergeometric lower tail; scipy.stats.fisher_exact with
 * alternative="less"). Exact whatever the common rate is.
 */
export function fisherLess(successes: number, trials: number, otherSuccesses: number, otherTrials: number): number {
  const allSuccesses = successes + otherSuccesses;
  const all = trials + otherTrials;
  const lowest = Math.max(0, trials - (all - allSuccesses));
  const whole = logChoose(all, trials);
  let p = 0;
  for (let k = successes; k >= lowest; k -= 1) {
    const term = Math.exp(logChoose(allSuccesses, k) + logChoose(all - allSuccesses, trials - k) - whole);
    p += term;
    // Below the mode the terms only fall.
    if (term < p * 1e-18 && k < (trials * allSuccesses) / all) break;
  }
  return Math.min(1, p);
}
