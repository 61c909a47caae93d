import type { Arrays } from '../../../src/core/results/types';
import type { DatasetSummary, PartImages } from '../../../src/core/dataset/types';

export type LoadSource = 'site' | 'synthetic' | 'damaged' | 'mirror' | 'files';

export interface LoadSpec {
  readonly source: LoadSource;
  readonly splitSeed: number;
  /** For `files`: what {@link stageUpload} returned. */
  readonly uploadToken?: string;
  /** For `files`: whether a set other than the official one is welcome. */
  readonly acceptUnofficial?: boolean;
  /** For `files`: whether labels are numbered from 0 where those of the files begin later. */
  readonly shiftLabels?: boolean;
  /** For `files`: names of the classes, as typed; empty for a class that keeps the name of its number. */
  readonly classNames?: readonly string[];
  /** Raised to load again under the same parameters; changes nothing but the key. */
  readonly reloads: number;
}

export type LoadSummary = DatasetSummary;

/** Reported once, when the first shard is in, so that the page shows images while the rest is loading. */
export interface LoadDetail {
  /** Up to 2,000 images, in file order. */
  readonly first: PartImages;
}

export type LoadInputs = Record<string, never>;
export type LoadArrays = Arrays<never>;
