/** Maps of a sample of the training file in two dimensions: by principal components, and by UMAP. Inputs `data`, `components`. */
import type { SplitCounts } from '../../../src/core/map/sample';
import type { ComponentsInput, DataInput } from '../input-types';
import type { Arrays } from '../../../src/core/results/types';

export interface EmbedSpec {
  /** The first so many of each split. */
  readonly sample: SplitCounts;
  /** Leading components whose scores UMAP is given. */
  readonly components: number;
  /** Neighbours of an image in UMAP's graph, itself included, as UMAP counts them. */
  readonly neighbours: number;
  /** UMAP: how close two images may come on the map. */
  readonly minDistance: number;
  /** Passes of UMAP's optimisation. */
  readonly epochs: number;
  /** Images, from the beginning of the sample, on which the maps are checked. */
  readonly checked: number;
  /** Neighbours that the checks look at. */
  readonly checkedNeighbours: number;
}

/** How far one space agrees with the labels, and a map with the pixels. */
export interface SpaceQuality {
  /** Mean share of an image's neighbours that have its label, with a 95 % interval. */
  readonly agreement: number;
  readonly interval: readonly [number, number];
}
export interface MapQuality extends SpaceQuality {
  /** 0 to 1; see core/map/quality.ts. */
  readonly trustworthiness: number;
}

export interface EmbedSummary {
  readonly spec: EmbedSpec;
  readonly images: number;
  /** Components that UMAP was given: fewer than asked for where there are fewer. */
  readonly components: number;
  /** null where too few images were there to check. */
  readonly quality: {
    readonly checked: number;
    readonly neighbours: number;
    readonly pixels: SpaceQuality;
    readonly pca: MapQuality;
    readonly umap: MapQuality;
  } | null;
}

/** The map while it forms. */
export interface EmbedDetail {
  readonly labels: Uint8Array;
  /** images x 2. */
  readonly points: Float32Array;
}

export const EMBED_ARTIFACTS = {
  /** int32 [images]. */
  ids: 'ids',
  /** uint8 [images]: class, and the place of the split in {@link MAPPED_SPLITS}. */
  labels: 'labels',
  splits: 'splits',
  /** float32 [images, 2]. */
  pca: 'pca',
  umap: 'umap',
  /** uint8 [images, pixels]: to be seen also where the data set is not at hand. */
  images: 'images',
} as const;

export type EmbedInputs = DataInput & ComponentsInput;
export type EmbedArrays = Arrays<(typeof EMBED_ARTIFACTS)[keyof typeof EMBED_ARTIFACTS]>;
