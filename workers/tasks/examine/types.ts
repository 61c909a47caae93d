/**
 * A closer look at scored predictions: how far the probabilities can be trusted, before and after temperature scaling, and
 * the surest mistakes. Inputs: `data`, `calibration` (a `score` of the calibration split, on which the temperature is fitted)
 * and `scored` (a `score` of the split that is looked at, by the same model).
 */
import type { CalibrationBin } from '../../../src/core/stats/classification';
import type { DataInput } from '../input-types';
import type { Arrays, StoredResult } from '../../../src/core/results/types';
import type { ScoreArrays, ScoreSummary } from '../score/types';

export interface ExamineSpec {
  /** Surest mistakes that are kept, at most. */
  readonly mistakes: number;
}

export interface Reliability {
  /** Nats. */
  readonly logLoss: number;
  readonly brier: number;
  /** Expected calibration error, 15 bins, 0 to 1. */
  readonly calibrationError: number;
  readonly bins: readonly CalibrationBin[];
}

/** An image that was named wrongly. */
export interface Mistake {
  /** Index within the official file (of the split's part). */
  readonly index: number;
  readonly label: number;
  readonly predicted: number;
  /** Given to the wrong class, and to the right one. */
  readonly probability: number;
  readonly labelProbability: number;
}

export interface ExamineSummary {
  readonly spec: ExamineSpec;
  /** Fitted on the calibration split; above 1 the model was too sure of itself. */
  readonly temperature: number;
  /** As the model says it, and after division of its logits by the temperature. */
  readonly before: Reliability;
  readonly after: Reliability;
  /** Images named wrongly in all. */
  readonly wrong: number;
  /** The surest first. */
  readonly mistakes: readonly Mistake[];
}

export const EXAMINE_ARTIFACTS = {
  /** uint8 [mistakes, height, width], in their order. */
  mistakeImages: 'mistakeImages',
  /** uint8 and uint32 [images]: the images that were looked at, in the order of their probabilities. */
  labels: 'labels',
  indices: 'indices',
} as const;

export type ExamineInputs = DataInput & {
  readonly calibration: StoredResult<ScoreSummary, ScoreArrays>;
  readonly scored: StoredResult<ScoreSummary, ScoreArrays>;
};
export type ExamineArrays = Arrays<'labels' | 'indices' | 'mistakeImages'>;
