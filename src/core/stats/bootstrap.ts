/** Seeded bootstrap intervals (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapters 13 and 14). */
import { randomSource } from '../seed';
import { quantile, sorted, type Numbers } from './quantile';
import { normalCdf, normalQuantile } from './special';

export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** Resamples where nothing else is asked for. */
export const RESAMPLES = 2000;

export interface BootstrapOptions {
  readonly seed: number;
  /** {@link RESAMPLES} unless told. */
  readonly resamples?: number;
  /** Coverage, 0.95 unless told. */
  readonly level?: number;
  readonly method?: 'percentile' | 'bca';
}

/** Percentile interval from the replicates of a bootstrap. */
export function percentileInterval(estimate: number, replicates: Numbers, level = 0.95): Interval {
  const ascending = sorted(replicates);
  return {
    estimate,
    low: quantile(ascending, (1 - level) / 2),
    high: quantile(ascending, (1 + level) / 2),
  };
}

/**
 * Bias-corrected and accelerated interval (Efron, JASA 82, 1987) from the replicates and the leave-one-out values.
 * Where all replicates are equal, or all on one side of the estimate, it has no meaning: the percentile interval is given.
 */
export function bcaInterval(estimate: number, replicates: Numbers, jackknife: Numbers, level = 0.95): Interval {
  const ascending = sorted(replicates);
  let below = 0;
  for (let i = 0; i < ascending.length; i += 1) {
    if (ascending[i]! < estimate) below += 1;
    // Replicates equal to the estimate count half, so that a lumpy statistic such as accuracy has no bias of its own.
    else if (ascending[i]! === estimate) below += 0.5;
  }
  const z0 = normalQuantile(below / ascending.length);
  let mean = 0;
  for (let i = 0; i < jackknife.length; i += 1) mean += jackknife[i]! / jackknife.length;
  let squares = 0;
  let cubes = 0;
  for (let i = 0; i < jackknife.length; i += 1) {
    const difference = mean - jackknife[i]!;
    squares += difference ** 2;
    cubes += difference ** 3;
  }
  if (!Number.isFinite(z0) || squares === 0) return percentileInterval(estimate, replicates, level);
  const acceleration = cubes / (6 * squares ** 1.5);
  const share = (alpha: number): number => {
    const z = z0 + normalQuantile(alpha);
    return normalCdf(z0 + z / (1 - acceleration * z));
  };
  return {
    estimate,
    low: quantile(ascending, share((1 - level) / 2)),
    high: quantile(ascending, share((1 + level) / 2)),
  };
}

/**
 * Bootstrap interval of a statistic of `n` items drawn with replacement.
 * @param statistic value for the items at these positions (0 to n - 1, repeated as drawn); called resamples + 1 times, and
 *   n times more for `bca`. The array is reused between calls.
 * @throws RangeError for n below 1
 */
export function bootstrapInterval(
  n: number,
  statistic: (positions: Uint32Array) => number,
  { seed, resamples = RESAMPLES, level = 0.95, method = 'percentile' }: BootstrapOptions,
): Interval {
  if (n < 1) throw new RangeError('bootstrapInterval: needs at least one item');
  const positions = Uint32Array.from({ length: n }, (_, i) => i);
  const estimate = statistic(positions);
  const random = randomSource(seed);
  const replicates = new Float64Array(resamples);
  for (let r = 0; r < resamples; r += 1) {
    for (let i = 0; i < n; i += 1) positions[i] = Math.floor(random() * n);
    replicates[r] = statistic(positions);
  }
  if (method === 'percentile' || n < 2) return percentileInterval(estimate, replicates, level);
  const kept = new Uint32Array(n - 1);
  const jackknife = new Float64Array(n);
  for (let left = 0; left < n; left += 1) {
    for (let i = 0; i < n - 1; i += 1) kept[i] = i < left ? i : i + 1;
    jackknife[left] = statistic(kept);
  }
  return bcaInterval(estimate, replicates, jackknife, level);
}
