/**
 * Integrated gradients without the model (M. Sundararajan, A. Taly, Q. Yan, ICML 2017): the path from a baseline, the sum
 * along it, and the completeness residual. Pixels are raw (0 to 255), arrays row-major.
 */

/** Midpoints of `steps` equal parts of [0, 1]: the midpoint rule, whose error falls with the square of the steps. */
export function midpoints(steps: number): Float64Array {
  if (!Number.isInteger(steps) || steps < 1) throw new RangeError(`midpoints: ${steps} is not a number of steps`);
  return Float64Array.from({ length: steps }, (_, index) => (index + 0.5) / steps);
}

/** The point `baseline + alpha (image - baseline)` of the straight path, written to `out` at `offset`. */
export function writePathPoint(
  out: Float32Array,
  offset: number,
  image: ArrayLike<number>,
  baseline: ArrayLike<number>,
  alpha: number,
): void {
  for (let pixel = 0; pixel < image.length; pixel += 1) {
    out[offset + pixel] = baseline[pixel]! + alpha * (image[pixel]! - baseline[pixel]!);
  }
}

export interface Completeness {
  /** Sum of the attributions. */
  readonly sum: number;
  /** f(image) - f(baseline), which a perfect sum equals. */
  readonly difference: number;
  /** |sum - difference| / |difference|; infinite if the difference is 0 and the sum is not. */
  readonly residual: number;
}

export function completeness(attributions: ArrayLike<number>, atImage: number, atBaseline: number): Completeness {
  let sum = 0;
  for (let pixel = 0; pixel < attributions.length; pixel += 1) sum += attributions[pixel]!;
  const difference = atImage - atBaseline;
  const gap = Math.abs(sum - difference);
  return { sum, difference, residual: gap === 0 ? 0 : gap / Math.abs(difference) };
}
