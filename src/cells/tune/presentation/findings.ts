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
  const { untuned } = finalists[0]!;
  const model = untuned ? `${family.label} with its untuned settings` : `tuned ${family.label}`;
  return (
    `The ${model} reaches ${percent(test.accuracy)} accuracy on the ${count(test.images)} sealed test images ` +
    `(95 % CI ${percentInterval(test.ci95)}; log-loss ${fixed(test.logLoss, 3)} nats).`
  );
}

/** The difference of two models on the same images; `other` is what the chosen one is compared with. */
const comparisonWords = ({ difference, interval, mcNemar }: ModelComparison, other: string): string =>
  `${points(difference)} (95 % CI ${pointsInterval(interval)}, McNemar ${pValue(mcNemar.p)}). Only the chosen model is correct on ` +
  `${plural(mcNemar.onlyFirst, 'image')}, only ${other} on ${count(mcNemar.onlySecond)}`;

export const finalistName = ({ trial, untuned }: Finalist): string =>
  untuned ? 'the untuned settings' : `trial ${trial + 1}`;

function choiceSentence({ finalists, againstRunnerUp }: TuneSummary): string {
  const [chosen, runnerUp] = finalists;
  const verb = chosen!.untuned ? 'Chosen are' : 'Chosen is';
  const settings = `${verb} ${finalistName(chosen!)} (${settingsWords(chosen!.settings)})`;
  if (!runnerUp || !againstRunnerUp) return `${settings}: no other settings could be trained for comparison.`;
  const significant = againstRunnerUp.mcNemar.p < SIGNIFICANT;
  return (
    `${settings}. Validation accuracy: ${percent(chosen!.validation.accuracy)}, against ${percent(runnerUp.validation.accuracy)} for ` +
    `${finalistName(runnerUp)} after the same ${count(chosen!.imagesTrained)} images trained. ` +
    `The difference is ${significant ? 'significant' : 'not significant'}: ${comparisonWords(againstRunnerUp, 'the runner-up')}.`
  );
}

/** What tuning gained over the settings that it started from. */
function untunedSentence({ finalists, againstUntuned, study }: TuneSummary): string[] {
  const [chosen, runnerUp] = finalists;
  if (study.trials.length === 1) return ['The only trial has the untuned settings, so nothing was tuned.'];
  if (chosen!.untuned)
    return [
      `Tuning gained nothing: no finalist of ${plural(study.trials.length - 1, 'other trial')} beats the untuned settings.`,
    ];
  if (!againstUntuned) return [];
  if (runnerUp?.untuned)
    return ['The runner-up has the untuned settings: that difference is the gain from tuning on validation.'];
  const significant = againstUntuned.mcNemar.p < SIGNIFICANT;
  return [
    `The gain over the untuned settings with the same budget is ${significant ? 'significant' : 'not significant'}: ` +
      `${comparisonWords(againstUntuned, 'the untuned model')}.`,
  ];
}

function studySentence({ study }: TuneSummary): string {
  const inState = (state: TrialState): number => study.trials.filter((trial) => trial.state === state).length;
  const best = bestTrial(study)!;
  const parts = [`${count(inState('complete'))} completed`];
  if (inState('pruned') > 0) parts.push(`${count(inState('pruned'))} were pruned`);
  if (inState('failed') > 0) parts.push(`${count(inState('failed'))} failed`);
  const untuned = study.trials[0]!.value;
  const against =
    best.number === 0
      ? ', with the untuned settings'
      : untuned === undefined
        ? ''
        : `, the untuned settings ${percent(untuned)}`;
  return (
    `Of ${plural(study.trials.length, 'trial')} ${listed(parts)}. The best, trial ${best.number + 1}, reached ` +
    `${percent(best.value)} validation accuracy on its small budget${against}.`
  );
}

function optimismSentence({ optimism, finalists, test }: TuneSummary): string[] {
  const gap = finalists[0]!.validation.accuracy - test.accuracy;
  const fall = `Test accuracy is ${pointsApart(gap)} ${gap >= 0 ? 'below' : 'above'} validation accuracy`;
  if (!optimism) return [`${fall}.`];
  return [
    `Choosing the best of ${plural(optimism.models, 'complete trial')} on validation inflates its accuracy by ${points(optimism.optimism, 2)} ` +
      `(bootstrap: ${percent(optimism.apparent)} apparent, ${percent(optimism.corrected)} corrected). ${fall}.`,
  ];
}

/** Why the importances say nothing, without a full stop; undefined where they do. */
export function whyNoImportances({ importances }: Pick<TuneSummary, 'importances'>): string | undefined {
  if (!importances) return 'too few trials completed';
  const r2 = importances.outOfBagR2;
  return r2 === undefined || r2 < TRUSTED_R2
    ? `${plural(importances.trials, 'complete trial')} do not show which setting matters`
    : undefined;
}

function importanceSentence({ importances }: TuneSummary): string[] {
  const first = importances?.parameters[0];
  if (!importances || !first) return [];
  const r2 = importances.outOfBagR2;
  const nothing = whyNoImportances({ importances });
  if (nothing !== undefined || r2 === undefined) {
    return [
      `${capitalised(nothing ?? 'the importances say nothing')}: a regression forest does not predict ` +
        `unseen trials${r2 === undefined ? '' : ` (out-of-bag R² ${decimal(r2)})`}.`,
    ];
  }
  return [
    `${capitalised(nameWords(first.name))} matters most: it explains ${percent(first.share, 0)} of the variance of a regression forest ` +
      `over the trials (out-of-bag R² ${decimal(r2)}).`,
  ];
}

function classSentence({ test }: TuneSummary, classes: readonly string[]): string {
  const worst = test.perClass.reduce((at, score, index) => (score.f1 < test.perClass[at]!.f1 ? index : at), 0);
  const best = test.perClass.reduce((at, score, index) => (score.f1 > test.perClass[at]!.f1 ? index : at), 0);
  const { precision, recall } = test.perClass[worst]!;
  return (
    `${nameOfLabel(classes, worst)} is the hardest class on test (recall ${percent(recall)}, precision ${percent(precision)}), ` +
    `${nameOfLabel(classes, best)} the easiest (recall ${percent(test.perClass[best]!.recall)}).`
  );
}

function calibrationSentence({ calibration: { temperature, before, after } }: TuneSummary): string {
  const leaning = temperature > 1.02 ? 'overconfident' : temperature < 0.98 ? 'underconfident' : 'well calibrated';
  const better = after.calibrationError < before.calibrationError;
  return (
    `The model is ${leaning}: the temperature fitted on calibration is ${fixed(temperature, 2)}. On test it ` +
    `${better ? 'lowers' : 'does not lower'} the expected calibration error: ${percent(before.calibrationError)} before, ` +
    `${percent(after.calibrationError)} after.`
  );
}

function familySentence({ family }: TuneSummary): string[] {
  switch (family.why) {
    case 'best-tunable':
      return [
        `The winner of the search, the ${family.passedOver}, has nothing to tune: the best that has, the ${family.label}, is tuned.`,
      ];
    case 'no-search':
      return [`Without a search as input, the ${family.label} is tuned.`];
    default:
      return [];
  }
}

/** @param classes their names by label */
export function findings(summary: TuneSummary, classes: readonly string[]): string[] {
  return [
    testSentence(summary),
    [...familySentence(summary), choiceSentence(summary)].join(' '),
    ...untunedSentence(summary),
    [studySentence(summary), ...importanceSentence(summary)].join(' '),
    ...optimismSentence(summary),
    `${classSentence(summary, classes)} ${calibrationSentence(summary)}`,
  ];
}
