/** What a profile of a data set says. Everything here is JSON: what could not be computed is null, never NaN. */
import type { SplitName } from '../dataset/types';

/** Which images the pooled statistics describe; the table by split has all of them in any case. */
export const SCOPES = {
  train: ['train'],
  trainingFile: ['train', 'validation', 'calibration', 'stream'],
  all: ['train', 'validation', 'calibration', 'stream', 'test'],
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
  /** Of x (0-255); in the order of {@link QUANTILE_LEVELS}. */
  readonly quantiles: readonly (number | null)[];
  /** Null where all values are equal. */
  readonly skewness: number | null;
  readonly kurtosis: number | null;
}

/** Values that are missing or cannot be. */
export interface InvalidCounts {
  readonly labelsMissing: number;
  readonly labelsOutOfRange: number;
  readonly pixelsMissing: number;
  readonly pixelsOutOfRange: number;
  /** Images that do not have as many pixels as the set's. */
  readonly imagesWrongSize: number;
}

export interface SplitProfile {
  readonly count: number;
  readonly perClass: readonly number[];
  readonly invalid: InvalidCounts;
  readonly pixels: PixelSummary;
  /** Wholly black images. */
  readonly blank: number;
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
  readonly byClass: readonly ColumnSummary[];
  /** Of all images of each split, whatever the scope. */
  readonly bySplit: Readonly<Record<SplitName, ColumnSummary>>;
  /** Of the histogram in the artifact `featureHistograms`. */
  readonly bins: Bins;
  readonly withClass: ClassAssociation;
  /** Values that are not a number, and values outside the range of the feature's definition, over all splits. */
  readonly missing: number;
  readonly outOfRange: number;
}

/** Bins of equal share for the mutual information with the class: many images a cell, and as fine as that allows. */
export const INFORMATION_BINS = 32;

/** How far a feature tells the classes apart. Null where it is constant. */
export interface ClassAssociation {
  /** Correlation ratio eta²: the share of the variance that lies between the classes. */
  readonly etaSquared: number | null;
  /** Bits, by the plug-in estimator over bins of equal share. */
  readonly mutualInformation: number | null;
  readonly bins: number;
  /** What the estimator would say on average of a feature that has nothing to do with the class, in bits. */
  readonly chance: number;
}

/** A test of whether a split comes from where {@link COMPARED_WITH} comes from. */
export interface SplitTest {
  readonly split: SplitName;
  /** A named feature's id, or `class` for the counts of the classes. */
  readonly field: string;
  readonly test: 'ks' | 'chi-square';
  readonly statistic: number;
  readonly p: number;
  /** Corrected by Holm for all tests of the profile. */
  readonly adjusted: number;
  /** 0 to 1, and free of the number of images: the distance of the distribution functions (KS), or Cramér's V. */
  readonly effect: number;
  /** Difference of the means in standard deviations of both together; null for classes and constant features. */
  readonly shift: number | null;
}
/** The split that the others are compared with. */
export const COMPARED_WITH = 'train' satisfies SplitName;
/** An effect as large as this matters to a model, whether or not a smaller one is significant. */
export const SPLIT_EFFECT = 0.05;

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

/** A pair of pixels, numbered row after row from 0; a < b. */
export interface PixelPair {
  readonly a: number;
  readonly b: number;
  /** Pearson's r. */
  readonly r: number;
}

export interface PixelPairs {
  /** Pixels that vary: the others have no correlation. */
  readonly varying: number;
  /** Pairs of different pixels with |r| above each of `PAIR_THRESHOLDS`. */
  readonly above: readonly number[];
  /** Pairs with |r| above `CORRELATED`, strongest first, at most {@link LISTED}. */
  readonly listed: readonly PixelPair[];
  /** Mean of r over pairs of varying pixels; null if there is none. */
  readonly mean: number | null;
}

export interface ComponentSummary {
  /** Shares of the whole variance of the first components, descending; the artifact `pixelVariances` has all. */
  readonly shares: readonly number[];
  /** How many components reach a share of the variance; null where nothing varies. */
  readonly needed: readonly { readonly share: number; readonly components: number | null }[];
}

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
  /** Correlations of all pairs of pixels; null where they were not worked out. */
  readonly pixelPairs: PixelPairs | null;
  /** Principal components of the pixels, likewise. */
  readonly components: ComponentSummary | null;
  /** Every other split against the training split; a split without images has none. */
  readonly splitTests: readonly SplitTest[];
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
  | 'split-difference'
  | 'pixel-correlation'
  | 'not-computed';

/** Something a reader should know before trusting a model of the data. */
export interface ProfileAlert {
  readonly kind: AlertKind;
  readonly severity: 'info' | 'notice' | 'warning';
  readonly sentence: string;
  readonly count: number;
  readonly threshold?: number;
}
