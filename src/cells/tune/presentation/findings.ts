/** The Tune cell's findings, each a sentence that can be read alone. */
import { nameOfLabel } from '../../../core/dataset/shape';
import { bestTrial } from '../../../core/search/ranking';
import type { TrialState } from '../../../core/search/types';
import type { ModelComparison } from '../../../core/stats/compare';
import {
  listed,
  percentInterval,
  points,
  pointsApart,
  pointsInterval,
  pValue,
  SIGNIFICANT,
} from '../../../core/words/comparisons';
import type { Finalist, TuneSummary } from '../types';
import { capitalised } from '../../../core/words/names';
import { nameWords, settingsWords } from './words';
import { count, decimal, fixed, percent, plural } from '../../../core/words/numbers';

/** Out-of-bag R² below which the importances say nothing. */
export const TRUSTED_R2 = 0.1;

function testSentence({ test, family, finalists }: TuneSummary): string {
  const { imagesTrained, untuned } = finalists[0]!;
  const model = untuned ? `${family.label} with its untuned settings` : `tuned ${family.label}`;
  return (
    `The ${model} names ${percent(test.accuracy)} of the ${count(test.images)} sealed test images ` +
    `(95 % interval ${percentInterval(test.ci95)}; log-loss ${fixed(test.logLoss, 3)} nats), after ${count(imagesTrained)} images trained.`
  );
}

const comparisonWords = ({ difference, interval, mcNemar }: ModelComparison, other: string): string =>
  `${points(difference)} (95 % paired bootstrap interval ${pointsInterval(interval)}; the chosen model alone is right on ` +
  `${count(mcNemar.onlyFirst)}, ${other} alone on ${count(mcNemar.onlySecond)}; McNemar ${pValue(mcNemar.p)})`;

export const finalistName = ({ trial, untuned }: Finalist): string =>
  untuned ? 'the untuned settings' : `trial ${trial + 1}`;

function choiceSentences({ finalists, againstRunnerUp }: TuneSummary): string[] {
  const [chosen, runnerUp] = finalists;
  const verb = chosen!.untuned ? 'Chosen are' : 'Chosen is';
  const settings = `${verb} ${finalistName(chosen!)} (${settingsWords(chosen!.settings)})`;
  if (!runnerUp || !againstRunnerUp) return [`${settings}: no other settings could be trained to compare with.`];
  const compared = comparisonWords(againstRunnerUp, 'the runner-up');
  const validationWords = `${percent(chosen!.validation.accuracy)} of the validation split against ${percent(runnerUp.validation.accuracy)} by ${finalistName(runnerUp)}`;
  return [
    `${settings}, because after the same ${count(chosen!.imagesTrained)} images trained the model names ${validationWords}.`,
    againstRunnerUp.mcNemar.p < SIGNIFICANT
      ? `The difference is more than chance explains: ${compared}.`
      : `The difference cannot be told from chance: ${compared}. The runner-up (${settingsWords(runnerUp.settings)}) would do as well.`,
  ];
}

function untunedSentence({ finalists, againstUntuned, study }: TuneSummary): string[] {
  const [chosen, runnerUp] = finalists;
  if (study.trials.length === 1) return ['With a single trial, that of the untuned settings, nothing was tuned.'];
  if (chosen!.untuned)
    return [
      `Tuning found nothing better than the settings that it started from: none of ${plural(study.trials.length - 1, 'other trial')} led to a finalist that is ahead of them.`,
    ];
  if (!againstUntuned) return [];
  if (runnerUp?.untuned)
    return ['The runner-up has the untuned settings, so that difference is what tuning gained on validation.'];
  const compared = comparisonWords(againstUntuned, 'the untuned model');
  return [
    againstUntuned.mcNemar.p < SIGNIFICANT
      ? `Over the untuned settings with the same budget tuning gained more than chance explains: ${compared}.`
      : `What tuning gained over the untuned settings with the same budget cannot be told from chance: ${compared}.`,
  ];
}

function studySentence({ study }: TuneSummary): string {
  const inState = (state: TrialState): number => study.trials.filter((trial) => trial.state === state).length;
  const best = bestTrial(study)!;
  const parts = [`${count(inState('complete'))} ran to their end`];
  if (inState('pruned') > 0) parts.push(`${count(inState('pruned'))} were pruned`);
  if (inState('failed') > 0) parts.push(`${count(inState('failed'))} failed`);
  const untuned = study.trials[0]!.value;
  const against =
    best.number === 0
      ? ', which are the untuned settings'
      : untuned === undefined
        ? ''
        : `, the untuned settings of trial 1 ${percent(untuned)}`;
  return (
    `Of ${plural(study.trials.length, 'trial')}, ${listed(parts)}; the best, trial ${best.number + 1}, reached ` +
    `${percent(best.value)} of the validation split on its small budget${against}.`
  );
}

function optimismSentence({ study, optimism, finalists, test }: TuneSummary): string[] {
  const gap = finalists[0]!.validation.accuracy - test.accuracy;
  const fall = `The chosen model's accuracy on test lies ${pointsApart(gap)} ${gap >= 0 ? 'below' : 'above'} that on validation`;
  if (!optimism) return [`${fall}.`];
  return [
    `${count(study.trials.length)} trials were looked at: choosing the best of the ${count(optimism.models)} complete ones on the images they are ` +
      `scored on flatters it by ${points(optimism.optimism, 2)} by bootstrap (${percent(optimism.apparent)} as seen, ` +
      `${percent(optimism.corrected)} corrected). ${fall}.`,
  ];
}

/** Why the importances say nothing, without a full stop; undefined where they do. */
export function whyNoImportances({ importances }: Pick<TuneSummary, 'importances'>): string | undefined {
  if (!importances) return 'too few trials ran to their end';
  const r2 = importances.outOfBagR2;
  return r2 === undefined || r2 < TRUSTED_R2
    ? `${plural(importances.trials, 'complete trial')} do not tell which setting matters`
    : undefined;
}

function importanceSentence({ importances }: TuneSummary): string[] {
  const first = importances?.parameters[0];
  if (!importances || !first) return [];
  const r2 = importances.outOfBagR2;
  const nothing = whyNoImportances({ importances });
  if (nothing !== undefined || r2 === undefined) {
    return [
      `${nothing}: a forest fitted on them predicts ` +
        `trials that it has not seen no better than their mean${r2 === undefined ? '' : ` (R² ${decimal(r2)})`}.`,
    ];
  }
  return [
    `${capitalised(nameWords(first.name))} matters most: it explains ${percent(first.share, 0)} of the variance of a forest ` +
      `fitted on the trials (out-of-bag R² ${decimal(r2)}).`,
  ];
}

function classSentence({ test }: TuneSummary, classes: readonly string[]): string {
  const worst = test.perClass.reduce((at, score, index) => (score.f1 < test.perClass[at]!.f1 ? index : at), 0);
  const best = test.perClass.reduce((at, score, index) => (score.f1 > test.perClass[at]!.f1 ? index : at), 0);
  const { precision, recall } = test.perClass[worst]!;
  return (
    `${nameOfLabel(classes, worst)} is hardest on test (recall ${percent(recall)}, precision ${percent(precision)}), ` +
    `${nameOfLabel(classes, best)} easiest (recall ${percent(test.perClass[best]!.recall)}).`
  );
}

function calibrationSentence({ calibration: { temperature, before, after } }: TuneSummary): string {
  const leaning =
    temperature > 1.02 ? 'too sure' : temperature < 0.98 ? 'not sure enough' : 'about as sure as it should be';
  const better = after.calibrationError < before.calibrationError;
  return (
    `The model is ${leaning}: the temperature fitted on the calibration split is ${fixed(temperature, 2)}. On test it ` +
    `${better ? 'lowers' : 'does not lower'} the calibration error, ${percent(before.calibrationError)} before and ` +
    `${percent(after.calibrationError)} after.`
  );
}

function familySentence({ family }: TuneSummary): string[] {
  switch (family.why) {
    case 'best-tunable':
      return [
        `The search was won by the ${family.passedOver}, which has nothing to tune: the ${family.label}, the best that has, is tuned instead.`,
      ];
    case 'no-search':
      return [`No search was given, so the ${family.label} is tuned.`];
    default:
      return [];
  }
}

/** @param classes their names by label */
export function findings(summary: TuneSummary, classes: readonly string[]): string[] {
  return [
    testSentence(summary),
    ...familySentence(summary),
    ...choiceSentences(summary),
    ...untunedSentence(summary),
    studySentence(summary),
    ...optimismSentence(summary),
    ...importanceSentence(summary),
    classSentence(summary, classes),
    calibrationSentence(summary),
  ];
}
