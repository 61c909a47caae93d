/** The Label issues cell's findings, each a sentence that can be read alone. */
import {
  percentInterval,
  points,
  pointsApart,
  pointsInterval,
  pValue,
  SIGNIFICANT,
} from '../../../core/words/comparisons';
import type { Change, FlippedCopy, LabelsSummary, Retraining } from '../types';
import { CHECK_WORDS, flaggedOf, mean, modelName, pairName, pairsOf, sureness } from './words';
import { count, decimal, percent, plural } from '../../../core/words/numbers';

function flaggedSentence(summary: LabelsSummary, classes: readonly string[]): string {
  const flagged = flaggedOf(summary);
  const { images } = summary;
  if (flagged === 0) return `None of ${count(images)} checked labels is flagged as probably wrong.`;
  const [first] = pairsOf(summary);
  const often = first ? `, most often ${pairName(classes, first.given, first.suggested)} (${count(first.count)})` : '';
  return (
    `${count(flagged)} of ${count(images)} checked labels (${percent(flagged / images)}) ${flagged === 1 ? 'is' : 'are'} flagged as ` +
    `probably wrong${often}.`
  );
}

function estimateSentence({ audit }: LabelsSummary): string {
  const { share, interval } = audit.estimated;
  return (
    `Confident learning estimates that ${percent(share)} of the labels are wrong (95 % CI ${percentInterval(interval)}, over ` +
    'images). Classes that look alike are flagged as well as wrong labels: review the images below.'
  );
}

/** How good the models are that judge. */
function modelSentence({ audit, folds, foldAccuracy, ...summary }: LabelsSummary): string {
  const { outOfSample, calibrationError, temperature, tempered } = audit;
  const flagged = flaggedOf({ audit, method: summary.method });
  const low = Math.min(...foldAccuracy);
  const high = Math.max(...foldAccuracy);
  const again =
    flagged === 0 ? '' : ` Temperature scaling keeps ${percent(tempered.inBoth / flagged, 0)} of the flagged images.`;
  return (
    `The ${folds} models (${modelName(summary)}) reach ${percent(outOfSample.accuracy)} held-out accuracy (95 % CI ` +
    `${percentInterval(outOfSample.interval)}; folds ${percent(low)} to ${percent(high)}). Their expected calibration error is ` +
    `${pointsApart(calibrationError)}: they are ${sureness(temperature)} (best temperature ${decimal(temperature)}).${again}`
  );
}

function checkSentence(check: FlippedCopy, before: number): string {
  const { flipped, found, flagged, share, kind, before: known } = check;
  return (
    `Of ${count(flipped)} labels (${percent(share, 0)}) flipped on purpose ${CHECK_WORDS[kind]}, ${percent(found / flipped)} are flagged ` +
    `(95 % CI ${percentInterval(check.recall)}). Of the ${count(flagged)} labels flagged in that copy ` +
    `${flagged === 0 ? 'none' : percent(found / flagged)} were flipped, and ` +
    `${flagged === 0 ? 'none' : percent(known / flagged)} are flagged without flips too. ` +
    `The estimated noise rises from ${percent(before)} to ${percent(check.estimated)}.`
  );
}

function changeWords({ estimate, interval, adjusted }: Change): string {
  return `${points(estimate, 2)} (95 % CI ${pointsInterval(interval, 2)}; ${pValue(adjusted)})`;
}

/** What both comparisons together allow to say. */
function verdictOf(all: Change, random: Change): string {
  const [tellsAll, tellsRandom] = [all.adjusted < SIGNIFICANT, random.adjusted < SIGNIFICANT];
  if (!tellsAll && !tellsRandom) return 'Neither difference is significant.';
  if (!tellsRandom) return 'Leaving out random images of these classes does as much, so the labels are not the cause.';
  if (!tellsAll) return 'The first difference is not significant, so the second alone is weak evidence.';
  return random.estimate > 0
    ? 'Removing them helps more than removing random images of these classes.'
    : 'Removing them hurts more than removing random images of these classes: their labels were useful.';
}

function retrainSentence(retraining: Retraining): string {
  const { removed, elsewhere, validationImages, accuracy, againstAll, againstRandom } = retraining;
  const unused =
    elsewhere > 0
      ? ` ${plural(elsewhere, 'other confirmed image is', 'other confirmed images are')} not among the training images.`
      : '';
  return (
    `Retraining without the ${plural(removed, 'confirmed image')} (${plural(accuracy.all.length, 'seed')}) changes accuracy on ` +
    `${count(validationImages)} validation images by ${changeWords(againstAll)}, to ${percent(mean(accuracy.without), 2)}. ` +
    `Against removing as many random images of the same classes the difference is ${changeWords(againstRandom)}. ` +
    `${verdictOf(againstAll, againstRandom)} All p-values are Holm-corrected.${unused}`
  );
}

/** Whose labels are judged, where not those of the training split alone. */
function judgedSentence({ images, others = 0 }: LabelsSummary): string[] {
  if (others === 0) return [];
  return [
    `Checked are ${count(images - others)} images of the training split and ${count(others)} of validation, calibration and stream, ` +
      'each by a model that was not trained on it. No model is trained on images outside the training split.',
  ];
}

/** @param classes their names by label */
export function findings(summary: LabelsSummary, classes: readonly string[]): string[] {
  const { checks, retraining, notRetrained, audit } = summary;
  const recovered = checks.map((check) => checkSentence(check, audit.estimated.share)).join(' ');
  return [
    flaggedSentence(summary, classes),
    estimateSentence(summary),
    modelSentence(summary),
    ...judgedSentence(summary),
    ...(recovered === '' ? [] : [recovered]),
    ...(retraining ? [retrainSentence(retraining)] : []),
    ...(notRetrained === undefined ? [] : [notRetrained]),
  ];
}
