/** The finding of the cell of near copies, in sentences. */
import type { RescoredModel } from '../../../../workers/tasks/near-copies/types';
import { familyLabel } from '../../../core/families/names';
import { SPLIT_NAMES } from '../../../core/dataset/types';
import type { PairCounts } from '../../../core/neighbours/leaks';
import { NEAR_SHARE } from '../../../core/neighbours/pairs';
import { percentInterval } from '../../../core/words/comparisons';
import { NEAR, type SimilarSummary } from '../types';
import { briefPercent, count, percent, plural } from '../../../core/words/numbers';

/** Pairs of one training image and one of test: those that inflate the score on test. */
const trainTestPairs = ({ bySplits }: Pick<PairCounts, 'bySplits'>): number =>
  bySplits[SPLIT_NAMES.indexOf('train') * SPLIT_NAMES.length + SPLIT_NAMES.indexOf('test')]!;

/** Beyond near copies: images that look alike. */
const WIDE = 0.15;

/** The counts at a threshold. */
export const countsAt = ({ counts }: Pick<SimilarSummary, 'counts'>, share: number) =>
  counts.findLast((one) => one.share <= share + 1e-9)!;

/** The two models that are scored on validation: the network that was trained, and votes of the nearest images. */
export const RESCORED_NAMES: Readonly<Record<RescoredModel['model'], string>> = {
  network: 'the network',
  knn: familyLabel('knn'),
};

/** Lower, higher or as expected, against random removals; farther than near copies a fall is no leak. */
function verdictOf(without: number, [low, high]: readonly [number, number], share: number): string {
  if (without > high) return 'above that range: the score is not inflated';
  if (without >= low) return 'within that range: no sign of an inflated score';
  return share > NEAR_SHARE
    ? 'below that range: images with look-alikes are easier'
    : 'below that range: near copies inflate the score';
}

/** One model at a threshold: whether the copies inflate its score. */
export function rescoredSentence({ model, images, right, rescored }: RescoredModel, share: number): string {
  const name = RESCORED_NAMES[model];
  const at = rescored.findLast((one) => one.share <= share + 1e-9);
  if (!at || at.removed === 0) {
    return `No validation image is within ${briefPercent(share)} of a training image: near copies do not inflate the accuracy of ${name} (${percent(right / images)}).`;
  }
  if (at.without === null || at.random === null)
    return `All validation images have a copy in the training split: none is left to score ${name} on.`;
  return (
    `Without the ${count(at.removed)} of ${plural(images, 'validation image')} within ${briefPercent(share)} of a training image, ${name} reaches ` +
    `${percent(at.without, 2)} accuracy instead of ${percent(right / images, 2)}. Random removals matched by class give ` +
    `${percentInterval(at.random.range, 2)} (95 % of draws). The accuracy lies ${verdictOf(at.without, at.random.range, share)}.`
  );
}

export function findings(summary: SimilarSummary): string[] {
  const near = countsAt(summary, NEAR);
  const equal = countsAt(summary, 0);
  const { images, test, grouped, models } = summary;
  const found =
    near.pairs === 0
      ? `No two of the ${count(images)} images differ by at most ${briefPercent(NEAR)}.`
      : `${plural(near.pairs, 'pair')} of ${count(images)} images ${near.pairs === 1 ? 'differs' : 'differ'} by at most ${briefPercent(NEAR)}` +
        `${equal.pairs > 0 ? ` (${count(equal.pairs)} equal)` : ''}; ${count(trainTestPairs(near))} of them ${trainTestPairs(near) === 1 ? 'links' : 'link'} training with test.`;
  const where =
    near.pairs === 0
      ? []
      : [
          `${count(near.acrossTraining)} ${near.acrossTraining === 1 ? 'pair spans' : 'pairs span'} splits of the training file` +
            `${grouped ? ', which keep near copies together' : ''}; ${count(near.withTest)} ${near.withTest === 1 ? 'includes' : 'include'} one of the ${count(test)} test images.`,
        ];
  const disagreeing =
    near.disagreeing > 0
      ? [
          `${count(near.disagreeing)} of ${plural(near.pairs, 'pair')} of near copies ${near.disagreeing === 1 ? 'has' : 'have'} different labels.`,
        ]
      : [];
  const copies = models.slice(0, 1).map((model) => rescoredSentence(model, NEAR));
  const wide = models.slice(0, 2).map((model) => rescoredSentence(model, WIDE));
  return [found, ...where, ...disagreeing, ...copies, ...wide];
}
