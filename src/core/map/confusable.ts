/** Which classes look alike: the class of each image's nearest other image, and the closest pairs of different classes. */

/** Neighbours of judged images, by id. */
export interface JudgedNeighbours {
  readonly ids: Int32Array;
  /** images x k, the nearest first. */
  readonly nearest: Int32Array;
  /** images x k squared distances of values 0-255. */
  readonly squared: Int32Array;
  readonly k: number;
}

/** Class of an image by its id. */
export type LabelOf = (id: number) => number;

/** counts[a][b]: images of class a whose nearest other image is of class b. */
export function nearestConfusion(
  { ids, nearest, k }: JudgedNeighbours,
  labelOf: LabelOf,
  classes: number,
): readonly (readonly number[])[] {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let image = 0; image < ids.length; image += 1) {
    const row = counts[labelOf(ids[image]!)];
    const label = labelOf(nearest[image * k]!);
    if (row && label < classes) row[label]! += 1;
  }
  return counts;
}

/**
 * The class that most of the first `votes` neighbours of each image have; of equally many the one whose member is nearest.
 */
export function votedClasses(
  { ids, nearest, k }: JudgedNeighbours,
  labelOf: LabelOf,
  votes: number,
  classes: number,
): Uint8Array {
  const voted = new Uint8Array(ids.length);
  const counts = new Int32Array(classes);
  for (let image = 0; image < ids.length; image += 1) {
    const voters = Array.from(nearest.subarray(image * k, image * k + Math.min(votes, k)), labelOf);
    counts.fill(0);
    for (const label of voters) counts[label]! += 1;
    // Read from the nearest on, so that only a class with more votes takes the place of a nearer one.
    voted[image] = voters.reduce((best, label) => (counts[label]! > counts[best]! ? label : best), voters[0]!);
  }
  return voted;
}

export interface ClosePair {
  /** Ids; the image that was judged first. */
  readonly a: number;
  readonly b: number;
  /** Euclidean, x/255. */
  readonly distance: number;
}

/**
 * Pairs of images of different classes, the closest first, among each judged image and its k nearest; a pair that was found
 * from both its ends is listed once.
 * @returns how many there are in all, and the first `limit`
 */
export function closestPairs(
  { ids, nearest, squared, k }: JudgedNeighbours,
  labelOf: LabelOf,
  limit: number,
): { readonly found: number; readonly pairs: readonly ClosePair[] } {
  const seen = new Map<number, Set<number>>();
  const pairs: { a: number; b: number; square: number }[] = [];
  for (let at = 0; at < nearest.length; at += 1) {
    const [a, b] = [ids[Math.floor(at / k)]!, nearest[at]!];
    if (labelOf(a) === labelOf(b)) continue;
    const [low, high] = [Math.min(a, b), Math.max(a, b)];
    const partners = seen.get(low) ?? new Set();
    if (partners.has(high)) continue;
    seen.set(low, partners.add(high));
    pairs.push({ a, b, square: squared[at]! });
  }
  pairs.sort((x, y) => x.square - y.square || x.a - y.a || x.b - y.b);
  return {
    found: pairs.length,
    pairs: pairs.slice(0, limit).map(({ a, b, square }) => ({ a, b, distance: Math.sqrt(square) / 255 })),
  };
}
