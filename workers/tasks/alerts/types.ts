import type { DataInput } from '../input-types';
import type { AnyArrays, StoredResult } from '../../../src/core/results/types';
import type { HasEvidence } from '../../../src/core/profile/evidence';
import type { Thresholds } from '../../../src/core/alerts/thresholds';
import type { CheckedAlert, HasProfile } from '../../../src/core/alerts/types';

export interface AlertsSpec {
  /** Thresholds that were moved. */
  readonly thresholds: Thresholds;
}

/** The images beside an alert: their pixels are in the artifact `pictures`, from this place on. */
export interface Shown {
  readonly kind: CheckedAlert['kind'];
  readonly from: number;
  readonly ids: readonly number[];
  readonly labels: readonly number[];
}

/**
 * Artifacts: `ids.<kind>` int32 [n] and `scores.<kind>` float32 [n or n/2] of the images behind each alert, worst first;
 * `pictures` uint8 [images, pixels of an image].
 */
export interface AlertsTaskSummary {
  readonly alerts: readonly CheckedAlert[];
  readonly quiet: readonly CheckedAlert[];
  readonly shown: readonly Shown[];
}

export type AlertsInputs = DataInput & { readonly explore: StoredResult<HasProfile & Partial<HasEvidence>> } & {
  readonly [Cell in 'similar' | 'labels' | 'map']?: StoredResult<Partial<HasEvidence>>;
};
export type AlertsArrays = AnyArrays;
