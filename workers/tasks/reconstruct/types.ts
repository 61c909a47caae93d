/** How far images lie from their reconstruction by principal components. Inputs `data` and `components`. */
import type { SplitName } from '../../../src/core/dataset/types';
import type { ComponentsInput, DataInput } from '../input-types';
import type { Arrays } from '../../../src/core/results/types';

export interface ReconstructSpec {
  readonly split: SplitName;
  /** Images [start, end) in the split's order. */
  readonly start: number;
  readonly end: number;
  /** Leading components that the reconstruction has. */
  readonly components: number;
}

export interface ReconstructSummary {
  readonly images: number;
}

/** float32 [images]: Euclidean distances, x/255. */
export const RECONSTRUCT_ARTIFACTS = { errors: 'errors' } as const;

export type ReconstructInputs = DataInput & ComponentsInput;
export type ReconstructArrays = Arrays<'errors'>;
