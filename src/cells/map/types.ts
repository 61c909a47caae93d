/** The Map cell's parameters and summary. */
import type { DatasetSummary } from '../../core/dataset/types';
import { DATA_SLOT } from '../../core/results/slots';
import type { InputsOf } from '../../core/results/types';
import { integer, real, type Budgets, type ParamValues } from '../../core/params';
import { MOST_IMAGES } from '../../core/presets';
import type { Agreement } from '../../core/map/outliers';
import type { ClosePair } from '../../core/map/confusable';
import type { SplitCounts } from '../../core/map/sample';
import type { Evidence } from '../../core/profile/evidence';
import type { Bins } from '../../core/profile/types';
import type { EmbedDetail, EmbedSummary } from '../../../workers/tasks/embed/types';

export const facts = { kind: 'map', version: 2, numeric: false } as const;

export const params = {
  judgedImages: integer({
    label: 'Images checked',
    default: 60_000,
    min: 100,
    max: MOST_IMAGES,
    step: 1000,
  }),
  referenceImages: integer({
    label: 'Images compared with',
    default: 40_000,
    min: 100,
    max: MOST_IMAGES,
    step: 1000,
  }),
  varianceShare: real({
    label: 'Variance kept',
    default: 0.95,
    min: 0.5,
    max: 0.99,
    step: 0.01,
  }),
  mapImages: integer({
    label: 'Images on the map',
    default: 10_000,
    min: 100,
    max: 20_000,
    step: 500,
  }),
  mapComponents: integer({
    label: 'Components for UMAP',
    default: 50,
    min: 2,
    max: 200,
  }),
  mapNeighbours: integer({
    label: 'Neighbours for UMAP',
    default: 15,
    min: 3,
    max: 100,
  }),
  minDistance: real({
    label: 'Least distance',
    default: 0.1,
    min: 0,
    max: 1,
    step: 0.05,
  }),
  epochs: integer({
    label: 'Passes',
    default: 300,
    min: 20,
    max: 1000,
    step: 10,
  }),
};
export type MapParams = ParamValues<typeof params>;

/** What each preset sets of these, unless a person did. */
export const budgets: Budgets<typeof params> = {
  quick: { judgedImages: 10_000, referenceImages: 10_000, mapImages: 2000, epochs: 250 },
  standard: { judgedImages: 60_000, referenceImages: 40_000, mapImages: 10_000, epochs: 300 },
  thorough: { judgedImages: 60_000, referenceImages: 40_000, mapImages: 20_000, epochs: 500 },
};

export const slots = { data: DATA_SLOT } as const;
export type MapInputs = InputsOf<typeof slots, { data: DatasetSummary }>;

/** An image in a list, with its score. */
export interface ScoredImage {
  readonly id: number;
  readonly label: number;
  readonly score: number;
}

export interface ScoreSummary {
  /** Where an image starts to count as an outlier; null where all scores are equal. */
  readonly threshold: number | null;
  /** At or above the threshold, and per class. */
  readonly flagged: number;
  readonly flaggedByClass: readonly number[];
  readonly median: number;
  readonly bins: Bins;
  /** Images in each bin: of the training split, and of the other splits. */
  readonly counts: { readonly train: readonly number[]; readonly others: readonly number[] };
  /** The strangest first: those that count, at most 1,000, and 24 at least. */
  readonly worst: readonly ScoredImage[];
  /** The strangest of each class. */
  readonly worstByClass: readonly (readonly ScoredImage[])[];
}

export interface ConfusionSummary {
  /** counts[a][b]: judged images of class a whose nearest training image is of class b. */
  readonly counts: readonly (readonly number[])[];
  /** Judged images whose class is that of most of their five nearest training images. */
  readonly votedRight: number;
  /** Pairs of different classes among the images and their neighbours; the closest are listed. */
  readonly pairsFound: number;
  readonly pairs: readonly (ClosePair & { readonly labels: readonly [number, number] })[];
}

export interface MapSummary {
  /** SHA-256 of the data set, and the images of its training file: what ids refer to. */
  readonly dataset: { readonly hash: string; readonly train: number };
  readonly classes: number;
  readonly judged: SplitCounts;
  /** Judged images of each class. */
  readonly perClass: readonly number[];
  /** The first so many of the training split, among which neighbours were sought; and how many nearest were looked at. */
  readonly references: number;
  readonly neighbours: number;
  /** null if nothing varies. */
  readonly components: {
    readonly images: number;
    readonly kept: number;
    /** Share of the variance that they hold. */
    readonly held: number;
    /** Shares of the first two: what the map by PCA shows. */
    readonly firstTwo: readonly number[];
  } | null;
  /** null where it could not be computed; `notComputed` says why. */
  readonly distance: ScoreSummary | null;
  readonly reconstruction: ScoreSummary | null;
  readonly agreement: Agreement | null;
  readonly map: EmbedSummary | null;
  readonly confusion: ConfusionSummary | null;
  /** Of the training split; see the task `class-shapes`. */
  readonly centroids: readonly (readonly (number | null)[])[];
  readonly spread: readonly (number | null)[];
  readonly evidence: readonly Evidence[];
  readonly notComputed: readonly string[];
}

/** The map while it forms. */
export type MapLive = EmbedDetail;
