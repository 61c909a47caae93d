/** From the scores of the judged images to what the summary says of them. */
import { LISTED_IDS } from '../../../core/dataset/ids';
import { histogram, ranking, scoreBins, upperFence } from '../../../core/map/outliers';
import type { Evidence, EvidenceKind } from '../../../core/profile/evidence';
import { quantile, sorted } from '../../../core/stats/quantile';
import { ARRAYS, WORST, WORST_OF_CLASS } from '../arrays';
import type { ScoredImage, ScoreSummary } from '../types';
import { count, roundedTo } from '../../../core/words/numbers';

const BINS = 60;

export interface Judged {
  readonly ids: Int32Array;
  readonly labels: Uint8Array;
  readonly classes: number;
  /** The first so many are of the training split. */
  readonly train: number;
}

/** The fence is fitted on the training images alone, and then holds for all. */
export function scoreSummary({ ids, labels, classes, train }: Judged, scores: Float32Array): ScoreSummary {
  const order = ranking(scores);
  const threshold = upperFence(scores.subarray(0, train));
  const isFlagged = (index: number): boolean => threshold !== null && scores[index]! >= threshold;
  const flaggedByClass = new Array<number>(classes).fill(0);
  const worstByClass: ScoredImage[][] = Array.from({ length: classes }, () => []);
  const imageAt = (index: number): ScoredImage => ({
    id: ids[index]!,
    label: labels[index]!,
    score: roundedTo(scores[index]!, 5),
  });
  let flagged = 0;
  for (const index of order) {
    const label = labels[index]!;
    if (isFlagged(index)) {
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
    counts: { train: histogram(scores.subarray(0, train), bins), others: histogram(scores.subarray(train), bins) },
    worst: Array.from(order.subarray(0, listed), imageAt),
    worstByClass,
  };
}

interface Check {
  readonly kind: EvidenceKind;
  readonly score: string;
  /** "lie far from all others", of one image and of many. */
  readonly one: string;
  readonly many: string;
  readonly meaning: string;
  readonly array: string;
}

const DISTANCE: Check = {
  kind: 'outlier',
  score: 'mean distance to the 10 nearest training images, in units of x/255,',
  one: 'lies far from all others',
  many: 'lie far from all others',
  meaning: 'they are rare objects, unusual pictures or wrong labels: a model has few similar images to learn from',
  array: ARRAYS.distance,
};
const RECONSTRUCTION: Check = {
  kind: 'reconstruction',
  score: 'distance to the reconstruction from principal components of the training split, in units of x/255,',
  one: 'is poorly reconstructed from the principal components',
  many: 'are poorly reconstructed from the principal components',
  meaning: 'they have patterns, writing or texture that the components do not capture',
  array: ARRAYS.reconstruction,
};

/** The threshold can be moved from the median up to the highest score. */
function evidence(check: Check, { threshold, median, worst }: ScoreSummary, judged: number): Evidence[] {
  if (threshold === null) return [];
  const top = Math.max(threshold, Math.ceil(100 * (worst[0]?.score ?? threshold)) / 100);
  const low = Math.min(threshold, Math.floor(100 * median) / 100);
  const among = `of the ${count(judged)} judged`;
  return [
    {
      kind: check.kind,
      score: check.score,
      judged,
      counts: 'at-least',
      threshold,
      range: [low, top],
      step: 0.01,
      arrays: { scores: check.array, ids: ARRAYS.ids },
      severity: 'notice',
      words: {
        one: `image ${check.one}`,
        many: `images ${check.many}`,
        meaning: check.meaning,
        quiet: `no image ${among} ${check.one}`,
      },
    },
  ];
}

export function evidenceOf(
  distance: ScoreSummary | null,
  reconstruction: ScoreSummary | null,
  judged: number,
): readonly Evidence[] {
  return [
    ...(distance ? evidence(DISTANCE, distance, judged) : []),
    ...(reconstruction ? evidence(RECONSTRUCTION, reconstruction, judged) : []),
  ];
}
