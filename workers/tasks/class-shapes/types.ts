/** The labels of the training file, and the classes' mean images on the training split. Input `data`. */
import type { DataInput } from '../input-types';
import type { Arrays } from '../../../src/core/results/types';
export type ClassShapesSpec = Readonly<Record<string, never>>;

export interface ClassShapesSummary {
  /** Images of each class in the training split. */
  readonly counts: readonly number[];
  /** Distances between the mean images of the classes (x/255); null where a class has no images in the training split. */
  readonly centroids: readonly (readonly (number | null)[])[];
  /** Root of the mean squared distance of a class's images to their mean (x/255). */
  readonly spread: readonly (number | null)[];
}

/** uint8 [images of the training file], in file order. */
export const CLASS_ARTIFACTS = { labels: 'labels' } as const;

export type ClassShapesInputs = DataInput;
export type ClassShapesArrays = Arrays<'labels'>;
