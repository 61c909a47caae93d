/** Images by their ids, to be shown where the data set is not at hand. Input `data`. */
import type { DataInput } from '../input-types';
import type { Arrays } from '../../../src/core/results/types';
export interface PicturesSpec {
  /** Ids over both official files; see core/dataset/ids.ts. */
  readonly ids: readonly number[];
}

export interface PicturesSummary {
  readonly images: number;
}

/** uint8 [ids, pixels of an image], in their order. */
export const PICTURE_ARTIFACTS = { images: 'images' } as const;

export type PicturesInputs = DataInput;
export type PicturesArrays = Arrays<'images'>;
