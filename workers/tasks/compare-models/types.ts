/**
 * Two models on the same images: whose predictions are right more often.
 * Inputs: `data`, and `a` and `b`: results that hold `validationProbabilities` (of a training, a fit, or a cell that passes
 * them on). Seed: of the bootstrap.
 */
import type { ModelComparison } from '../../../src/core/stats/compare';
import type { DataInput, Predicted } from '../input-types';
import type { Arrays } from '../../../src/core/results/types';

export interface CompareModelsSpec {
  /** Resamples of the paired bootstrap. */
  readonly resamples: number;
}

/** Differences are a minus b; `onlyFirst` are the images that a alone got right. */
export interface CompareModelsSummary extends ModelComparison {
  readonly spec: CompareModelsSpec;
}

export type CompareModelsInputs = DataInput & { readonly a: Predicted; readonly b: Predicted };
export type CompareModelsArrays = Arrays<never>;
