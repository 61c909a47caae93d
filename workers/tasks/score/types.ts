/**
 * Predicting images with a trained model and scoring the predictions.
 * Inputs: `data`, `model` (any result that holds a model), and `features` if the model was trained on a pipeline.
 */
import type { Scenario } from '../../../src/core/drift/scenarios';
import type { SplitName } from '../../../src/core/dataset/types';
import type { Score } from '../../../src/core/stats/score';

/** One batch of the stream, as the scenario lets it come in. */
export interface StreamBatch {
  /** Number of the batch, from 1, of so many. */
  readonly batch: number;
  readonly batches: number;
  readonly scenario: Scenario;
  /** Seed of the order of the stream and of what happens to its images. */
  readonly streamSeed: number;
}

export interface ScoreSpec {
  readonly split: SplitName;
  /** For `stream`: which batch; the whole split, undisturbed, if left out. */
  readonly stream?: StreamBatch;
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
