/** The data set's own vocabulary: classes, parts, splits. */
import type { DataShape, ImageSize } from './shape';

/** Splits of the 60,000 (shares 8:1:1:2 of any training part), and the sealed official test part. */
export const SPLIT_NAMES = ['train', 'validation', 'calibration', 'stream', 'test'] as const;
export type SplitName = (typeof SPLIT_NAMES)[number];
/** Since v2, images that {@link DatasetSummary.nearGroups} puts together are in one split. */
export const SPLIT_VERSION = 'v2';

/** Groups of images, by their indices in the training file. */
export type NearGroups = readonly (readonly number[])[];

/** Name of the built-in sample with known damage, by which the page knows it. */
export const DAMAGED_NAME = 'Damaged sample';

/** Images of a part with their labels. */
export interface PartImages extends ImageSize {
  /** count x (height x width), 0-255, in file order. Shared with other readers: not to be written to. */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

/** Images with their labels and where they stand in the official files. */
export interface ImageBatch extends ImageSize {
  /** count x (height x width), row-major, 0-255. */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  /** Index within the part ('train' for all splits but test). */
  readonly indices: Uint32Array;
}

/** Summary of the `load` task and of the Data cell: no images, only what they are. */
export interface DatasetSummary extends DataShape {
  /** SHA-256 over the hashes of the four uncompressed files. */
  readonly hash: string;
  readonly name: string;
  readonly synthetic: boolean;
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
  readonly counts: { readonly train: number; readonly test: number };
  readonly splitVersion: string;
  readonly splitSeed: number;
  /**
   * Near duplicates among the images of the training file (their indices there), which stay within one split; known for the official
   * files, absent for others.
   */
  readonly nearGroups?: NearGroups;
  /** Images per split, and per split and class. */
  readonly splits: Readonly<Record<SplitName, { readonly count: number; readonly perClass: readonly number[] }>>;
  /** What was missing in imported files; absent if nothing was. */
  readonly missing?: MissingValues;
  /** For people: how an imported set's values became bytes, if they were none. */
  readonly converted?: string;
  /** What was taken from every label of imported files, so that labels begin at 0; absent if nothing was. */
  readonly labelShift?: number;
}

/** Pixels that were not a number in imported files. They are stored as 0. */
export interface MissingValues {
  readonly pixels: Readonly<Record<SplitName, number>>;
  /** Images that miss any. */
  readonly images: Readonly<Record<SplitName, number>>;
  /** The first of these images by id, as many as a summary lists. */
  readonly ids: readonly number[];
}

export function classesOf({ classes }: Pick<DatasetSummary, 'classes'>): number {
  return classes.length;
}
