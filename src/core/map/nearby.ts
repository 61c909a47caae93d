/** Exact neighbours among a few thousand points of few dimensions, by comparing all with all. For images see knn.ts. */

export interface Nearby {
  /** count x k, the nearest first; equal distances in order of index. A point is not its own neighbour. */
  readonly indices: Int32Array;
  /** count x k: Euclidean distances. */
  readonly distances: Float64Array;
}

/**
 * The k nearest other points of the points from `from` up to `to`: callers search in pieces and yield between them.
 * @param points count x size
 * @throws RangeError for a k that is not between 1 and count - 1
 */
export function nearby(points: ArrayLike<number>, size: number, k: number, from: number, to: number): Nearby {
  const count = points.length / size;
  if (!(k >= 1 && k < count)) throw new RangeError(`nearby: ${k} neighbours of ${count} points`);
  const indices = new Int32Array((to - from) * k);
  const distances = new Float64Array((to - from) * k);
  const heldIndex = new Int32Array(k);
  const heldSquare = new Float64Array(k);
  for (let point = from; point < to; point += 1) {
    let held = 0;
    const a = point * size;
    for (let other = 0; other < count; other += 1) {
      if (other === point) continue;
      const limit = held < k ? Infinity : heldSquare[k - 1]!;
      const b = other * size;
      let square = 0;
      for (let at = 0; at < size && square <= limit; at += 1) {
        const difference = points[a + at]! - points[b + at]!;
        square += difference * difference;
      }
      if (!(square < limit)) continue;
      let at = held < k ? held : k - 1;
      for (; at > 0 && heldSquare[at - 1]! > square; at -= 1) {
        heldSquare[at] = heldSquare[at - 1]!;
        heldIndex[at] = heldIndex[at - 1]!;
      }
      heldSquare[at] = square;
      heldIndex[at] = other;
      if (held < k) held += 1;
    }
    indices.set(heldIndex, (point - from) * k);
    for (let rank = 0; rank < k; rank += 1) distances[(point - from) * k + rank] = Math.sqrt(heldSquare[rank]!);
  }
  return { indices, distances };
}
