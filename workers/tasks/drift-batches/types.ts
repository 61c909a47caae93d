/**
 * Scoring batches of the stream with a model, and comparing them with the reference.
 * Inputs: `data`, `model`, `features` if the model was trained on a pipeline, and `reference` (a result of
 * `drift-reference`) if drift is to be measured.
 */
import type { DetectorsAsked } from '../../../src/core/drift/detectors';
import type { DriftReport } from '../../../src/core/drift/report';
import type { StreamBatch } from '../../../src/core/drift/scenarios';
import type { DataInput, FeaturesInput, ModelInput } from '../input-types';
import type { DriftReferenceArrays, DriftReferenceSummary } from '../drift-reference/types';
import type { ArtifactRef, StoredResult } from '../../../src/core/results/types';

export interface DriftBatchesSpec {
  readonly stream: readonly StreamBatch[];
  /** With a reference: what measures, in which version, so that the key of a result says what it holds. Left out without one. */
  readonly detectors?: DetectorsAsked;
}

export interface ScoredBatch {
  readonly batch: number;
  readonly images: number;
  /** Images that the model named rightly. */
  readonly correct: number;
  /** Absent without a reference. */
  readonly report?: DriftReport;
}

export interface DriftBatchesSummary {
  readonly batches: readonly ScoredBatch[];
}

/** uint8 [images of the batch]: 1 where the model is right, in the order of the stream. */
export const correctOf = (batch: number) => `correct.${batch}` as const;

export type DriftBatchesInputs = DataInput &
  ModelInput &
  FeaturesInput & { readonly reference?: StoredResult<DriftReferenceSummary, DriftReferenceArrays> };
export type DriftBatchesArrays = Readonly<Record<`correct.${number}`, ArtifactRef>>;
