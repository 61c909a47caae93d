/**
 * How each named feature affects each class, from a linear model: exact Shapley values of the validation images.
 * Inputs: `data`, `features` (a pipeline that ends in named features, standardised), `model` (a `linear` model fitted on
 * it). Seed: of the images drawn for the beeswarm.
 */
import type { Arrays } from '../../../src/core/results/types';
import type { ModelInputs } from '../input-types';

export interface ExplainLinearSpec {
  /** Images of the training split whose mean is the background; those that the model was fitted on. */
  readonly background: number;
  /** Images of a beeswarm, at most 160: with twelve features that is below 2,000 points. */
  readonly swarmImages: number;
}

/** Matrices are classes x features, row-major, in units of the logit. */
export interface LinearExplanation {
  /** Ids of the named features, in the order of the columns. */
  readonly features: readonly string[];
  /** Validation images explained. */
  readonly images: number;
  /** Mean absolute Shapley value, with the sign of the effect: above 0 if more of the feature speaks for the class. */
  readonly signed: readonly number[];
  /** Mean over the class' own images; null for a class without images. */
  readonly own: readonly (number | null)[];
  /** One sentence a class. */
  readonly sentences: readonly string[];
  /** The class whose score the features move most (largest sum of mean absolute values). */
  readonly strongest: number;
  /** Largest gap between a logit and its base plus the sum of its Shapley values. */
  readonly additivityGap: number;
}

export interface ExplainLinearSummary extends LinearExplanation {
  readonly spec: ExplainLinearSpec;
}

export type ExplainLinearInputs = ModelInputs;
export type ExplainLinearArrays = Arrays<'swarmValues' | 'swarmOffsets' | 'swarmLevels'>;
