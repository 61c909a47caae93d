/** Pairs of near images. */

export interface FoundPairs {
  /** pairs x 2: ids, the smaller first; the pairs ordered by distance, then by ids. */
  readonly ids: Int32Array;
  /** Squared distances. */
  readonly squared: Int32Array;
}

/** @param pairs smaller id, larger id, squared distance; sorted in place */
export function pairArrays(pairs: (readonly [number, number, number])[]): FoundPairs {
  pairs.sort((a, b) => a[2] - b[2] || a[0] - b[0] || a[1] - b[1]);
  return {
    ids: Int32Array.from(pairs.flatMap(([a, b]) => [a, b])),
    squared: Int32Array.from(pairs, ([, , squared]) => squared),
  };
}
