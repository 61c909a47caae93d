/** Training one model on the fit split, scored on the select split. */
import type { ModelSpec } from '../../../src/core/models/types';

export interface TrainSpec {
  readonly model: ModelSpec;
  /** The first so many images of the fit split's seeded order, which is class-balanced. */
  readonly fitImages: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
}

/** x is images trained. */
export interface TrainCurve {
  readonly x: readonly number[];
  readonly y: readonly number[];
}
export interface TrainCurves {
  readonly fitLoss: TrainCurve;
  readonly selectAccuracy: TrainCurve;
  readonly selectLogLoss: TrainCurve;
}

/** Nothing here depends on time: equal seeds give equal summaries. */
export interface TrainSummary {
  readonly spec: TrainSpec;
  /** Weights that the model has. */
  readonly parameters: number;
  /** Images of fit that were used, and images trained in all epochs. */
  readonly fitImages: number;
  readonly imagesTrained: number;
  readonly select: {
    readonly images: number;
    readonly accuracy: number;
    /** 95 % (Wilson). */
    readonly interval: readonly [number, number];
    readonly logLoss: number;
    /** Counts, true class x predicted class, row-major. */
    readonly confusion: readonly number[];
  };
  readonly curves: TrainCurves;
}

/** Artifacts of a training. */
export const TRAIN_ARTIFACTS = {
  /** float32 [parameters], in the order of the layers. */
  weights: 'weights',
  /** float32 [select images, 10], in the select split's order. */
  selectProbabilities: 'selectProbabilities',
} as const;

/** What a running training shows. */
export interface TrainDetail {
  readonly curves: TrainCurves;
}
