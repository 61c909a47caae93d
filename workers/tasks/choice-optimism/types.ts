/**
 * What choosing the best of several models on validation flatters it by. Inputs: `data`, and any number of results that hold
 * `validationProbabilities`, under any other names. Seed: of the bootstrap.
 */
import type { ChoiceOptimism } from '../../../src/core/stats/optimism';

export interface ChoiceOptimismSpec {
  readonly resamples: number;
}
export interface ChoiceOptimismSummary extends ChoiceOptimism {
  readonly spec: ChoiceOptimismSpec;
}
