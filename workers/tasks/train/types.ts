/**
 * Training one network on the training split, scored on the validation split.
 * Inputs: `data`, and `features` (a result of `fit-features`) unless the network takes pixels divided by 255.
 */
import { WEIGHTS, type HoldsModel } from '../../../src/core/models/card';
import type { Selection } from '../../../src/core/labels/folds';
import type { LearningRateSchedule } from '../../../src/core/models/schedule';
import type { EarlyStopped, EarlyStopping } from '../../../src/core/models/stopping';
import type { PruningRule } from '../../../src/core/search/types';
import type { Score } from '../../../src/core/stats/score';
import type { StreamBatch } from '../../../src/core/drift/scenarios';
import type { ModelSpec } from '../../../src/core/models/types';
import type { DataInput, FeaturesInput } from '../input-types';
import type { Arrays } from '../../../src/core/results/types';

export interface TrainSpec {
  readonly model: ModelSpec;
  /** The first so many images of the training split's seeded order, which is class-balanced. */
  readonly trainImages: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** The highest; constant unless there is a schedule. */
  readonly learningRate: number;
  readonly schedule?: LearningRateSchedule;
  /** Ends a training that no longer gets better on validation, and keeps the weights of its best epoch. */
  readonly earlyStopping?: EarlyStopping;
  /**
   * Cuts each batch into so many shards, which idle workers may carry: at least 1. Their number decides the result's bytes,
   * the number of workers does not. Without it a batch is one piece.
   */
  readonly shards?: number;
  /** Stops a trial whose validation accuracy, reported after each epoch by images trained, says so. */
  readonly pruning?: PruningRule;
  /** Batches of the stream that are trained on beside the training images. */
  readonly stream?: readonly StreamBatch[];
  /** What of these images is trained on, and what is held out and predicted afterwards. All are trained on without it. */
  readonly selection?: Selection;
}

/** x is images trained. */
export interface TrainCurve {
  readonly x: readonly number[];
  readonly y: readonly number[];
}
export interface TrainCurves {
  readonly trainLoss: TrainCurve;
  readonly validationAccuracy: TrainCurve;
  readonly validationLogLoss: TrainCurve;
}

/** Nothing here depends on time: equal seeds give equal summaries. */
export interface TrainSummary extends HoldsModel {
  readonly spec: TrainSpec;
  /** Images that were used (those of the stream too), and images trained in all epochs. */
  readonly trainImages: number;
  readonly imagesTrained: number;
  /** Of the weights that were kept. */
  readonly validation: Score;
  readonly curves: TrainCurves;
  /** Of the images that were held out, against the labels as they were trained on; absent without a fold. */
  readonly heldOut?: Score;
  /** Absent unless early stopping was asked for. */
  readonly earlyStopped?: EarlyStopped;
  /** Why the training was stopped before its last epoch; absent if it was not. */
  readonly pruned?: string;
}

/** Artifacts of a training. */
export const TRAIN_ARTIFACTS = {
  /** float32 [parameters], in the order of the layers. */
  weights: WEIGHTS,
  /** float32 [validation images, 10], in the validation split's order. */
  validationProbabilities: 'validationProbabilities',
  /** With a fold: float32 [images held out, 10], and uint32 with their indices in the training file, in the same order. */
  heldOutProbabilities: 'heldOutProbabilities',
  heldOutIndices: 'heldOutIndices',
} as const;

/** What a running training shows. */
export interface TrainDetail {
  readonly curves: TrainCurves;
}

export type TrainInputs = DataInput & FeaturesInput;
export type TrainArrays = Arrays<
  'model.weights' | 'validationProbabilities',
  'heldOutProbabilities' | 'heldOutIndices'
>;
