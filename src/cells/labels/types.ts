/** The Label issues cell's parameters and summary. */
import type { DatasetSummary } from '../../core/dataset/types';
import { DATA_SLOT } from '../../core/results/slots';
import { NETWORK_CHOICES } from '../../core/families/names';
import type { PruneMethod } from '../../core/labels/confident-learning';
import { choice, integer, integers, text, type Budgets, type ParamValues } from '../../core/params';
import { MOST_IMAGES } from '../../core/presets';
import type { HasEvidence } from '../../core/profile/evidence';
import type { InputsOf, Json } from '../../core/results/types';
import type { LabelIssuesSummary } from '../../../workers/tasks/label-issues/types';

export const facts = { kind: 'labels', version: 3, numeric: true } as const;

export const params = {
  trainImages: integer({
    label: 'Images',
    default: 6000,
    min: 100,
    max: MOST_IMAGES,
    step: 1000,
  }),
  folds: integer({ label: 'Folds', default: 3, min: 2, max: 20 }),
  model: choice({
    label: 'Model',
    default: 'mlp',
    choices: NETWORK_CHOICES,
  }),
  epochs: integer({ label: 'Epochs', default: 8, min: 1, max: 50 }),
  method: choice({
    label: 'Pruning',
    default: 'noise-rate',
    choices: [
      { value: 'noise-rate', label: 'by noise rate' },
      { value: 'class', label: 'by class' },
      { value: 'both', label: 'both' },
      { value: 'confident-joint', label: 'confident joint' },
    ],
  }),
  flipPercent: integer({
    label: 'Flipped labels (%)',
    default: 0,
    min: 0,
    max: 20,
  }),
  without: integers({
    label: 'Images left out',
    min: 0,
    max: 99_999_999,
  }),
  withoutOf: text({ label: 'Data set of these images', maxLength: 64 }),
  retrainSeeds: integer({ label: 'Seeds', default: 3, min: 2, max: 10 }),
};
export type LabelsParams = ParamValues<typeof params>;

/** What each preset sets of these, unless a person did. */
export const budgets: Budgets<typeof params> = {
  quick: { trainImages: 6000, folds: 3, model: 'mlp', epochs: 8, flipPercent: 0, retrainSeeds: 3 },
  standard: { trainImages: 60_000, folds: 5, model: 'cnn-small', epochs: 5, flipPercent: 4, retrainSeeds: 5 },
  thorough: { trainImages: 60_000, folds: 10, model: 'cnn-small', epochs: 8, flipPercent: 4, retrainSeeds: 5 },
};

export const slots = { data: DATA_SLOT } as const;
export type LabelsInputs = InputsOf<typeof slots, { data: DatasetSummary }>;

/** Two trainings on the same validation images, seed by seed. */
export interface Change {
  /** Mean over seeds, as a share of 1. */
  readonly estimate: number;
  /** 95 %, over images and seeds. */
  readonly interval: readonly [number, number];
  readonly perSeed: readonly number[];
  readonly p: number;
  /** p after Holm's correction over both comparisons. */
  readonly adjusted: number;
}

export interface Retraining {
  /** Confirmed images that were left out, and others of the list that are none of those trained on. */
  readonly removed: number;
  readonly elsewhere: number;
  /** By class. */
  readonly removedPerClass: readonly number[];
  readonly validationImages: number;
  readonly imagesTrained: number;
  /** Accuracy on validation, a seed each. */
  readonly accuracy: {
    readonly all: readonly number[];
    readonly without: readonly number[];
    readonly random: readonly number[];
  };
  /** Without the confirmed images against all images, and against without as many random ones of the same classes. */
  readonly againstAll: Change;
  readonly againstRandom: Change;
}

/** Labels flipped on purpose: to any class, or to the one that each class is confused with. */
export const CHECKS = ['uniform', 'confused'] as const;
export type Check = (typeof CHECKS)[number];

export interface LabelsSummary extends HasEvidence {
  readonly dataset: { readonly hash: string; readonly name: string };
  /** Images judged. */
  readonly images: number;
  /** Of these the images outside the training split, on which no model is trained; absent where there are none. */
  readonly others?: number;
  /** By given class. */
  readonly perClass: readonly number[];
  readonly folds: number;
  /** Groups of near duplicates that are known of the data set: each is held out whole. */
  readonly nearGroups: number;
  readonly model: LabelsParams['model'];
  readonly imagesTrained: number;
  readonly method: PruneMethod;
  /** Accuracy of each fold's model on the fold that it has not seen. */
  readonly foldAccuracy: readonly number[];
  readonly audit: Omit<LabelIssuesSummary, 'spec' | 'check'>;
  /** Labels flipped on purpose, by kind; empty without the check. */
  readonly checks: readonly FlippedCopy[];
  readonly retraining?: Retraining;
  /** Why there is none though images were to be left out. */
  readonly notRetrained?: string;
}

export interface FlippedCopy extends NonNullable<LabelIssuesSummary['check']> {
  readonly kind: Check;
  /** Flagged images of the copy that are flagged without flips too. */
  readonly before: number;
  /** Share of labels flipped, and share estimated to be wrong in the copy. */
  readonly share: number;
  readonly estimated: number;
  /** For `confused`: what each class was flipped to. */
  readonly to?: readonly number[];
}

export type LabelsValues = Readonly<Record<string, Json>>;
