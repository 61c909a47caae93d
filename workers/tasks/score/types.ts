/**
 * Predicting images with a trained model and scoring the predictions.
 * Inputs: `data`, `model` (any result that holds a model), and `features` if the model was trained on a pipeline.
 */
import type { SplitName } from '../../../src/core/dataset/types';
import type { Score } from '../../../src/core/stats/score';
import type { DataInput, FeaturesInput, ModelInput } from '../input-types';
import type { Arrays } from '../../../src/core/results/types';

export interface ScoreSpec {
  readonly split: SplitName;
}

export interface ScoreSummary {
  readonly spec: ScoreSpec;
  readonly score: Score;
  /** Mean squared distance to the one-hot label, 0 to 2. */
  readonly brier: number;
  /** Expected calibration error, 15 bins, 0 to 1. */
  readonly calibrationError: number;
}

/** Artifacts of a scoring. Its timing has `secondsPerImage`. */
export const SCORE_ARTIFACTS = {
  /** float32 [images, 10], in the order of the split or the batch. */
  probabilities: 'probabilities',
} as const;

export type ScoreInputs = DataInput & ModelInput & FeaturesInput;
export type ScoreArrays = Arrays<'probabilities'>;
