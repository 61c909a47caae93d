/** What findings, figures and tables of the Monitor cell read from its summary. Pure. */
import type { DriftReport } from '../../../core/drift/report';
import { SCENARIO_LABELS } from '../../../core/drift/scenarios';
import { wilsonInterval } from '../../../core/stats/intervals';
import type { CellContent } from '../../types';
import type { BatchScore, MonitorParams, MonitorSummary } from '../types';

export type Content = CellContent<MonitorParams, MonitorSummary>;

/** "Gaussian noise", "A class mix". */
export function driftName({ scenario }: MonitorSummary): string {
  const { type } = scenario;
  return type === 'class-mix' ? 'A class mix' : SCENARIO_LABELS[type];
}

/** Whether the scenario changes anything; a severity of 0 is none. */
export const drifts = ({ scenario }: MonitorSummary): boolean => scenario.type !== 'none' && scenario.severity > 0;

export interface Share {
  readonly share: number;
  readonly interval: readonly [number, number];
  readonly images: number;
}

/** Accuracy over some batches together, with Wilson's interval; undefined for none. */
export function pooled(scores: readonly BatchScore[]): Share | undefined {
  const images = scores.reduce((sum, score) => sum + score.images, 0);
  const correct = scores.reduce((sum, score) => sum + score.correct, 0);
  return images === 0 ? undefined : { share: correct / images, interval: wilsonInterval(correct, images), images };
}

/** "before" and "from the onset on"; without drift all batches are before it. */
export function aroundOnset(summary: MonitorSummary): { before: Share | undefined; since: Share | undefined } {
  const onset = drifts(summary) ? summary.scenario.fromBatch : Infinity;
  return {
    before: pooled(summary.scores.filter(({ batch }) => batch < onset)),
    since: pooled(summary.scores.filter(({ batch }) => batch >= onset)),
  };
}

/** The batch that tells most: that of the alarm, else the onset's, else the last. */
export function tellingReport(summary: MonitorSummary): DriftReport {
  const onset = drifts(summary) ? summary.scenario.fromBatch : summary.settings.batches;
  const wanted = summary.alarm.batch ?? onset;
  return summary.reports.find(({ batch }) => batch === wanted) ?? summary.reports.at(-1)!;
}
