/**
 * Fitting a model that is no network on the training split, scored on the validation split.
 * Inputs: `data`, and `features` (a result of `fit-features`) unless the model takes raw pixels.
 */
import type { ClassicSpec, HoldsModel } from '../../../src/core/models/card';
import type { Score } from '../../../src/core/stats/score';
import type { StreamBatch } from '../../../src/core/drift/scenarios';
import type { DataInput, FeaturesInput } from '../input-types';
import type { AnyArrays, Arrays } from '../../../src/core/results/types';

export interface FitClassicSpec {
  readonly model: ClassicSpec;
  /** The first so many images of the training split's seeded order, which is class-balanced. */
  readonly trainImages: number;
  /** Batches of the stream that are fitted on beside the training images. */
  readonly stream?: readonly StreamBatch[];
}

/** Artifacts: `model.*`, and `validationProbabilities` (float32 [validation images, 10]), named as those of a training. */
export interface FitClassicSummary extends HoldsModel {
  readonly spec: FitClassicSpec;
  readonly trainImages: number;
  /** Images looked at in fitting, counted with repeats: the common budget of a search. */
  readonly imagesTrained: number;
  readonly validation: Score;
}

export type FitClassicInputs = DataInput & FeaturesInput;
export type FitClassicArrays = AnyArrays & Arrays<'validationProbabilities'>;
