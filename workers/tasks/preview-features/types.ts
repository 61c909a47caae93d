/**
 * A look at what a fitted pipeline does to images of the training split, as training sees them.
 * Inputs: `data`, and `features` (a result of `fit-features`). Seed: of the augmentation that is shown.
 */
import type { AnyArrays } from '../../../src/core/results/types';
import type { DataInput, FeaturesInput } from '../input-types';
import type { Preview } from '../../../src/core/features/preview';

export interface PreviewFeaturesSpec {
  /** The first so many images of the training split's seeded order are measured; pictured is the first of each class. */
  readonly images: number;
}

/** Artifacts: see core/features/preview. */
export interface PreviewFeaturesSummary extends Preview {
  readonly spec: PreviewFeaturesSpec;
  readonly measured: number;
  /** The pictured images: index within the official training file. */
  readonly pictured: readonly { readonly index: number; readonly label: number }[];
}

export type PreviewFeaturesInputs = DataInput & FeaturesInput;
export type PreviewFeaturesArrays = AnyArrays;
