/** The Alerts cell's parameters and summary: shared by its job (coordinator) and its definition (page). */
import { text, type ParamValues } from '../../core/params';
import type { AlertsTaskSummary } from '../../../workers/tasks/alerts/types';

export const facts = { kind: 'alerts', version: 2, numeric: false } as const;

export const params = {
  thresholds: text({ label: 'Moved thresholds' }),
};
export type AlertsParams = ParamValues<typeof params>;

export interface AlertsSummary extends AlertsTaskSummary {
  readonly dataset: { readonly hash: string; readonly name: string; readonly synthetic: boolean };
  readonly images: number;
  /** Kinds of the cells that the checks come from. */
  readonly sources: readonly string[];
}
