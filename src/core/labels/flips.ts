/** Labels made wrong on purpose, to see whether a method finds them, and how well it did. */
import { CLASSES } from '../dataset/types';
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
  const flipped = labels.slice();
  for (let label = 0; label < CLASSES; label += 1) {
    const places: number[] = [];
    for (const [place, own] of labels.entries()) if (own === label) places.push(place);
    const random = randomSource(derive(seed, 'flips', label));
    const chosen = shuffle(places, random).slice(0, Math.round(share * places.length));
    for (const place of chosen) {
      flipped[place] = to?.[label] ?? (label + 1 + Math.floor((CLASSES - 1) * random())) % CLASSES;
    }
  }
  return flipped;
}

/** For each class the one that it is most often predicted as by mistake; the next class where it never is. */
export function confusedWith(confusion: readonly number[]): number[] {
  return Array.from({ length: CLASSES }, (_, label) => {
    let most = (label + 1) % CLASSES;
    for (let other = 0; other < CLASSES; other += 1) {
      if (other !== label && confusion[label * CLASSES + other]! > confusion[label * CLASSES + most]!) most = other;
    }
    return most;
  });
}

/** How a ranking finds what it should. */
export interface RankingQuality {
  /** Share of what should be found among the first `found` of the ranking, where `found` is the number of them. */
  readonly precisionAtAll: number;
  /** Mean of the precisions at each hit: the area below the curve of precision over recall. */
  readonly averagePrecision: number;
  /** The curve at no more than `points` places: share found, and share right among those looked at. */
  readonly recall: readonly number[];
  readonly precision: readonly number[];
}

/**
 * Quality of a ranking by rising score; equal scores stand in the order of the images.
 * @param wanted 1 for what should come first
 * @throws RangeError if nothing is wanted
 */
export function rankingQuality(scores: Float32Array, wanted: Uint8Array, points: number): RankingQuality {
  const total = wanted.reduce((sum, one) => sum + one, 0);
  if (total === 0) throw new RangeError('rankingQuality: nothing is wanted');
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[a]! - scores[b]! || a - b);
  let hits = 0;
  let sum = 0;
  let precisionAtAll = 0;
  const recall: number[] = [];
  const precision: number[] = [];
  const step = Math.max(1, Math.ceil(total / points));
  for (const [rank, image] of order.entries()) {
    if (wanted[image] === 1) {
      hits += 1;
      sum += hits / (rank + 1);
      if (hits % step === 0 || hits === total) {
        recall.push(hits / total);
        precision.push(hits / (rank + 1));
      }
    }
    if (rank + 1 === total) precisionAtAll = hits / total;
  }
  return { precisionAtAll, averagePrecision: sum / total, recall, precision };
}
