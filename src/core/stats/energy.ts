/** Distances between all rows of two tables: what the energy distance is made of (Szekely and Rizzo, 2013). */

/**
 * Sum of the Euclidean distances of every row of `a` to every row of `b`; of a table to itself each pair counts twice, and a
 * row's distance to itself is 0. O(rows of a x rows of b x width).
 * @param a rows x width, row-major @param b rows x width, row-major; `a` itself for the distances within it
 */
export function distanceSum(a: Float64Array, b: Float64Array, width: number): number {
  if (width === 0) return 0;
  const within = a === b;
  let sum = 0;
  for (let i = 0; i < a.length; i += width) {
    for (let j = within ? i + width : 0; j < b.length; j += width) {
      let squared = 0;
      for (let k = 0; k < width; k += 1) {
        const difference = a[i + k]! - b[j + k]!;
        squared += difference * difference;
      }
      sum += Math.sqrt(squared);
    }
  }
  return within ? 2 * sum : sum;
}
