/** Which pixels go together: the order in which a map of all correlations shows its blocks. */
import { PIXELS } from '../dataset/types';
import { pairIndex } from './products';

interface Cluster {
  /** Leaves in their order. */
  readonly leaves: readonly number[];
}

/**
 * Pixels in the order of a hierarchical clustering: average linkage on the distance 1 - r, by chains of nearest neighbours
 * (Müllner, 2011), which finds the tree of the definition in time that grows with the square of the pixels. Where two clusters meet, each is
 * turned so that the ends that touch are the most alike.
 * @param correlations of all pairs, in the order of `pairIndex`
 * @returns 784 pixels, each once
 */
export function clusteredOrder(correlations: Float32Array): Int32Array {
  const n = PIXELS;
  const between = (a: number, b: number): number => 1 - correlations[pairIndex(a, b)]!;
  const distance = new Float64Array(n * n);
  for (let a = 0; a < n; a += 1)
    for (let b = 0; b < n; b += 1) distance[a * n + b] = a === b ? Infinity : between(a, b);
  const clusters: (Cluster | undefined)[] = Array.from({ length: n }, (_, pixel) => ({ leaves: [pixel] }));
  const chain: number[] = [];
  for (let left = n; left > 1;) {
    if (chain.length === 0) chain.push(clusters.findIndex((one) => one !== undefined));
    const tip = chain[chain.length - 1]!;
    const before = chain[chain.length - 2];
    const nearest = nearestOf(distance, clusters, tip, before);
    if (nearest !== before) {
      chain.push(nearest);
      continue;
    }
    chain.length -= 2;
    const [keep, gone] = tip < nearest ? [tip, nearest] : [nearest, tip];
    join(distance, clusters, keep, gone, between);
    left -= 1;
  }
  return Int32Array.from(clusters.find((one) => one !== undefined)?.leaves ?? []);
}

/** The nearest other cluster; of equals the one that the chain came from, then the first. */
function nearestOf(
  distance: Float64Array,
  clusters: readonly (Cluster | undefined)[],
  from: number,
  before: number | undefined,
): number {
  let best = before ?? -1;
  let least = before === undefined ? Infinity : distance[from * PIXELS + before]!;
  for (let to = 0; to < PIXELS; to += 1) {
    if (!clusters[to] || to === from) continue;
    const value = distance[from * PIXELS + to]!;
    if (value < least || best < 0) {
      best = to;
      least = value;
    }
  }
  return best;
}

function join(
  distance: Float64Array,
  clusters: (Cluster | undefined)[],
  keep: number,
  gone: number,
  between: (a: number, b: number) => number,
): void {
  const [a, b] = [clusters[keep]!.leaves, clusters[gone]!.leaves];
  for (let other = 0; other < PIXELS; other += 1) {
    if (!clusters[other] || other === keep || other === gone) continue;
    const mean =
      (a.length * distance[keep * PIXELS + other]! + b.length * distance[gone * PIXELS + other]!) /
      (a.length + b.length);
    distance[keep * PIXELS + other] = mean;
    distance[other * PIXELS + keep] = mean;
  }
  const ways = [
    [a, b],
    [a, b.toReversed()],
    [a.toReversed(), b],
    [a.toReversed(), b.toReversed()],
  ] as const;
  const gap = ([first, second]: (typeof ways)[number]): number => between(first.at(-1)!, second[0]!);
  const [first, second] = ways.reduce((best, way) => (gap(way) < gap(best) ? way : best));
  clusters[keep] = { leaves: [...first, ...second] };
  clusters[gone] = undefined;
}
