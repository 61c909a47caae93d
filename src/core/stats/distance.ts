/** Distances between distributions that have no test of their own: Wasserstein-1 and the population stability index. */
import type { Numbers } from './quantile';

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

/** How many of the ascending values lie below `x`, or (`orAt`) not above it. */
function countBelow(ascending: Numbers, x: number, orAt: boolean): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < x || (orAt && ascending[middle] === x)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Inner edges, ascending, of about `bins` bins of equal share, for {@link binCounts}. They are those of -x with the sign
 * turned, so that what is measured in the bins is the same of x and -x.
 *
 * An edge is a quantile of the reference (NumPy's "linear") that lies between two of its values. Where the quantile is
 * itself a value, as is usual in a column of whole numbers, the edge goes halfway to the next value on the side that
 * brings the shares nearer to equal (of equals into the wider gap). A value that is a bin's share or more on its own, and
 * one whose two sides are alike, is a bin by itself: its edge stands twice. So a constant reference has one bin that holds
 * all, and an empty one on either side.
 * @throws RangeError for no values
 */
export function quantileEdges(ascending: Numbers, bins: number): Float64Array {
  if (!Number.isInteger(bins) || bins < 1)
    throw new RangeError(`quantileEdges: bins must be a positive integer, not ${bins}`);
  const count = ascending.length;
  if (count === 0) throw new RangeError('quantileEdges: no values');
  const points = new Set<number>();
  /** Edges by the number of values below them. */
  const cuts = new Map<number, number>();
  const halfway = (below: number): number => ascending[below - 1]! + (ascending[below]! - ascending[below - 1]!) / 2;
  for (let k = 1; k < bins; k += 1) {
    // The place in whole numbers: rounding of k / bins must not move an edge off a value, to either side.
    const [place, rest] = [Math.floor(((count - 1) * k) / bins), ((count - 1) * k) % bins];
    const low = ascending[place]!;
    const edge = rest === 0 ? low : low + (ascending[place + 1]! - low) * (rest / bins);
    const below = countBelow(ascending, edge, false);
    const upTo = countBelow(ascending, edge, true);
    if (below === upTo) {
      cuts.set(below, cuts.has(below) ? halfway(below) : edge);
      continue;
    }
    const side = nearerSide(ascending, below, upTo, k, bins);
    if ((upTo - below) * bins >= count || side === undefined) points.add(edge);
    else if (side > 0 && side < count) cuts.set(side, halfway(side));
  }
  const edges = [...points].flatMap((point) => {
    // A bin that is one value has its own edges.
    cuts.delete(countBelow(ascending, point, false));
    cuts.delete(countBelow(ascending, point, true));
    return [point, point];
  });
  return Float64Array.from([...edges, ...cuts.values()]).sort();
}

/** On which side of equal values, of which `below` and `upTo` are the ranks, the cut of `k` of `bins` goes; undefined if on either. */
function nearerSide(ascending: Numbers, below: number, upTo: number, k: number, bins: number): number | undefined {
  const wanted = k * ascending.length;
  const lean = Math.abs(upTo * bins - wanted) - Math.abs(wanted - below * bins);
  if (lean !== 0) return lean > 0 ? below : upTo;
  const value = ascending[below]!;
  const gapBelow = below > 0 ? value - ascending[below - 1]! : Infinity;
  const gapAbove = upTo < ascending.length ? ascending[upTo]! - value : Infinity;
  if (gapBelow === gapAbove) return undefined;
  return gapBelow > gapAbove ? below : upTo;
}

/**
 * Counts of values per bin, `edges.length + 1` of them. Bin k holds edge[k-1] < x < edge[k], the outer bins are open; between
 * an edge and the same edge again lies the bin of that one value. A value on any other edge counts half on either side.
 */
export function binCounts(values: Numbers, edges: Numbers): number[] {
  const counts = new Array<number>(edges.length + 1).fill(0);
  for (let i = 0; i < values.length; i += 1) {
    const first = countBelow(edges, values[i]!, false);
    const last = countBelow(edges, values[i]!, true);
    if (last - first === 1) {
      counts[first]! += 0.5;
      counts[last]! += 0.5;
    } else counts[(first + last) / 2]! += 1;
  }
  return counts;
}

/** Bins of a table that hold anything. */
export const filledBins = (counts: readonly number[]): number => counts.filter((count) => count > 0).length;

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
 * @param bins those that the reference fills
 */
export const expectedPsi = (bins: number, m: number, n: number): number => (bins - 1) * (1 / m + 1 / n);

function sum(values: Numbers): number {
  let total = 0;
  for (let i = 0; i < values.length; i += 1) total += values[i]!;
  return total;
}
