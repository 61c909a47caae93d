/** Which pixels go together: the order in which a map of all correlations shows its blocks. */
import { pairIndex } from './products';

interface Cluster {
  /** Leaves in their order. */
  readonly leaves: readonly number[];
}
/** By the first of their leaves; undefined where a cluster went into another. */
type Clusters = (Cluster | undefined)[];

/**
 * Pixels in the order of a hierarchical clustering: average linkage on the distance 1 - r, by chains of nearest neighbours
 * (Müllner, 2011), which finds the tree of the definition in time that grows with the square of the pixels. Where two clusters meet, each is
 * turned so that the ends that touch are the most alike.
 * @param correlations of all pairs of `n` pixels, in the order of `pairIndex`
 * @returns the n pixels, each once
 */
export function clusteredOrder(correlations: Float32Array, n: number): Int32Array {
  const between = (a: number, b: number): number => 1 - correlations[pairIndex(a, b, n)]!;
  const distance = new Float64Array(n * n);
  for (let a = 0; a < n; a += 1)
    for (let b = 0; b < n; b += 1) distance[a * n + b] = a === b ? Infinity : between(a, b);
  const clusters: Clusters = Array.from({ length: n }, (_, pixel) => ({ leaves: [pixel] }));
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
  clusters: Readonly<Clusters>,
  from: number,
  before: number | undefined,
): number {
  const n = clusters.length;
  let best = before ?? -1;
  let least = before === undefined ? Infinity : distance[from * n + before]!;
  for (let to = 0; to < n; to += 1) {
    if (!clusters[to] || to === from) continue;
    const value = distance[from * n + to]!;
    if (value < least || best < 0) {
      best = to;
      least = value;
    }
  }
  return best;
}

function join(
  distance: Float64Array,
  clusters: Clusters,
  keep: number,
  gone: number,
  between: (a: number, b: number) => number,
): void {
  const n = clusters.length;
  const [a, b] = [clusters[keep]!.leaves, clusters[gone]!.leaves];
  for (let other = 0; other < n; other += 1) {
    if (!clusters[other] || other === keep || other === gone) continue;
    const mean =
      (a.length * distance[keep * n + other]! + b.length * distance[gone * n + other]!) / (a.length + b.length);
    distance[keep * n + other] = mean;
    distance[other * n + keep] = mean;
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
