/** Fitting a feature pipeline on the training split. Input `data`. Its arrays are artifacts: see core/features/fitted. */
import type { AnyArrays } from '../../../src/core/results/types';
import type { DataInput } from '../input-types';
import type { HoldsPipeline, PipelineRecipe } from '../../../src/core/features/fitted';

export type FitFeaturesSpec = PipelineRecipe;
export type FitFeaturesSummary = HoldsPipeline;

export type FitFeaturesInputs = DataInput;
export type FitFeaturesArrays = AnyArrays;
