/**
 * What choosing the best of several models on validation flatters it by. Inputs: `data`, and any number of results that hold
 * `validationProbabilities`, under any other names. Seed: of the bootstrap.
 */
import type { DataInput, Predicted } from '../input-types';
import type { Arrays } from '../../../src/core/results/types';
import type { ChoiceOptimism } from '../../../src/core/stats/optimism';

export interface ChoiceOptimismSpec {
  readonly resamples: number;
}
export interface ChoiceOptimismSummary extends ChoiceOptimism {
  readonly spec: ChoiceOptimismSpec;
}

export type ChoiceOptimismInputs = DataInput & { readonly [Model in `model${string}`]?: Predicted };
export type ChoiceOptimismArrays = Arrays<never>;
