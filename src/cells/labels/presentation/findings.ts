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
import { CHECK_WORDS, flaggedOf, mean, METHODS, modelName, pairName, pairsOf, sureness } from './words';
import { count, decimal, percent, plural } from '../../../core/words/numbers';

function flaggedSentence(summary: LabelsSummary, classes: readonly string[]): string {
  const flagged = flaggedOf(summary);
  const { images, method } = summary;
  if (flagged === 0) {
    return `None of ${count(images)} labels is flagged as probably wrong (confident learning, ${METHODS[method]}).`;
  }
  const [first] = pairsOf(summary);
  const often = first ? `, most often ${pairName(classes, first.given, first.suggested)} (${count(first.count)})` : '';
  return (
    `${count(flagged)} of ${count(images)} labels (${percent(flagged / images)}) ${flagged === 1 ? 'is' : 'are'} flagged as ` +
    `probably wrong${often}: look at them below and confirm or dismiss each.`
  );
}

function estimateSentence({ audit }: LabelsSummary): string {
  const { share, interval } = audit.estimated;
  return (
    `Confident learning estimates that ${percent(share)} of the labels are wrong (95 % interval ${percentInterval(interval)}, over ` +
    'images). It cannot tell a wrong label from classes that look alike: which it is, a person decides.'
  );
}

function modelSentence({ audit, folds, foldAccuracy, ...summary }: LabelsSummary): string {
  const { outOfSample, calibrationError, temperature, tempered } = audit;
  const flagged = flaggedOf({ audit, method: summary.method });
  const low = Math.min(...foldAccuracy);
  const high = Math.max(...foldAccuracy);
  const again =
    flagged === 0 ? '' : `; tempered, they would flag ${percent(tempered.inBoth / flagged, 0)} of the same images`;
  return (
    `It rests on ${folds} models (${modelName(summary)}) that name ${percent(outOfSample.accuracy)} of the images they have not ` +
    `seen as labelled (95 % interval ${percentInterval(outOfSample.interval)}; folds from ${percent(low)} to ${percent(high)}). Their ` +
    `probabilities are off by ${pointsApart(calibrationError)} on average; they are ` +
    `${sureness(temperature)} (best temperature ${decimal(temperature)})${again}.`
  );
}

function checkSentence(check: FlippedCopy, before: number): string {
  const { flipped, found, flagged, share, kind, before: known } = check;
  return (
    `Of ${count(flipped)} labels (${percent(share, 0)}) flipped on purpose ${CHECK_WORDS[kind]}, ${percent(found / flipped)} are flagged ` +
    `(95 % interval ${percentInterval(check.recall)}). Of the ${count(flagged)} flagged in that copy ` +
    `${flagged === 0 ? 'none' : percent(found / flagged)} are flipped ones, and ` +
    `${flagged === 0 ? 'none' : percent(known / flagged)} are flagged without flips too. ` +
    `The estimate rises from ${percent(before)} to ${percent(check.estimated)}.`
  );
}

function changeWords({ estimate, interval, adjusted }: Change): string {
  return `${points(estimate, 2)} (95 % interval ${pointsInterval(interval, 2)}; ${pValue(adjusted)} corrected)`;
}

/** What both comparisons together allow to say. */
function verdictOf(all: Change, random: Change): string {
  const [tellsAll, tellsRandom] = [all.adjusted < SIGNIFICANT, random.adjusted < SIGNIFICANT];
  if (!tellsAll && !tellsRandom) {
    return 'After correction neither can be told from chance: leaving them out does not show in the accuracy.';
  }
  if (!tellsRandom) return 'Leaving out random images of these classes does as much, so it is not their labels.';
  if (!tellsAll) return 'After correction the first cannot be told from chance, so the second alone is weak evidence.';
  return random.estimate > 0
    ? 'It helps, and more than leaving out any images of these classes.'
    : 'It does more harm than leaving out any images of these classes: their labels were of use.';
}

function retrainSentences(retraining: Retraining): string[] {
  const { removed, elsewhere, validationImages, accuracy, againstAll, againstRandom } = retraining;
  const verdict = verdictOf(againstAll, againstRandom);
  return [
    `Retrained without the ${plural(removed, 'confirmed image')} (${plural(accuracy.all.length, 'seed')}), accuracy on ` +
      `${count(validationImages)} validation images changes by ${changeWords(againstAll)} to ${percent(mean(accuracy.without), 2)}; against ` +
      `leaving out as many random images of the same classes it is ${changeWords(againstRandom)}. ${verdict}`,
    ...(elsewhere > 0
      ? [
          `${plural(elsewhere, 'other confirmed image is', 'other confirmed images are')} none of those trained on, so there was nothing to leave out.`,
        ]
      : []),
  ];
}

/** Whose labels are judged, where not those of the training split alone. */
function judgedSentence({ images, others = 0 }: LabelsSummary): string[] {
  if (others === 0) return [];
  return [
    `Judged are ${count(images - others)} images of the training split and ${count(others)} of validation, calibration and stream, ` +
      'each by a model that has not seen it: the folds share the others, and none is trained on them.',
  ];
}

/** @param classes their names by label */
export function findings(summary: LabelsSummary, classes: readonly string[]): string[] {
  const { checks, retraining, notRetrained, audit } = summary;
  return [
    flaggedSentence(summary, classes),
    estimateSentence(summary),
    modelSentence(summary),
    ...judgedSentence(summary),
    ...checks.map((check) => checkSentence(check, audit.estimated.share)),
    ...(retraining ? retrainSentences(retraining) : []),
    ...(notRetrained === undefined ? [] : [notRetrained]),
  ];
}
