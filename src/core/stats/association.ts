/** How far a number and a category go together. */
import { equalButForRounding } from './constant';
import type { Numbers } from './quantile';

/**
 * The correlation ratio eta² (Pearson, 1905): the share of the variance of all values that lies between the means of the
 * groups, 0 to 1. @returns null where all values are one but for rounding, or there are none
 */
export function correlationRatio(groups: readonly Numbers[]): number | null {
  let count = 0;
  let total = 0;
  let least = Infinity;
  let greatest = -Infinity;
  for (const group of groups) {
    count += group.length;
    for (let at = 0; at < group.length; at += 1) {
      const value = group[at]!;
      total += value;
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
  }
  if (count === 0 || equalButForRounding(least, greatest)) return null;
  const mean = total / count;
  let between = 0;
  let within = 0;
  for (const group of groups) {
    if (group.length === 0) continue;
    let sum = 0;
    for (let at = 0; at < group.length; at += 1) sum += group[at]! - mean;
    const own = sum / group.length;
    between += group.length * own * own;
    for (let at = 0; at < group.length; at += 1) within += (group[at]! - mean - own) ** 2;
  }
  return between / (between + within);
}

/**
 * Mutual information in bits of the rows and columns of a table of counts: the plug-in estimator, which puts the shares of
 * the table in place of probabilities (sklearn.metrics.mutual_info_score, there in nats). @returns null for no counts
 */
export function mutualInformation(table: readonly Numbers[]): number | null {
  const width = table[0]?.length ?? 0;
  const columns = new Float64Array(width);
  const rows = table.map((row) => {
    let sum = 0;
    for (let at = 0; at < width; at += 1) {
      sum += row[at]!;
      columns[at]! += row[at]!;
    }
    return sum;
  });
  const total = rows.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let information = 0;
  for (const [r, row] of table.entries()) {
    for (let at = 0; at < width; at += 1) {
      const count = row[at]!;
      if (count > 0) information += (count / total) * Math.log2((count * total) / (rows[r]! * columns[at]!));
    }
  }
  return Math.max(0, information);
}

/**
 * What {@link mutualInformation} is on average where rows and columns have nothing to do with each other, in bits: to first
 * order (rows - 1)(columns - 1) / (2 n ln 2) (Miller, 1955). Counts rows and columns that are not empty.
 */
export function expectedInformation(table: readonly Numbers[]): number {
  const width = table[0]?.length ?? 0;
  const columns = new Float64Array(width);
  let rows = 0;
  let total = 0;
  for (const row of table) {
    let sum = 0;
    for (let at = 0; at < width; at += 1) {
      sum += row[at]!;
      columns[at]! += row[at]!;
    }
    if (sum > 0) rows += 1;
    total += sum;
  }
  const full = columns.filter((count) => count > 0).length;
  return total === 0 ? 0 : (Math.max(0, rows - 1) * Math.max(0, full - 1)) / (2 * total * Math.LN2);
}

/**
 * Cramér's V of a chi-square statistic (1946): 0 where rows and columns have nothing to do with each other, 1 where each
 * says the other. @param least the smaller of the numbers of rows and columns that are not empty
 */
export function cramersV(statistic: number, total: number, least: number): number {
  return total === 0 || least < 2 ? 0 : Math.sqrt(statistic / (total * (least - 1)));
}
