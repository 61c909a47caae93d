/** The data set's own vocabulary: classes, parts, splits. */

export const SIDE = 28;
export const PIXELS = SIDE * SIDE;
export const CLASS_NAMES = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
] as const;
export const CLASSES = CLASS_NAMES.length;

/** Splits of the 60,000 (shares 8:1:1:2 of any training part), and the sealed official test part. */
export const SPLIT_NAMES = ['fit', 'select', 'calibrate', 'stream', 'test'] as const;
export type SplitName = (typeof SPLIT_NAMES)[number];
export const SPLIT_VERSION = 'v1';

/** Images with their labels and where they stand in the official files. */
export interface ImageBatch {
  /** count x 784, 0-255. */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  /** Index within the part ('train' for all splits but test). */
  readonly indices: Uint32Array;
}

/** Summary of the `load` task and of the Data cell: no images, only what they are. */
export interface DatasetSummary {
  /** SHA-256 over the hashes of the four uncompressed files. */
  readonly hash: string;
  readonly name: string;
  readonly synthetic: boolean;
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
  readonly counts: { readonly train: number; readonly test: number };
  readonly splitVersion: string;
  readonly splitSeed: number;
  /** Images per split, and per split and class. */
  readonly splits: Readonly<Record<SplitName, { readonly count: number; readonly perClass: readonly number[] }>>;
}
