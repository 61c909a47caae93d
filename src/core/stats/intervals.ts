/** Intervals of shares. */

/** Two-sided 95 % quantile of the standard normal distribution. */
const Z95 = 1.959963984540054;

/**
 * The score interval of a share (E. B. Wilson, JASA 22, 1927): unlike the normal approximation it stays within 0 and 1
 * and keeps its coverage near the ends.
 * @param successes 0 to `trials`
 * @param trials at least 1
 * @param z quantile of the standard normal distribution; 95 % if left out
 * @throws RangeError if the counts make no share
 */
export function wilsonInterval(successes: number, trials: number, z: number = Z95): readonly [number, number] {
  if (!(trials >= 1) || !(successes >= 0) || successes > trials) {
    throw new RangeError(`wilsonInterval: ${successes} of ${trials} is not a share`);
  }
  const share = successes / trials;
  const spread = z * z;
  const centre = (share + spread / (2 * trials)) / (1 + spread / trials);
  const half = (z / (1 + spread / trials)) * Math.sqrt((share * (1 - share)) / trials + spread / (4 * trials * trials));
  return [successes === 0 ? 0 : centre - half, successes === trials ? 1 : centre + half];
}
