/** How far a map in two dimensions can be trusted, compared with the space that it was made from. */

/**
 * Ranks of some points among all others by a point's row of squared distances: 1 is the nearest.
 * Equal distances rank in order of index.
 */
function ranksOf(row: ArrayLike<number>, self: number, wanted: Int32Array, ranks: Int32Array): void {
  const count = row.length;
  ranks.fill(1);
  for (let other = 0; other < count; other += 1) {
    if (other === self) continue;
    const distance = row[other]!;
    for (let at = 0; at < wanted.length; at += 1) {
      const index = wanted[at]!;
      const reference = row[index]!;
      if (distance < reference || (distance === reference && other < index)) ranks[at]! += 1;
    }
  }
}

/**
 * Trustworthiness of a map (Venna and Kaski, ICANN 2001): 1 if every point's k nearest in the map are among its k nearest
 * in the original space; each that is not costs as much as it is farther away there.
 * @param squared count x count distances (or their squares) in the original space
 * @param nearest count x k: the k nearest of each point in the map
 * @throws RangeError unless k is below half the number of points: the measure is not bounded by 0 otherwise
 */
export function trustworthiness(squared: ArrayLike<number> & Sliceable, nearest: Int32Array, k: number): number {
  const count = nearest.length / k;
  if (!(k >= 1 && k < count / 2)) throw new RangeError(`trustworthiness: ${k} neighbours of ${count} points`);
  const ranks = new Int32Array(k);
  let cost = 0;
  for (let point = 0; point < count; point += 1) {
    const row = squared.subarray(point * count, (point + 1) * count);
    ranksOf(row, point, nearest.subarray(point * k, (point + 1) * k), ranks);
    for (const rank of ranks) if (rank > k) cost += rank - k;
  }
  return 1 - (2 * cost) / (count * k * (2 * count - 3 * k - 1));
}
interface Sliceable {
  subarray(from: number, to: number): ArrayLike<number>;
}

/** For each point the share of its k nearest that have its label, 0 to 1. */
export function labelAgreement(labels: Uint8Array, nearest: Int32Array, k: number): Float64Array {
  const count = nearest.length / k;
  const shares = new Float64Array(count);
  for (let at = 0; at < nearest.length; at += 1) {
    const point = Math.floor(at / k);
    if (labels[nearest[at]!] === labels[point]) shares[point]! += 1 / k;
  }
  return shares;
}

/** Squared distances between all images, as a symmetric count x count matrix of whole numbers. */
export class PixelDistances {
  readonly squared: Int32Array;
  readonly #images: Uint8Array;
  readonly #size: number;
  readonly count: number;
  #done = 0;

  /** @param images count x size, 0-255 */
  constructor(images: Uint8Array, size: number) {
    this.count = images.length / size;
    this.squared = new Int32Array(this.count * this.count);
    this.#images = images;
    this.#size = size;
  }

  /** Rows worked out so far. */
  get done(): number {
    return this.#done;
  }

  /** Works out the next rows, at most `rows`. */
  step(rows: number): void {
    const [images, size, count, squared] = [this.#images, this.#size, this.count, this.squared];
    const end = Math.min(count, this.#done + rows);
    for (let row = this.#done; row < end; row += 1) {
      for (let column = 0; column < row; column += 1) {
        const [a, b] = [row * size, column * size];
        let square = 0;
        for (let at = 0; at < size; at += 1) {
          const difference = images[a + at]! - images[b + at]!;
          square += difference * difference;
        }
        squared[row * count + column] = square;
        squared[column * count + row] = square;
      }
    }
    this.#done = end;
  }

  /** The k nearest of each point; equal distances in order of index. Only after all rows are done. */
  nearest(k: number): Int32Array {
    const { count, squared } = this;
    const indices = new Int32Array(count * k);
    const held = new Int32Array(k);
    for (let point = 0; point < count; point += 1) {
      const row = point * count;
      let filled = 0;
      for (let other = 0; other < count; other += 1) {
        if (other === point) continue;
        const square = squared[row + other]!;
        if (filled === k && square >= squared[row + held[k - 1]!]!) continue;
        let at = filled < k ? filled : k - 1;
        for (; at > 0 && squared[row + held[at - 1]!]! > square; at -= 1) held[at] = held[at - 1]!;
        held[at] = other;
        if (filled < k) filled += 1;
      }
      indices.set(held, point * k);
    }
    return indices;
  }
}
