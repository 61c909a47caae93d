/** Labels made wrong on purpose, to see whether a method finds them, and how well it did. */
import { countClasses } from '../dataset/splits';
import { derive, randomSource, shuffle } from '../seed';

export interface Flips {
  /** Of each class, 0 to 1. */
  readonly share: number;
  readonly seed: number;
  /** The class that each class is mistaken for; any other one, alike probable, if left out. */
  readonly to?: readonly number[];
}

/** Labels of which the share of each class was changed to another class. */
export function flipLabels(labels: Uint8Array, { share, seed, to }: Flips): Uint8Array {
  const classes = countClasses(labels);
  const flipped = labels.slice();
  for (let label = 0; label < classes; label += 1) {
    const places: number[] = [];
    for (const [place, own] of labels.entries()) if (own === label) places.push(place);
    const random = randomSource(derive(seed, 'flips', label));
    const chosen = shuffle(places, random).slice(0, Math.round(share * places.length));
    for (const place of chosen) {
      flipped[place] = to?.[label] ?? (label + 1 + Math.floor((classes - 1) * random())) % classes;
    }
  }
  return flipped;
}

/** For each class the one that it is most often predicted as by mistake; the next class where it never is. */
export function confusedWith(confusion: readonly number[]): number[] {
  const classes = Math.sqrt(confusion.length);
  return Array.from({ length: classes }, (_, label) => {
    let most = (label + 1) % classes;
    for (let other = 0; other < classes; other += 1) {
      if (other !== label && confusion[label * classes + other]! > confusion[label * classes + most]!) most = other;
    }
    return most;
  });
}

/** How a ranking finds what it should. Equal scores have one rank: nothing here depends on the order in which they stand. */
export interface RankingQuality {
  /**
   * Share of what should be found among the first `found` of the ranking, where `found` is the number of them: of equal
   * scores across that border the mean over all their orders.
   */
  readonly precisionAtAll: number;
  /**
   * Mean over what should be found of the precision at its rank, equal scores counted together: the area below the steps of
   * precision over recall (sklearn.metrics.average_precision_score).
   */
  readonly averagePrecision: number;
  /** The curve at about `points` places, each behind all that is equal: share found, and share right among those looked at. */
  readonly recall: readonly number[];
  readonly precision: readonly number[];
}

/**
 * Quality of a ranking by rising score.
 * @param wanted 1 for what should come first
 * @throws RangeError if nothing is wanted
 */
export function rankingQuality(scores: Float32Array, wanted: Uint8Array, points: number): RankingQuality {
  const total = wanted.reduce((sum, one) => sum + one, 0);
  if (total === 0) throw new RangeError('rankingQuality: nothing is wanted');
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[a]! - scores[b]!);
  let hits = 0;
  let sum = 0;
  let precisionAtAll = 0;
  const recall: number[] = [];
  const precision: number[] = [];
  const step = Math.max(1, Math.ceil(total / points));
  for (let from = 0, to = 0; from < order.length; from = to) {
    let found = 0;
    for (; to < order.length && scores[order[to]!] === scores[order[from]!]; to += 1) found += wanted[order[to]!]!;
    const before = hits;
    hits += found;
    sum += found * (hits / to);
    if (found > 0 && (Math.floor(hits / step) > Math.floor(before / step) || hits === total)) {
      recall.push(hits / total);
      precision.push(hits / to);
    }
    if (from < total && to >= total) precisionAtAll = (before + (found * (total - from)) / (to - from)) / total;
  }
  return { precisionAtAll, averagePrecision: sum / total, recall, precision };
}
