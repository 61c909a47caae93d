/** From the scores of the judged images to what the summary says of them. */
import { LISTED_IDS } from '../../../core/dataset/ids';
import { histogram, ranking, scoreBins, upperFence } from '../../../core/map/outliers';
import type { Evidence } from '../../../core/profile/evidence';
import { quantile, sorted } from '../../../core/stats/quantile';
import { ARRAYS, WORST, WORST_OF_CLASS, type ScoredImage, type ScoreSummary } from '../types';

const BINS = 60;

export interface Judged {
  readonly ids: Int32Array;
  readonly labels: Uint8Array;
  readonly classes: number;
  /** The first so many are of fit. */
  readonly fit: number;
}

/** The fence is fitted on the images of fit alone, and then holds for all. */
export function scoreSummary({ ids, labels, classes, fit }: Judged, scores: Float32Array): ScoreSummary {
  const order = ranking(scores);
  const threshold = upperFence(scores.subarray(0, fit));
  const counts = (index: number): boolean => threshold !== null && scores[index]! >= threshold;
  const flaggedByClass = new Array<number>(classes).fill(0);
  const worstByClass: ScoredImage[][] = Array.from({ length: classes }, () => []);
  const imageAt = (index: number): ScoredImage => ({
    id: ids[index]!,
    label: labels[index]!,
    score: Number(scores[index]!.toPrecision(5)),
  });
  let flagged = 0;
  for (const index of order) {
    const label = labels[index]!;
    if (counts(index)) {
      flagged += 1;
      flaggedByClass[label]! += 1;
    }
    const ofClass = worstByClass[label];
    if (ofClass && ofClass.length < WORST_OF_CLASS) ofClass.push(imageAt(index));
  }
  const bins = scoreBins(scores, BINS);
  const listed = Math.min(order.length, LISTED_IDS, Math.max(WORST, flagged));
  return {
    threshold,
    flagged,
    flaggedByClass,
    median: scores.length > 0 ? quantile(sorted(scores), 0.5) : 0,
    bins,
    counts: { fit: histogram(scores.subarray(0, fit), bins), others: histogram(scores.subarray(fit), bins) },
    worst: Array.from(order.subarray(0, listed), imageAt),
    worstByClass,
  };
}

type Words = Pick<Evidence, 'kind' | 'score' | 'words'>;

const DISTANCE: Words = {
  kind: 'outlier',
  score: 'mean distance to the 10 nearest fit images (pixels 0 to 1)',
  words: {
    one: 'image lies far from all others',
    many: 'images lie far from all others',
    meaning: 'rare garments, odd pictures or wrong labels: a model has little to learn them from',
    quiet: 'no image far from all others',
  },
};
const RECONSTRUCTION: Words = {
  kind: 'reconstruction',
  score: 'distance to the reconstruction by principal components of fit (pixels 0 to 1)',
  words: {
    one: 'image is badly reconstructed',
    many: 'images are badly reconstructed',
    meaning: 'patterns, writing or texture that the common directions of variation do not hold',
    quiet: 'no image badly reconstructed from principal components',
  },
};

/** How far the threshold can be moved: from the median up to the strangest image. */
function evidence(words: Words, { threshold, median, worst }: ScoreSummary, scores: string): Evidence[] {
  if (threshold === null) return [];
  const top = Math.max(threshold, Math.ceil(100 * (worst[0]?.score ?? threshold)) / 100);
  const low = Math.min(threshold, Math.floor(100 * median) / 100);
  return [
    {
      ...words,
      counts: 'at-least',
      threshold,
      range: [low, top],
      step: 0.01,
      arrays: { scores, ids: ARRAYS.ids },
      severity: 'notice',
    },
  ];
}

export function evidenceOf(distance: ScoreSummary | null, reconstruction: ScoreSummary | null): readonly Evidence[] {
  return [
    ...(distance ? evidence(DISTANCE, distance, ARRAYS.distance) : []),
    ...(reconstruction ? evidence(RECONSTRUCTION, reconstruction, ARRAYS.reconstruction) : []),
  ];
}
