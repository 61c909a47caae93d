/** Order statistics: what NumPy calls quantile with method "linear" (type 7 of Hyndman and Fan, 1996). */

/** Numbers that can be counted and read by position: arrays and typed arrays. */
export type Numbers = ArrayLike<number>;

/** An ascending copy in float64; -0 and 0 are equal. @throws RangeError if a value is NaN, since it has no place in an order */
export function sorted(values: Numbers): Float64Array {
  const copy = Float64Array.from(values);
  copy.sort();
  // NaN sorts last.
  if (copy.length > 0 && Number.isNaN(copy[copy.length - 1]!)) throw new RangeError('sorted: a value is not a number');
  return copy;
}

/**
 * Quantile of ascending values, interpolated linearly between neighbours.
 * @param ascending at least one value, ascending
 * @param q share in [0, 1]
 * @throws RangeError for no values or q outside [0, 1]
 */
export function quantile(ascending: Numbers, q: number): number {
  const n = ascending.length;
  if (n === 0) throw new RangeError('quantile: no values');
  if (!(q >= 0 && q <= 1)) throw new RangeError(`quantile: q must lie in [0, 1], not ${q}`);
  const position = (n - 1) * q;
  const below = Math.floor(position);
  const low = ascending[below]!;
  const high = ascending[Math.min(below + 1, n - 1)]!;
  return low + (high - low) * (position - below);
}
