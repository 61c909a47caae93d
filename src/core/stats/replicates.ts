/** A difference of two methods measured several times, each from another seed, on the same images. */
import { isConstant } from './constant';
import { betaI } from './special';

/** Two-sided p of Student's t (Abramowitz and Stegun 26.7.1); `df` need not be whole. */
export function studentP(t: number, df: number): number {
  return betaI(df / 2, 0.5, df / (df + t * t));
}

/** The t that is exceeded in absolute value with this probability, 0 < p < 1, to 1e-10 of itself. */
export function studentQuantile(p: number, df: number): number {
  let [low, high] = [0, 1];
  while (studentP(high, df) > p) high *= 2;
  while (high - low > 1e-10 * high) {
    const middle = (low + high) / 2;
    if (studentP(middle, df) > p) low = middle;
    else high = middle;
  }
  return high;
}

export interface ReplicatedDifference {
  readonly effect: number;
  /** 95 %, over other images and other seeds. */
  readonly interval: readonly [number, number];
  /** Two-sided, of no difference. */
  readonly p: number;
  /** Standard deviation of the single differences. */
  readonly seedDeviation: number;
}

/** Half of a 95 % interval in standard errors. */
const NORMAL_95 = 1.959963984540054;

/**
 * Mean of the differences with an interval that counts both what other images and what other seeds would change. The
 * variance is that over images (from the mean width of the single intervals; the images are the same each time, so more
 * seeds do not lower it) plus that of the mean over seeds. Degrees of freedom by F. E. Satterthwaite (Biometrics Bulletin
 * 2, 1946), the first variance taken as known.
 * @param differences one a seed @param intervals their 95 % intervals over images
 * @throws RangeError for fewer than two seeds
 */
export function replicatedDifference(
  differences: readonly number[],
  intervals: readonly (readonly [number, number])[],
): ReplicatedDifference {
  const seeds = differences.length;
  if (seeds < 2 || intervals.length !== seeds) throw new RangeError('replicatedDifference: needs at least two seeds');
  const effect = differences.reduce((sum, value) => sum + value, 0) / seeds;
  const spread = isConstant(differences)
    ? 0
    : differences.reduce((sum, value) => sum + (value - effect) ** 2, 0) / (seeds - 1);
  const overImages = intervals.reduce((sum, [low, high]) => sum + ((high - low) / (2 * NORMAL_95)) ** 2, 0) / seeds;
  const overSeeds = spread / seeds;
  const error = Math.sqrt(overImages + overSeeds);
  const seedDeviation = Math.sqrt(spread);
  if (error === 0) return { effect, interval: [effect, effect], p: effect === 0 ? 1 : 0, seedDeviation };
  // Without spread over seeds the degrees of freedom are infinite; a million give the same to five digits.
  const df = Math.min(1e6, ((overImages + overSeeds) / overSeeds) ** 2 * (seeds - 1));
  const half = studentQuantile(0.05, df) * error;
  return { effect, interval: [effect - half, effect + half], p: studentP(effect / error, df), seedDeviation };
}
