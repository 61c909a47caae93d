/** Distances between distributions that have no test of their own: Wasserstein-1 and the population stability index. */
import { quantile, type Numbers } from './quantile';

/**
 * Wasserstein-1 (earth mover's) distance of two **ascending** samples, in the unit of the values: the area between the
 * empirical distribution functions (Vallender, 1974; scipy.stats.wasserstein_distance). @throws RangeError if one is empty
 */
export function wasserstein1(a: Numbers, b: Numbers): number {
  if (a.length === 0 || b.length === 0) throw new RangeError('wasserstein1: a sample is empty');
  let i = 0;
  let j = 0;
  let area = 0;
  let x = Math.min(a[0]!, b[0]!);
  while (i < a.length || j < b.length) {
    const next = Math.min(i < a.length ? a[i]! : Infinity, j < b.length ? b[j]! : Infinity);
    area += Math.abs(i / a.length - j / b.length) * (next - x);
    x = next;
    while (i < a.length && a[i]! <= x) i += 1;
    while (j < b.length && b[j]! <= x) j += 1;
  }
  return area;
}

/**
 * What {@link wasserstein1} is on average when both samples come from the distribution of `ascending`.
 * The difference of the empirical distribution functions is then about normal at each x with variance
 * F (1 - F) (1/m + 1/n), so its mean absolute value integrates to sqrt(2/pi (1/m + 1/n)) times the integral of
 * sqrt(F (1 - F)) (del Barrio, Gine and Matran, Annals of Probability 27, 1999).
 */
export function expectedWasserstein1(ascending: Numbers, m: number, n: number): number {
  const total = ascending.length;
  let integral = 0;
  for (let i = 1; i < total; i += 1) {
    const f = i / total;
    integral += Math.sqrt(f * (1 - f)) * (ascending[i]! - ascending[i - 1]!);
  }
  return Math.sqrt((2 / Math.PI) * (1 / m + 1 / n)) * integral;
}

/**
 * Inner edges of `bins` bins of equal share, from the quantiles of an ascending reference. Where many values are equal
 * edges coincide; each is kept once, so there may be fewer bins (one for a constant column).
 */
export function quantileEdges(ascending: Numbers, bins: number): Float64Array {
  if (!Number.isInteger(bins) || bins < 1)
    throw new RangeError(`quantileEdges: bins must be a positive integer, not ${bins}`);
  const edges: number[] = [];
  for (let k = 1; k < bins; k += 1) {
    const edge = quantile(ascending, k / bins);
    // An edge at the maximum would leave the bin above it empty in the reference.
    if (edge < ascending[ascending.length - 1]! && edge !== edges.at(-1)) edges.push(edge);
  }
  return Float64Array.from(edges);
}

/** Counts of values per bin; bin k holds edge[k-1] < x <= edge[k], the outer bins are open. Needs `edges.length + 1` bins. */
export function binCounts(values: Numbers, edges: Numbers): number[] {
  const counts = new Array<number>(edges.length + 1).fill(0);
  for (let i = 0; i < values.length; i += 1) {
    let low = 0;
    let high = edges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[i]! <= edges[middle]!) high = middle;
      else low = middle + 1;
    }
    counts[low]! += 1;
  }
  return counts;
}

/** Share given to an empty bin, so that its logarithm exists. */
export const PSI_FLOOR = 1e-4;

/**
 * Population stability index of two tables of counts over the same bins: sum of (q - p) ln(q / p) over shares p of the
 * reference and q of the batch, each at least {@link PSI_FLOOR}. It is the symmetrised Kullback-Leibler divergence
 * (Jeffreys, 1946) that credit scoring reads as: below 0.1 stable, 0.1 to 0.25 look, above 0.25 shifted (Siddiqi, 2006).
 * @throws RangeError for tables of unequal length or without counts
 */
export function populationStabilityIndex(reference: Numbers, batch: Numbers, floor = PSI_FLOOR): number {
  if (reference.length !== batch.length) throw new RangeError('populationStabilityIndex: tables differ in length');
  const referenceTotal = sum(reference);
  const batchTotal = sum(batch);
  if (referenceTotal === 0 || batchTotal === 0) throw new RangeError('populationStabilityIndex: a table is empty');
  let index = 0;
  for (let k = 0; k < reference.length; k += 1) {
    const p = Math.max(floor, reference[k]! / referenceTotal);
    const q = Math.max(floor, batch[k]! / batchTotal);
    index += (q - p) * Math.log(q / p);
  }
  return index;
}

/**
 * What the index is on average for two samples of one distribution: PSI / (1/m + 1/n) is then about chi-square with
 * bins - 1 degrees of freedom (Yurdakul and Naranjo, Journal of Risk Model Validation 14, 2020).
 */
export const expectedPsi = (bins: number, m: number, n: number): number => (bins - 1) * (1 / m + 1 / n);

function sum(values: Numbers): number {
  let total = 0;
  for (let i = 0; i < values.length; i += 1) total += values[i]!;
  return total;
}
