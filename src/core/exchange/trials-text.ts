/** A study as files for people: `trials.log` to read and `trials.csv` to compute with. */
import { csvOf } from '../csv';
import { own } from '../own';
import { describePruner } from '../search/pruners';
import { bestTrial } from '../search/ranking';
import { describeSampler } from '../search/samplers';
import type { ChoiceValue } from '../search/space';
import type { Study, Trial } from '../search/types';
import { fixed, roundedTo } from '../words/numbers';

/** When a trial ran; kept apart from the study because times never enter a result. */
export interface TrialTiming {
  readonly startedAt: string;
  readonly seconds: number;
}
export type TrialTimings = Readonly<Record<number, TrialTiming>>;

export interface HoldsStudy {
  readonly study: Study;
}

function shown(value: ChoiceValue): string {
  return typeof value === 'number' && !Number.isInteger(value) ? String(roundedTo(value, 5)) : String(value);
}

/** Counted from 1, as on the page; in a study a trial's number is its index. */
const trialNumber = ({ number }: Pick<Trial, 'number'>): number => number + 1;

function describe(trial: Trial): string {
  const reason = trial.reason === undefined ? '' : ` ${trial.reason}`;
  switch (trial.state) {
    case 'complete':
      return `finished with value ${shown(trial.value!)}.`;
    case 'pruned':
      return `pruned after ${trial.reports.length} report${trial.reports.length === 1 ? '' : 's'}.${reason}`;
    case 'failed':
      return `failed.${reason}`;
    case 'pending':
      return 'has not been told.';
  }
}

/** One line a trial, with the best so far, below a heading that says how the study was set up. Ends with a line break. */
export async function trialsLog(study: Study, timings: TrialTimings = {}): Promise<string> {
  const space = Object.entries(study.space).map(([name, dimension]) =>
    dimension.type === 'choice'
      ? `#   ${name}: one of ${dimension.choices.join(', ')}`
      : `#   ${name}: ${dimension.type} from ${shown(dimension.low)} to ${shown(dimension.high)}${dimension.log ? ', logarithmic' : ''}`,
  );
  const lines = [
    `# Study: ${study.direction}, generations of ${study.width}, seed ${study.seed}`,
    `# Sampler: ${await describeSampler(study.sampler)}`,
    `# Pruner: ${await describePruner(study.pruner)}`,
    '# Space:',
    ...space,
  ];
  study.trials.forEach((trial, index) => {
    const timing = timings[trial.number];
    const stamp = timing ? `[${timing.startedAt}] ` : '';
    const took = timing ? ` It took ${fixed(timing.seconds, 1)} s.` : '';
    const params = Object.entries(trial.params).map(([name, value]) => `${name}=${shown(value)}`);
    const best = bestTrial({ ...study, trials: study.trials.slice(0, index + 1) });
    const standing = best ? ` Best is trial ${trialNumber(best)} with value ${shown(best.value)}.` : '';
    lines.push(
      `${stamp}Trial ${trialNumber(trial)} (generation ${trial.generation + 1}) ${describe(trial)} Parameters: ${params.join(', ')}.${took}${standing}`,
    );
  });
  return `${lines.join('\n')}\n`;
}

/**
 * One row a trial (RFC 4180, UTF-8, line ends CRLF), numbers in full: number and generation (from 1), state, value, reports, last
 * step, last report, `params.<name>`, `metrics.<name>`, reason, and start and seconds if timings are given.
 */
export function trialsCsv(study: Study, timings?: TrialTimings): string {
  const names = Object.keys(study.space);
  const metrics = [...new Set(study.trials.flatMap((trial) => Object.keys(trial.metrics)))].sort();
  const header = ['number', 'generation', 'state', 'value', 'reports', 'last_step', 'last_report']
    .concat(
      names.map((name) => `params.${name}`),
      metrics.map((name) => `metrics.${name}`),
      'reason',
    )
    .concat(timings ? ['started_at', 'seconds'] : []);
  const rows = study.trials.map((trial) => {
    const last = trial.reports.at(-1);
    const timing = timings?.[trial.number];
    return [
      trialNumber(trial),
      trial.generation + 1,
      trial.state,
      trial.value,
      trial.reports.length,
      last?.step,
      last?.value,
      ...names.map((name) => own(trial.params, name)),
      ...metrics.map((name) => own(trial.metrics, name)),
      trial.reason,
      ...(timings ? [timing?.startedAt, timing?.seconds] : []),
    ];
  });
  return csvOf([header, ...rows]);
}
