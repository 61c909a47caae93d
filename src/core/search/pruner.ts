/**
 * Median pruning with the semantics of Optuna 3.1's MedianPruner, decided from a rule that is fixed when a generation is
 * asked for: trials of the same generation do not see each other, so pruning does not depend on which runs faster.
 */
import { quantile, sorted } from '../stats/quantile';
import { completeTrials } from './ranking';
import type { MedianPrunerConfig, PrunerConfig, Report, Study } from './types';
import { precise } from '../words/numbers';

export const NO_PRUNER: PrunerConfig = { type: 'none' };
/** The defaults of Optuna 3.1's MedianPruner. */
export const MEDIAN_PRUNER: MedianPrunerConfig = { type: 'median', startupTrials: 5, warmupSteps: 0, intervalSteps: 1 };

/** All that a running trial needs to decide; plain JSON, so that it can be part of a task's specification. */
export interface PruningRule {
  readonly direction: 'maximize' | 'minimize';
  readonly warmupSteps: number;
  readonly intervalSteps: number;
  /** The median at each step over the complete trials that reported there. */
  readonly medians: readonly Report[];
}

/** The rule for the trials of the next or pending generation; undefined if nothing is to be pruned yet. */
export function pruningRule(study: Study): PruningRule | undefined {
  const { pruner, direction } = study;
  if (pruner.type === 'none') return undefined;
  const complete = completeTrials(study);
  if (complete.length === 0 || complete.length < pruner.startupTrials) return undefined;
  const byStep = new Map<number, number[]>();
  for (const { step, value } of complete.flatMap((trial) => trial.reports)) {
    byStep.set(step, [...(byStep.get(step) ?? []), value]);
  }
  const medians = [...byStep.entries()]
    .sort(([a], [b]) => a - b)
    .map(([step, values]) => ({ step, value: quantile(sorted(values), 0.5) }));
  return { direction, warmupSteps: pruner.warmupSteps, intervalSteps: pruner.intervalSteps, medians };
}

/**
 * Why a trial should stop after its last report, or undefined. It stops when its best value so far is worse than the
 * median, at the first report in each interval after the warm-up.
 * @param reports all reports of the trial so far, in order of steps
 */
export function whyPrune(rule: PruningRule | undefined, reports: readonly Report[]): string | undefined {
  const last = reports.at(-1);
  if (rule === undefined || last === undefined || last.step < rule.warmupSteps) return undefined;
  const intervals = Math.floor((last.step - rule.warmupSteps) / rule.intervalSteps);
  const checkpoint = rule.warmupSteps + intervals * rule.intervalSteps;
  const before = reports.at(-2)?.step ?? -Infinity;
  if (before >= checkpoint) return undefined;
  const median = rule.medians.find(({ step }) => step === last.step)?.value;
  if (median === undefined) return undefined;
  const values = reports.map((report) => report.value).filter((value) => !Number.isNaN(value));
  if (values.length === 0) return `No number had been reported up to step ${last.step}.`;
  const best = rule.direction === 'maximize' ? Math.max(...values) : Math.min(...values);
  const worse = rule.direction === 'maximize' ? best < median : best > median;
  if (!worse) return undefined;
  const side = rule.direction === 'maximize' ? 'below' : 'above';
  return `Its best value by step ${last.step}, ${precise(best, 4)}, lies ${side} the median ${precise(median, 4)} of earlier trials.`;
}
