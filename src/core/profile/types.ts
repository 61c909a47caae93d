/** What a profile of a data set says. Everything here is JSON: what could not be computed is null, never NaN. */
import type { SplitName } from '../dataset/types';

/** Which images the pooled statistics describe; the table by split has all of them in any case. */
export const SCOPES = {
  fit: ['fit'],
  train: ['fit', 'select', 'calibrate', 'stream'],
  all: ['fit', 'select', 'calibrate', 'stream', 'test'],
} as const satisfies Record<string, readonly SplitName[]>;
export type Scope = keyof typeof SCOPES;

/** Levels of the quantiles in {@link ColumnSummary}, as shares. */
export const QUANTILE_LEVELS = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const;

/** A column of numbers. Moments divide by n (population); skewness is g1 and kurtosis the excess g2. */
export interface ColumnSummary {
  readonly count: number;
  readonly mean: number | null;
  readonly std: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** Exact, linear between order statistics; in the order of {@link QUANTILE_LEVELS}. */
  readonly quantiles: readonly (number | null)[];
  /** Null for a constant column. */
  readonly skewness: number | null;
  readonly kurtosis: number | null;
  /** Values equal to 0. */
  readonly zeros: number;
}

/** All pixel values of some images; mean and std of x/255, min and max of x. */
export interface PixelSummary {
  readonly images: number;
  readonly values: number;
  readonly mean: number | null;
  readonly std: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly zeros: number;
  readonly zeroShare: number | null;
}

/** Values that are missing or cannot be. */
export interface InvalidCounts {
  readonly labelsMissing: number;
  readonly labelsOutOfRange: number;
  readonly pixelsMissing: number;
  readonly pixelsOutOfRange: number;
  /** Images that do not have 784 pixels. */
  readonly imagesWrongSize: number;
}

export interface SplitProfile {
  readonly count: number;
  readonly perClass: readonly number[];
  readonly invalid: InvalidCounts;
  readonly pixels: PixelSummary;
  /** Wholly black images. */
  readonly blank: number;
  /** Means of the named features, in their order. */
  readonly featureMeans: readonly (number | null)[];
}

/** Equal bins: bin i holds values from `from + i * width` on; the last bin holds its upper edge too. */
export interface Bins {
  readonly from: number;
  readonly width: number;
  readonly count: number;
}

export interface FeatureProfile {
  readonly id: string;
  readonly column: ColumnSummary;
  readonly byClass: readonly {
    readonly count: number;
    readonly mean: number | null;
    readonly std: number | null;
    readonly median: number | null;
  }[];
  /** Of the histogram in the artifact `featureHistograms`. */
  readonly bins: Bins;
}

/** Square and symmetric, in the order of the named features; null where a column is constant. */
export type CorrelationMatrix = readonly (readonly (number | null)[])[];

export interface ImagePlace {
  readonly split: SplitName;
  /** Index in the official file of its part (the test file for the split test). */
  readonly index: number;
  readonly label: number;
}

export interface DuplicateSummary {
  /** Sets of images with equal bytes. */
  readonly groups: number;
  /** Images that have an equal one before them. */
  readonly copies: number;
  /** Groups whose labels differ. */
  readonly conflicting: number;
  /** Copies within each split. */
  readonly within: Readonly<Record<SplitName, number>>;
  /** Pairs of splits that share groups, and how many. */
  readonly across: readonly { readonly splits: readonly [SplitName, SplitName]; readonly groups: number }[];
  /** The groups, in file order, at most {@link LISTED}. */
  readonly listed: readonly (readonly ImagePlace[])[];
}
/** The most groups that a list in a summary holds. */
export const LISTED = 1000;

export interface ProfileSummary {
  readonly scope: Scope;
  readonly classes: number;
  readonly splits: Readonly<Record<SplitName, SplitProfile>>;
  /** Of the scope's images, as everything below but the duplicates, which are sought in all splits. */
  readonly perClass: readonly number[];
  readonly pixels: PixelSummary;
  /** Pixels with one value in all images. */
  readonly constantPixels: number;
  readonly features: readonly FeatureProfile[];
  readonly pearson: CorrelationMatrix;
  readonly spearman: CorrelationMatrix;
  readonly duplicates: DuplicateSummary;
  /** Sentences: what could not be computed, and why. */
  readonly notComputed: readonly string[];
}

export type AlertKind =
  | 'missing'
  | 'duplicates'
  | 'leak'
  | 'imbalance'
  | 'blank'
  | 'constant'
  | 'near-constant'
  | 'correlation'
  | 'skew'
  | 'zeros'
  | 'not-computed';

/** Something a reader should know before trusting a model of the data. */
export interface ProfileAlert {
  readonly kind: AlertKind;
  readonly severity: 'info' | 'notice' | 'warning';
  readonly sentence: string;
  readonly count: number;
  readonly threshold?: number;
}
