/**
 * Pairs of near images. How much two images differ is their distance divided by the length of the longer of both (root of
 * the sum of its squared pixels): 0 for equal images, 1 for an image and a black one. Distances alone would call any two
 * dark or slim garments near; the share means the same for a trouser and a coat.
 */
import type { NdArray } from '../results/types';

export interface Pair {
  /** Ids over both official files, a < b. */
  readonly a: number;
  readonly b: number;
  /** Squared distance of the pixels, 0-255. */
  readonly squared: number;
  /** Squared length of the longer image. */
  readonly length: number;
}

/**
 * Images that differ by at most this are kept within one split. Looked at in Fashion-MNIST: up to 0.08 nearly all pairs are
 * one article (with another print, another colour); up to 0.10 some are, others share the cut; beyond, trousers are alike.
 */
export const NEAR_SHARE = 0.1;

/** By how much the images of a pair differ, 0 to 1; all black ones not at all. */
export const differenceOf = ({ squared, length }: Pair): number => (squared === 0 ? 0 : Math.sqrt(squared / length));

/** The largest squared distance that is at most this share of a squared length. */
export const limitOf = (share: number, length: number): number => Math.floor(share * share * length);

/** Those that differ least first, then by ids. */
export const byDifference = (x: Pair, y: Pair): number => differenceOf(x) - differenceOf(y) || x.a - y.a || x.b - y.b;

/** Keeps the pairs that differ least, and counts all. */
export class KeptPairs {
  readonly #most: number;
  #pairs: Pair[] = [];
  #found = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(pair: Pair): void {
    this.#found += 1;
    this.#pairs.push(pair);
    if (this.#pairs.length >= 2 * this.#most) this.#pairs = this.pairs;
  }

  /** All that were added. */
  get found(): number {
    return this.#found;
  }

  get pairs(): Pair[] {
    return this.#pairs.toSorted(byDifference).slice(0, this.#most);
  }
}

/** Pairs as an array: int32 [pairs, 4]: a, b, squared distance, squared length. */
export function pairArray(pairs: readonly Pair[]): NdArray<Int32Array> {
  const data = Int32Array.from(pairs.flatMap(({ a, b, squared, length }) => [a, b, squared, length]));
  return { data, shape: [pairs.length, 4] };
}

export function pairsOf({ data }: { readonly data: ArrayLike<number> }): Pair[] {
  return Array.from({ length: data.length / 4 }, (_, at) => ({
    a: data[4 * at]!,
    b: data[4 * at + 1]!,
    squared: data[4 * at + 2]!,
    length: data[4 * at + 3]!,
  }));
}

/** Images joined by pairs, in groups: each by rising id, the groups by their first. */
export function groupsOf(pairs: readonly Pick<Pair, 'a' | 'b'>[]): number[][] {
  const parents = new Map<number, number>();
  const rootOf = (id: number): number => {
    let root = id;
    for (let parent = parents.get(root); parent !== undefined; parent = parents.get(root)) root = parent;
    return root;
  };
  for (const { a, b } of pairs) {
    const [first, second] = [rootOf(a), rootOf(b)];
    if (first !== second) parents.set(Math.max(first, second), Math.min(first, second));
  }
  const groups = new Map<number, number[]>();
  for (const id of [...new Set(pairs.flatMap(({ a, b }) => [a, b]))].sort((x, y) => x - y)) {
    const root = rootOf(id);
    const group = groups.get(root);
    if (group) group.push(id);
    else groups.set(root, [id]);
  }
  return [...groups.values()];
}
