/**
 * Median pruning with the semantics of Optuna 3.1's MedianPruner (the median stopping rule of Golovin and others, "Google
 * Vizier", KDD 2017): a trial stops when its best value so far is worse than the median of the complete trials at that step.
 */
import { integer } from '../../params';
import { quantile, sorted } from '../../stats/quantile';
import { precise } from '../../words/numbers';
import { completeTrials } from '../ranking';
import type { Pruner, Report, Study } from '../types';

/** The defaults are those of Optuna 3.1's MedianPruner. Steps are in the unit of the reports. */
const params = {
  // No pruning before so many trials are complete.
  startupTrials: integer({ label: 'Complete trials before', default: 5, min: 0, max: 10_000 }),
  // No pruning at steps below this.
  warmupSteps: integer({ label: 'Steps before', default: 0, min: 0, max: Number.MAX_SAFE_INTEGER }),
  // Steps between two checks, counted from the end of the warm-up.
  intervalSteps: integer({ label: 'Steps between checks', default: 1, min: 1, max: Number.MAX_SAFE_INTEGER }),
};

type MedianRule = {
  readonly direction: Study['direction'];
  readonly warmupSteps: number;
  readonly intervalSteps: number;
  /** The median at each step over the complete trials that reported there. */
  readonly medians: readonly { readonly step: number; readonly value: number }[];
};

/** At the first report in each interval after the warm-up. */
function why(rule: MedianRule, reports: readonly Report[]): string | undefined {
  const last = reports.at(-1);
  if (last === undefined || last.step < rule.warmupSteps) return undefined;
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

export const pruner: Pruner<typeof params, MedianRule> = {
  algorithm: 'Median pruning',
  about:
    'stops a trial whose best value so far is worse than the median of earlier trials at the same number of images ' +
    '(Golovin and others, 2017, with the semantics of Optuna 3.1).',
  source: "Golovin and others, KDD 2017; the semantics of Optuna 3.1's MedianPruner",
  params,
  config: ({ trials, reports, interval }) => ({
    // As in Optuna, but no more complete trials than a third of a short study.
    startupTrials: Math.min(params.startupTrials.default, Math.ceil(trials / 3)),
    // After the first of several reports, small learning rates are behind whatever they lead to: trials are judged from the
    // second on.
    warmupSteps: reports > 2 ? 2 * interval : 0,
    intervalSteps: interval,
  }),
  describe: ({ startupTrials, warmupSteps, intervalSteps }) =>
    `median, after ${startupTrials} complete trials and ${warmupSteps} steps, every ${intervalSteps}`,
  rule(study, { startupTrials, warmupSteps, intervalSteps }) {
    const complete = completeTrials(study);
    if (complete.length === 0 || complete.length < startupTrials) return undefined;
    const byStep = new Map<number, number[]>();
    for (const { step, value } of complete.flatMap((trial) => trial.reports)) {
      byStep.set(step, [...(byStep.get(step) ?? []), value]);
    }
    const medians = [...byStep.entries()]
      .sort(([a], [b]) => a - b)
      .map(([step, values]) => ({ step, value: quantile(sorted(values), 0.5) }));
    return { direction: study.direction, warmupSteps, intervalSteps, medians };
  },
  why,
};
