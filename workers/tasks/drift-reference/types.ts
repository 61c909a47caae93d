/**
 * What batches of the stream are compared with: named features and predictions of the calibration split.
 * Inputs: `data`, `model`, and `features` if the model was trained on a pipeline.
 */
import type { Score } from '../../../src/core/stats/score';
import type { DataInput, FeaturesInput, ModelInput } from '../input-types';
import type { Arrays } from '../../../src/core/results/types';

/** Everything is in the inputs. */
export type DriftReferenceSpec = Readonly<Record<string, never>>;

export interface DriftReferenceSummary {
  /** The model on the calibration split, which it was not trained on. */
  readonly score: Score;
}

/** Artifacts, in the order of the calibration split. */
export const REFERENCE_ARTIFACTS = {
  /** float32 [images, 12]. */
  features: 'features',
  /** float32 [images, 10]. */
  probabilities: 'probabilities',
} as const;

export type DriftReferenceInputs = DataInput & ModelInput & FeaturesInput;
export type DriftReferenceArrays = Arrays<'features' | 'probabilities'>;
