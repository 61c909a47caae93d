/** The Alerts cell's parameters and summary: shared by its job (coordinator) and its definition (page). */
import type { DatasetSummary } from '../../core/dataset/types';
import type { HasProfile } from '../../core/alerts/types';
import type { HasEvidence } from '../../core/profile/evidence';
import { DATA_SLOT } from '../../core/results/slots';
import type { InputsOf } from '../../core/results/types';
import { text, type ParamValues } from '../../core/params';
import type { AlertsTaskSummary } from '../../../workers/tasks/alerts/types';

export const facts = { kind: 'alerts', version: 2, numeric: false } as const;

export const params = {
  thresholds: text({ label: 'Moved thresholds' }),
};
export type AlertsParams = ParamValues<typeof params>;

const from = <R extends boolean>(required: R, label: string, kind: string) =>
  ({ label, kinds: [kind], required, fromBelow: true }) as const;

export const slots = {
  data: DATA_SLOT,
  explore: from(true, 'Profile', 'explore'),
  similar: from(false, 'Near copies', 'similar'),
  labels: from(false, 'Label issues', 'labels'),
  map: from(false, 'Outliers', 'map'),
} as const;
export type AlertsInputs = InputsOf<
  typeof slots,
  {
    data: DatasetSummary;
    explore: HasProfile & Partial<HasEvidence>;
    similar: Partial<HasEvidence>;
    labels: Partial<HasEvidence>;
    map: Partial<HasEvidence>;
  }
>;

export interface AlertsSummary extends AlertsTaskSummary {
  readonly dataset: { readonly hash: string; readonly name: string; readonly synthetic: boolean };
  readonly images: number;
  /** Kinds of the cells that the checks come from. */
  readonly sources: readonly string[];
}
