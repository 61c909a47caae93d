/** What a study's finished trials say: the best, the order, the history. */
import type { Study, Trial } from './types';

/** Whether `a` is the better value. */
export function isBetter(study: Pick<Study, 'direction'>, a: number, b: number): boolean {
  return study.direction === 'maximize' ? a > b : a < b;
}

export type CompleteTrial = Trial & { readonly value: number };
export function completeTrials(study: Study): readonly CompleteTrial[] {
  return study.trials.filter(
    (trial): trial is CompleteTrial => trial.state === 'complete' && trial.value !== undefined,
  );
}

/** Complete trials from best to worst; equal values in trial order. */
export function ranking(study: Study): readonly CompleteTrial[] {
  const sign = study.direction === 'maximize' ? -1 : 1;
  return [...completeTrials(study)].sort((a, b) => sign * (a.value - b.value) || a.number - b.number);
}

/** The best complete trial, the earliest among equals; undefined if none completed. */
export const bestTrial = (study: Study): CompleteTrial | undefined => ranking(study)[0];

/** For the history plot: the value of each complete trial and the best up to it. */
export function history(
  study: Study,
): readonly { readonly number: number; readonly value: number; readonly best: number }[] {
  let best: number | undefined;
  return completeTrials(study).map(({ number, value }) => {
    if (best === undefined || isBetter(study, value, best)) best = value;
    return { number, value, best };
  });
}
