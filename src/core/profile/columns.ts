/** Statistics of columns of numbers, in float64: moments, exact quantiles, bins, correlations. */
import { equalButForRounding, isConstant } from '../stats/constant';
import { quantile, sorted } from '../stats/quantile';
import { QUANTILE_LEVELS, type Bins, type ColumnSummary, type CorrelationMatrix } from './types';

/** A column of a row-major matrix, as float64. */
export function columnOf(matrix: Float32Array, columns: number, column: number): Float64Array {
  const rows = Math.floor(matrix.length / columns);
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) values[row] = matrix[row * columns + column]!;
  return values;
}

/**
 * Mean, standard deviation, skewness and excess kurtosis from central moments over n, in two passes.
 * A column that is constant but for rounding has std 0 exactly and neither skewness nor kurtosis.
 */
export function moments(values: Float64Array): Pick<ColumnSummary, 'mean' | 'std' | 'skewness' | 'kurtosis'> {
  const count = values.length;
  if (count === 0) return { mean: null, std: null, skewness: null, kurtosis: null };
  const first = values[0]!;
  let sum = 0;
  for (const value of values) sum += value - first;
  if (isConstant(values)) return { mean: first, std: 0, skewness: null, kurtosis: null };
  const mean = first + sum / count;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (const value of values) {
    const deviation = value - mean;
    const square = deviation * deviation;
    second += square;
    third += square * deviation;
    fourth += square * square;
  }
  const variance = second / count;
  return {
    mean,
    std: Math.sqrt(variance),
    skewness: third / count / (variance * Math.sqrt(variance)),
    kurtosis: fourth / count / (variance * variance) - 3,
  };
}

export function describe(values: Float64Array): ColumnSummary {
  return describeSorted(sorted(values));
}

/** The same of values that are ascending already. */
export function describeSorted(ascending: Float64Array): ColumnSummary {
  let zeros = 0;
  for (const value of ascending) if (value === 0) zeros += 1;
  return {
    count: ascending.length,
    ...moments(ascending),
    min: ascending[0] ?? null,
    max: ascending[ascending.length - 1] ?? null,
    quantiles: QUANTILE_LEVELS.map((level) => (ascending.length > 0 ? quantile(ascending, level) : null)),
    zeros,
  };
}

/** Values by their group, in their order: keys from `groups` on are left out. */
export function grouped(values: Float64Array, keys: Uint8Array, groups: number): Float64Array[] {
  const sizes = new Uint32Array(groups);
  for (const key of keys) if (key < groups) sizes[key]! += 1;
  const parts = Array.from(sizes, (size) => new Float64Array(size));
  const filled = new Uint32Array(groups);
  for (let at = 0; at < values.length; at += 1) {
    const key = keys[at] ?? groups;
    if (key >= groups) continue;
    parts[key]![filled[key]!] = values[at]!;
    filled[key]! += 1;
  }
  return parts;
}

/** Bins over the range of the values; one bin a whole number for integer columns, else 40. */
export function binsFor(summary: ColumnSummary, integer: boolean): Bins {
  const { min, max } = summary;
  if (min === null || max === null) return { from: 0, width: 1, count: 1 };
  if (integer) return { from: min - 0.5, width: 1, count: max - min + 1 };
  if (equalButForRounding(min, max)) return { from: min - 0.5, width: 1, count: 1 };
  return { from: min, width: (max - min) / 40, count: 40 };
}

export function binOf(bins: Bins, value: number): number {
  return Math.max(0, Math.min(bins.count - 1, Math.floor((value - bins.from) / bins.width)));
}

/** Ranks from 1, ties sharing their mean rank. @param ascending the same values in order, if they are at hand */
export function averageRanks(values: Float64Array, ascending: Float64Array = sorted(values)): Float64Array {
  // Each different value once, with its rank.
  const different = new Float64Array(ascending.length);
  const ranks = new Float64Array(ascending.length);
  let count = 0;
  for (let from = 0; from < ascending.length; count += 1) {
    const value = ascending[from]!;
    let to = from + 1;
    while (to < ascending.length && ascending[to] === value) to += 1;
    different[count] = value;
    ranks[count] = (from + to + 1) / 2;
    from = to;
  }
  return values.map((value) => {
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (different[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return ranks[low]!;
  });
}

/** Deviations from the mean divided by their length; undefined for a constant column. */
function standardised(values: Float64Array): Float64Array | undefined {
  const { mean, std } = moments(values);
  if (mean === null || std === null || std === 0) return undefined;
  const scale = 1 / (std * Math.sqrt(values.length));
  return values.map((value) => (value - mean) * scale);
}

/** Pearson's r between all columns. */
export function pearson(columns: readonly Float64Array[]): CorrelationMatrix {
  const unit = columns.map(standardised);
  const matrix: (number | null)[][] = columns.map(() => columns.map(() => null));
  for (const [row, a] of unit.entries()) {
    if (!a) continue;
    for (let column = 0; column <= row; column += 1) {
      const b = unit[column];
      if (!b) continue;
      let product = 0;
      for (let at = 0; at < a.length; at += 1) product += a[at]! * b[at]!;
      const r = row === column ? 1 : Math.max(-1, Math.min(1, product));
      matrix[row]![column] = r;
      matrix[column]![row] = r;
    }
  }
  return matrix;
}

/** Spearman's rho between all columns: Pearson's r of the average ranks. @param ascending the columns in order, if at hand */
export function spearman(
  columns: readonly Float64Array[],
  ascending: readonly Float64Array[] = columns.map((column) => sorted(column)),
): CorrelationMatrix {
  return pearson(columns.map((column, at) => averageRanks(column, ascending[at])));
}
