/** The Tune cell's parameters and summary. */
import type { DatasetSummary } from '../../core/dataset/types';
import type { HasRecipe } from '../common/pipeline';
import type { SearchSummary } from '../search/types';
import { DATA_SLOT, FEATURES_SLOT } from '../../core/results/slots';
import type { InputsOf } from '../../core/results/types';
import { TUNED_CHOICES, type TunedFamily } from '../../core/families/names';
import type { PipelineRecipe } from '../../core/features/fitted';
import type { EarlyStopped } from '../../core/models/stopping';
import type { HoldsModel } from '../../core/models/card';
import { boolean, choice, choicesOf, integer, type Budgets, type ParamValues } from '../../core/params';
import { MOST_IMAGES } from '../../core/presets';
import type { ImportanceReport } from '../../core/search/importance';
import { PRUNER_LABELS } from '../../core/search/pruner-names';
import { SAMPLER_LABELS } from '../../core/search/sampler-names';
import type { Point } from '../../core/search/space';
import type { Study } from '../../core/search/types';
import type { ModelComparison } from '../../core/stats/compare';
import type { ChoiceOptimism } from '../../core/stats/optimism';
import type { Score } from '../../core/stats/score';
import type { Mistake, Reliability } from '../../../workers/tasks/examine/types';
import type { TrainCurves } from '../../../workers/tasks/train/types';

export const facts = { kind: 'tune', version: 4, numeric: true } as const;

export const params = {
  family: choice({
    label: 'Family',
    default: 'automatic',
    choices: [{ value: 'automatic', label: "Search's winner" }, ...TUNED_CHOICES],
  }),
  trials: integer({ label: 'Trials', default: 12, min: 0, max: 500 }),
  sampler: choice({
    label: 'Sampler',
    default: 'tpe',
    choices: choicesOf(SAMPLER_LABELS),
  }),
  width: integer({
    label: 'Generation',
    default: 2,
    min: 1,
    max: 32,
  }),
  pruner: choice({
    label: 'Pruner',
    default: 'median',
    choices: choicesOf(PRUNER_LABELS),
  }),
  augmentation: boolean({
    label: 'Augmentation',
    default: false,
  }),
  trialImages: integer({
    label: 'Images a trial',
    default: 10_000,
    min: 100,
    max: MOST_IMAGES,
    step: 1000,
  }),
  trialEpochs: integer({ label: 'Epochs a trial', default: 3, min: 0, max: 100 }),
  finalImages: integer({
    label: 'Images of the final',
    default: 40_000,
    min: 100,
    max: MOST_IMAGES,
    step: 1000,
  }),
  finalEpochs: integer({ label: 'Epochs of the final', default: 3, min: 1, max: 200 }),
  schedule: choice({
    label: 'Learning rate of the final',
    default: 'cosine',
    choices: [
      { value: 'constant', label: 'Constant' },
      { value: 'cosine', label: 'Half a cosine to 0' },
    ],
  }),
  patience: integer({ label: 'Early stopping of the final', default: 0, min: 0, max: 50 }),
  shards: integer({ label: 'Shards of the final', default: 1, min: 1, max: 8 }),
  defaults: boolean({
    label: 'Against defaults',
    default: false,
  }),
};
export type TuneParams = ParamValues<typeof params>;

/** What each preset sets of these, unless a person did. */
export const budgets: Budgets<typeof params> = {
  quick: { trials: 12, trialImages: 10_000, trialEpochs: 3, finalImages: 40_000, finalEpochs: 4 },
  standard: {
    trials: 30,
    width: 4,
    trialImages: 10_000,
    trialEpochs: 4,
    finalImages: 40_000,
    finalEpochs: 8,
    defaults: true,
  },
  thorough: {
    trials: 80,
    width: 4,
    trialImages: 20_000,
    trialEpochs: 6,
    finalImages: 40_000,
    finalEpochs: 20,
    defaults: true,
  },
};

export const slots = {
  data: DATA_SLOT,
  features: FEATURES_SLOT,
  search: { label: 'Search', kinds: ['search'], required: false },
} as const;
export type TuneInputs = InputsOf<typeof slots, { data: DatasetSummary; features: HasRecipe; search: SearchSummary }>;

/** Settings that were trained anew with the final budget. */
export interface Finalist {
  /** Index of the trial, from 0: people read it from 1. */
  readonly trial: number;
  /** The family's own settings before any tuning: the first trial. */
  readonly untuned: boolean;
  readonly settings: Point;
  readonly trainImages: number;
  readonly imagesTrained: number;
  readonly parameters: number;
  readonly validation: Score;
  /** Of networks. */
  readonly curves?: TrainCurves;
  /** Absent unless early stopping was asked for. */
  readonly earlyStopped?: EarlyStopped;
  readonly runId: string;
}

export interface ClassResult {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly support: number;
}

export interface TuneSummary extends HoldsModel {
  readonly family: {
    readonly id: TunedFamily;
    readonly label: string;
    /** Why this one: asked for, Search's winner, the best of a search that has settings where the winner has none, or no search. */
    readonly why: 'asked' | 'winner' | 'best-tunable' | 'no-search';
    /** Search's winner, where it is not tuned. */
    readonly passedOver: string | null;
  };
  readonly study: Study;
  /** Ids of the trials' runs in the ledger; null for those that failed. */
  readonly runIds: readonly (string | null)[];
  readonly importances: ImportanceReport | null;
  /** Of choosing the best complete trial; null with fewer than two. */
  readonly optimism: ChoiceOptimism | null;
  /** Chosen first. */
  readonly finalists: readonly Finalist[];
  /** The chosen against the runner-up, and against the untuned settings if those are another finalist. */
  readonly againstRunnerUp: ModelComparison | null;
  readonly againstUntuned: ModelComparison | null;
  readonly chosen: { readonly runId: string; readonly settings: Point };
  /** The features that the model needs: absent if it takes pixels divided by 255. */
  readonly recipe?: PipelineRecipe;
  /** The sealed test set, read after the model was chosen. */
  readonly test: {
    readonly images: number;
    readonly accuracy: number;
    readonly ci95: readonly [number, number];
    readonly logLoss: number;
    readonly brier: number;
    readonly calibrationError: number;
    readonly confusion: readonly number[];
    readonly perClass: readonly ClassResult[];
    /** Images named wrongly, the surest first. */
    readonly worst: readonly Mistake[];
    readonly wrong: number;
    /** Id of the event by which the ledger records the opening. */
    readonly openingId: string;
  };
  /** Temperature scaling, fitted on the calibration split, and what it does on test. */
  readonly calibration: { readonly temperature: number; readonly before: Reliability; readonly after: Reliability };
}

/** A trial while the study runs. */
export interface LiveTrial {
  readonly number: number;
  readonly settings: Point;
  readonly state: 'running' | 'complete' | 'pruned' | 'failed';
  /** Share of its budget, 0 to 1. */
  readonly share: number;
  /** On validation, after its last pass. */
  readonly accuracy: number | null;
}
export interface TuneLive {
  readonly trials: readonly LiveTrial[];
  readonly planned: number;
}
