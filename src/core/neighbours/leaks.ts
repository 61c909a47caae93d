/** What near copies mean for a score: counts by threshold, and a model scored without the images that have a copy in the training split. */
import { countClasses } from '../dataset/splits';
import { SPLIT_NAMES, type SplitName } from '../dataset/types';
import { randomSource, shuffle } from '../seed';
import { quantile } from '../stats/quantile';
import { differenceOf, groupsOf, type Pair } from './pairs';

/** Pairs that differ by at most a threshold. */
export interface PairCounts {
  readonly share: number;
  readonly pairs: number;
  /** Images in them, and the groups they join. */
  readonly images: number;
  readonly groups: number;
  /** Pairs of different labels. */
  readonly disagreeing: number;
  /** Pairs of images of two splits of the training file, and of a training and a test image. */
  readonly acrossTraining: number;
  readonly withTest: number;
  /** Training images in pairs with test images: what would have to be left out for a test without copies. */
  readonly trainWithTest: number;
  /** Pairs by their two splits, SPLIT_NAMES x SPLIT_NAMES row-major, the earlier split first. */
  readonly bySplits: readonly number[];
}

/** @param splitOf index into SPLIT_NAMES of an image @param labelOf its class */
export function countPairs(
  pairs: readonly Pair[],
  shares: readonly number[],
  splitOf: (id: number) => number,
  labelOf: (id: number) => number,
): PairCounts[] {
  const [train, test] = [SPLIT_NAMES.indexOf('train'), SPLIT_NAMES.indexOf('test')];
  return shares.map((share) => {
    const near = pairs.filter((pair) => differenceOf(pair) <= share);
    const bySplits = new Array<number>(SPLIT_NAMES.length ** 2).fill(0);
    const trainWithTest = new Set<number>();
    let [disagreeing, acrossTraining, withTest] = [0, 0, 0];
    for (const { a, b } of near) {
      const [x, y] = [splitOf(a), splitOf(b)];
      const [first, second] = [Math.min(x, y), Math.max(x, y)];
      bySplits[first * SPLIT_NAMES.length + second]! += 1;
      if (labelOf(a) !== labelOf(b)) disagreeing += 1;
      if (first === second) continue;
      if (second !== test) acrossTraining += 1;
      else withTest += 1;
      if (first === train && second === test) trainWithTest.add(x === train ? a : b);
    }
    const groups = groupsOf(near);
    return {
      share,
      pairs: near.length,
      images: groups.reduce((sum, group) => sum + group.length, 0),
      groups: groups.length,
      disagreeing,
      acrossTraining,
      withTest,
      trainWithTest: trainWithTest.size,
      bySplits,
    };
  });
}

/** How near the images of a split are to training. */
export interface NearestDistances {
  readonly split: SplitName;
  readonly images: number;
  /** Quantiles of the distance to the nearest training image, in grey levels of one pixel (root mean square). */
  readonly quantiles: readonly [number, number, number];
  /** Images in bins of {@link DISTANCE_BIN} from 0 on; the last holds all beyond. */
  readonly bins: readonly number[];
}
/** In grey levels. */
export const DISTANCE_BIN = 2;
const BINS = 50;

/** @param levels root mean square difference of pixels, an image each */
export function distancesOf(split: SplitName, levels: Float64Array): NearestDistances {
  const bins = new Array<number>(BINS).fill(0);
  for (const level of levels) bins[Math.min(BINS - 1, Math.floor(level / DISTANCE_BIN))]! += 1;
  const sorted = levels.toSorted();
  const at = (p: number): number => (sorted.length === 0 ? 0 : quantile(sorted, p));
  return { split, images: levels.length, quantiles: [at(0.05), at(0.5), at(0.95)], bins };
}

/** A model's accuracy on validation without the images that have something this near in the training split. */
export interface Rescored {
  readonly share: number;
  /** Images left out, and how many of them the model names right. */
  readonly removed: number;
  readonly removedRight: number;
  /** Accuracy without them; null if none is left. */
  readonly without: number | null;
  /** Mean and 95 % range of the accuracy without as many random images of the same classes. */
  readonly random: { readonly mean: number; readonly range: readonly [number, number] } | null;
}

/**
 * @param right 1 where the model names the image right
 * @param nearest by how much each image differs from its nearest of the training split, 0 to 1
 * @param draws how often as many images of the same classes are left out at random
 */
export function rescore(
  labels: Uint8Array,
  right: Uint8Array,
  nearest: Float64Array,
  shares: readonly number[],
  draws: number,
  seed: number,
): Rescored[] {
  const all = right.reduce((sum, one) => sum + one, 0);
  const classes = countClasses(labels);
  const members = Array.from({ length: classes }, (_, label) =>
    Uint32Array.from(labels.keys()).filter((image) => labels[image] === label),
  );
  return shares.map((share) => {
    const perClass = new Array<number>(classes).fill(0);
    let [removed, removedRight] = [0, 0];
    nearest.forEach((difference, image) => {
      if (difference > share) return;
      removed += 1;
      removedRight += right[image]!;
      perClass[labels[image]!]! += 1;
    });
    const left = labels.length - removed;
    if (left === 0) return { share, removed, removedRight, without: null, random: null };
    const without = (all - removedRight) / left;
    if (removed === 0)
      return { share, removed, removedRight, without, random: { mean: without, range: [without, without] } };
    const random = randomSource(seed);
    const drawn = Float64Array.from({ length: draws }, () => {
      let out = 0;
      for (const [label, count] of perClass.entries()) {
        if (count === 0) continue;
        for (const image of firstAtRandom(members[label]!, count, random)) out += right[image]!;
      }
      return (all - out) / left;
    }).sort();
    const mean = drawn.reduce((sum, one) => sum + one, 0) / draws;
    return {
      share,
      removed,
      removedRight,
      without,
      random: { mean, range: [quantile(drawn, 0.025), quantile(drawn, 0.975)] },
    };
  });
}

/** So many of the items, drawn without putting back; the items change places. */
function firstAtRandom(items: Uint32Array, count: number, random: () => number): Uint32Array {
  if (2 * count >= items.length) return shuffle(items, random).subarray(0, count);
  for (let at = 0; at < count; at += 1) {
    const other = at + Math.floor(random() * (items.length - at));
    const held = items[at]!;
    items[at] = items[other]!;
    items[other] = held;
  }
  return items.subarray(0, count);
}
