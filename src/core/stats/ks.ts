import { kolmogorovSf } from './kolmogorov';
import type { Numbers } from './quantile';

export interface KsResult {
  /** Largest distance of the two empirical distribution functions, 0 to 1. */
  readonly statistic: number;
  readonly p: number;
}

/** Largest distance between the empirical distribution functions of two ascending samples. @throws RangeError if one is empty */
export function ksDistance(a: Numbers, b: Numbers): number {
  if (a.length === 0 || b.length === 0) throw new RangeError('ksDistance: a sample is empty');
  let i = 0;
  let j = 0;
  let largest = 0;
  while (i < a.length && j < b.length) {
    const x = Math.min(a[i]!, b[j]!);
    while (i < a.length && a[i]! <= x) i += 1;
    while (j < b.length && b[j]! <= x) j += 1;
    largest = Math.max(largest, Math.abs(i / a.length - j / b.length));
  }
  return largest;
}

/** Half to even, as NumPy rounds. */
function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

/**
 * Exact P(D >= d) for continuous samples of m and n values: the chance that a random lattice path from (0, 0) to (m, n)
 * touches |i / m - j / n| >= d (Hodges, Arkiv foer Matematik 3, 1958). O(m n); all terms are positive.
 */
function exactP(d: number, m: number, n: number): number {
  // Distances are multiples of 1 / (m n): the next one from d on, with slack for the rounding of d, and half a unit below it.
  const limit = Math.ceil(d * m * n - 1e-6) - 0.5;
  const row = new Float64Array(n + 1);
  for (let i = 0; i <= m; i += 1) {
    for (let j = 0; j <= n; j += 1) {
      if (Math.abs(i * n - j * m) > limit) row[j] = 1;
      else if (i + j === 0) row[j] = 0;
      else {
        const fromLeft = j > 0 ? row[j - 1]! * j : 0;
        const fromBelow = i > 0 ? row[j]! * i : 0;
        row[j] = (fromLeft + fromBelow) / (i + j);
      }
    }
  }
  return Math.min(1, row[n]!);
}

/**
 * Products m n up to which the exact distribution is worked out unless told. Where a sample has only a few values the
 * asymptotic one is far off: one value above eight others has p 2/9, not 0.
 */
const EXACT_UP_TO = 250_000;

export type KsMethod = 'asymptotic' | 'exact';

/**
 * P(D >= d) for two samples of m and n values from one distribution. `asymptotic` takes the one-sample distribution at the
 * rounded effective size m n / (m + n), as scipy.stats.ks_2samp(method="asymp") does; `exact` counts lattice paths in
 * O(m n), as its method="exact" does. Exact up to m n = 250,000 if left out. With ties both are conservative.
 */
export function ksP(d: number, m: number, n: number, method?: KsMethod): number {
  const chosen = method ?? (m * n <= EXACT_UP_TO ? 'exact' : 'asymptotic');
  if (chosen === 'exact') return d === 0 ? 1 : exactP(d, m, n);
  return kolmogorovSf(d, Math.max(1, roundHalfEven((m * n) / (m + n))));
}

/** Two-sided two-sample Kolmogorov-Smirnov test of two **ascending** samples; the p-value is that of {@link ksP}. */
export function ksTwoSample(a: Numbers, b: Numbers, method?: KsMethod): KsResult {
  const statistic = ksDistance(a, b);
  return { statistic, p: ksP(statistic, a.length, b.length, method) };
}

/**
 * The distance that two samples of m and n values must reach for a p-value of at most `p`, to 1e-6. Null where none does:
 * even samples that lie apart would not say so.
 * @param p in (0, 1]
 */
export function leastKsDistance(p: number, m: number, n: number): number | null {
  if (ksP(1, m, n) > p) return null;
  let low = 0;
  let high = 1;
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    if (ksP(middle, m, n) <= p) high = middle;
    else low = middle;
  }
  return high;
}
