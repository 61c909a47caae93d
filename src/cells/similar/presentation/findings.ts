/** The finding of the cell of near copies, in sentences. */
import type { RescoredModel } from '../../../../workers/tasks/near-copies/types';
import { familyLabel } from '../../../core/families/names';
import { SPLIT_NAMES } from '../../../core/dataset/types';
import type { PairCounts } from '../../../core/neighbours/leaks';
import { NEAR_SHARE } from '../../../core/neighbours/pairs';
import { percentInterval } from '../../../core/words/comparisons';
import { NEAR, type SimilarSummary } from '../types';
import { briefPercent, count, percent, plural } from '../../../core/words/numbers';

/** "8 %", "8.5 %". */

/** Pairs of one training image and one of test: those that flatter the score on test. */
const trainTestPairs = ({ bySplits }: Pick<PairCounts, 'bySplits'>): number =>
  bySplits[SPLIT_NAMES.indexOf('train') * SPLIT_NAMES.length + SPLIT_NAMES.indexOf('test')]!;

/** The counts at a threshold. */
export const countsAt = ({ counts }: Pick<SimilarSummary, 'counts'>, share: number) =>
  counts.findLast((one) => one.share <= share + 1e-9)!;

/** The two ways in which validation images are named: by the network that was trained, and by votes of the nearest images. */
export const RESCORED_NAMES: Readonly<Record<RescoredModel['model'], string>> = {
  network: 'the network',
  knn: familyLabel('knn'),
};

/** One model at a threshold: whether the copies flatter its score. */
export function rescoredSentence({ model, images, right, rescored }: RescoredModel, share: number): string {
  const name = RESCORED_NAMES[model];
  const at = rescored.findLast((one) => one.share <= share + 1e-9);
  if (!at || at.removed === 0) {
    return `No validation image is within ${briefPercent(share)} of one in the training split, so nothing flatters ${name} (${percent(right / images)} right).`;
  }
  if (at.without === null || at.random === null)
    return `All validation images have a copy in the training split: nothing is left to score ${name} on.`;
  const [low, high] = at.random.range;
  // Farther than near copies it is no leak: images that look like many others are named more easily.
  const fewer =
    share > NEAR_SHARE
      ? 'less than by chance: images with look-alikes are the easier ones'
      : 'less than by chance: the near copies flatter the score';
  const verdict =
    at.without < low
      ? fewer
      : at.without > high
        ? 'more than by chance: nothing flatters the score'
        : 'as by chance: no sign that they flatter the score';
  return (
    `Without the ${plural(at.removed, 'image', 'images')} of the validation split within ${briefPercent(share)} of the training split, ${name} names ` +
    `${percent(at.without, 2)} right instead of ${percent(right / images, 2)}; without as many random ones of the same classes ` +
    `${percentInterval(at.random.range, 2)}: ${verdict}.`
  );
}

export function findings(summary: SimilarSummary): string[] {
  const near = countsAt(summary, NEAR);
  const equal = countsAt(summary, 0);
  const { images, test, grouped, models } = summary;
  const found =
    near.pairs === 0
      ? `No two of the ${count(images)} images differ by at most ${briefPercent(NEAR)}.`
      : `${plural(near.pairs, 'pair', 'pairs')} of the ${count(images)} images differ by at most ${briefPercent(NEAR)}` +
        `${equal.pairs > 0 ? ` (${plural(equal.pairs, 'is', 'are')} equal)` : ' (none is equal)'}: ${count(near.acrossTraining)} across the splits ` +
        `of the training file${grouped ? ', which keep near copies together' : ''}, ${count(near.withTest)} with one of the ` +
        `${count(test)} test images${near.withTest > 0 ? `, ${count(trainTestPairs(near))} of these between training and test` : ''}.`;
  const disagreeing =
    near.disagreeing > 0
      ? [`${plural(near.disagreeing, 'near copy has', 'near copies have')} another label than the image.`]
      : [];
  const copies = models.slice(0, 1).map((model) => rescoredSentence(model, NEAR));
  const wide = models.map((model) => rescoredSentence(model, 0.15));
  return [found, ...disagreeing, ...copies, ...wide];
}
