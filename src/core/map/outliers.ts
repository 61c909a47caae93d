/** Scores of strangeness: the fence above which one counts, how two of them agree, how they are distributed. */
import { averageRanks, binOf, pearson } from '../profile/columns';
import type { Bins } from '../profile/types';
import { quantile, sorted } from '../stats/quantile';
import { roundedTo } from '../words/numbers';

/** Neighbours whose mean distance is the score of an image. */
export const OUTLIER_NEIGHBOURS = 10;

/** How many quartile ranges above the third quartile the fence stands: Tukey's inner fence. */
const REACH = 1.5;

/**
 * Mean Euclidean distance (x/255) to the k nearest.
 * @param squared count x k squared distances of values 0-255
 */
export function meanDistances(squared: Int32Array, k: number): Float32Array {
  const scores = new Float32Array(squared.length / k);
  for (let image = 0; image < scores.length; image += 1) {
    let sum = 0;
    for (let at = image * k; at < (image + 1) * k; at += 1) sum += Math.sqrt(squared[at]!);
    scores[image] = sum / k / 255;
  }
  return scores;
}

/**
 * Tukey's upper inner fence (Exploratory Data Analysis, 1977) on the logarithm of the scores, whose distribution has a long
 * right tail: third quartile + 1.5 quartile ranges. Rounded to three digits, so that a person can read and set it.
 * Of scores equal to 0, which have no logarithm, none is used.
 * @returns null where no score is above 0, or all are equal: nothing is far from the rest then
 */
export function upperFence(scores: Float32Array): number | null {
  const logarithms = sorted(
    Float64Array.from(
      scores.filter((score) => score > 0),
      Math.log,
    ),
  );
  if (logarithms.length === 0 || logarithms[0] === logarithms[logarithms.length - 1]) return null;
  const [low, high] = [quantile(logarithms, 0.25), quantile(logarithms, 0.75)];
  return roundedTo(Math.exp(high + REACH * (high - low)), 3);
}

/** Indices by descending score; equal scores in order of index. */
export function ranking(scores: Float32Array): Uint32Array {
  return Uint32Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b);
}

export interface Agreement {
  /** Spearman's rank correlation; null where a score is constant. */
  readonly spearman: number | null;
  /** How many of the strangest by one are among the strangest by the other. */
  readonly shared: number;
  readonly top: number;
  /** What chance would share on average: top² / images. */
  readonly expected: number;
}

/** How far two scores of the same images agree. */
export function agreementOf(a: Float32Array, b: Float32Array, top: number): Agreement {
  const size = Math.min(top, a.length);
  const ranks = [a, b].map((scores) => averageRanks(Float64Array.from(scores)));
  const first = new Set(ranking(a).subarray(0, size));
  const shared = ranking(b)
    .subarray(0, size)
    .filter((index) => first.has(index)).length;
  return { spearman: pearson(ranks)[0]![1]!, shared, top: size, expected: size ** 2 / Math.max(1, a.length) };
}

/** Equal bins over the range of the scores. */
export function scoreBins(scores: Float32Array, count: number): Bins {
  if (scores.length === 0) return { from: 0, width: 1, count: 1 };
  let [least, most] = [scores[0]!, scores[0]!];
  for (const score of scores) {
    least = Math.min(least, score);
    most = Math.max(most, score);
  }
  return least === most
    ? { from: least - 0.5, width: 1, count: 1 }
    : { from: least, width: (most - least) / count, count };
}

/** How many of the scores fall into each bin. */
export function histogram(scores: Iterable<number>, bins: Bins): number[] {
  const counts = new Array<number>(bins.count).fill(0);
  for (const score of scores) counts[binOf(bins, score)]! += 1;
  return counts;
}
