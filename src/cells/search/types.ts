/** The Search cell's parameters and summary. */
import type { DatasetSummary } from '../../core/dataset/types';
import type { HasRecipe } from '../common/pipeline';
import { DATA_SLOT, FEATURES_SLOT } from '../../core/results/slots';
import type { InputsOf } from '../../core/results/types';
import { SEARCHED_CHOICES, type SearchedFamily as FamilyId } from '../../core/families/names';
import { integer, several, type Budgets, type ParamValues } from '../../core/params';
import { MOST_IMAGES } from '../../core/presets';
import type { ModelComparison } from '../../core/stats/compare';

export const facts = { kind: 'search', version: 2, numeric: true } as const;

export const params = {
  budget: integer({
    label: 'Budget',
    default: 120_000,
    min: 0,
    max: 4_000_000,
    step: 10_000,
  }),
  trainImages: integer({
    label: 'Training images',
    default: 40_000,
    min: 100,
    max: MOST_IMAGES,
    step: 1000,
  }),
  neighbourImages: integer({
    label: 'Training images for k-NN',
    default: 5000,
    min: 100,
    max: 40_000,
    step: 1000,
  }),
  families: several({ label: 'Families', choices: SEARCHED_CHOICES }),
};
export type SearchParams = ParamValues<typeof params>;

/** What each preset sets of these, unless a person did. */
export const budgets: Budgets<typeof params> = {
  quick: { budget: 120_000, trainImages: 40_000, neighbourImages: 5000 },
  standard: { budget: 200_000, trainImages: 40_000, neighbourImages: 20_000 },
  thorough: { budget: 600_000, trainImages: 40_000, neighbourImages: 40_000 },
};

export const slots = {
  data: DATA_SLOT,
  features: FEATURES_SLOT,
} as const;
export type SearchInputs = InputsOf<typeof slots, { data: DatasetSummary; features: HasRecipe }>;

/** What a family's inputs were made by. */
export type FeaturesUsed = 'notebook' | 'own' | 'pixels' | 'none';

/** Whether the winner is right more often than this family, on the same images. */
export interface AgainstWinner extends Pick<ModelComparison, 'difference' | 'interval'> {
  /** Images that only the winner, and only this family, got right. */
  readonly onlyWinner: number;
  readonly onlyOther: number;
  /** McNemar's test, and the same corrected for the number of families compared (Holm). */
  readonly p: number;
  readonly adjusted: number;
}

export interface LeaderboardRow {
  readonly family: FamilyId;
  readonly label: string;
  readonly features: FeaturesUsed;
  /** On validation. */
  readonly accuracy: number;
  readonly interval: readonly [number, number];
  readonly logLoss: number;
  /** Share of each class that is found. */
  readonly recall: readonly number[];
  readonly trainImages: number;
  readonly imagesTrained: number;
  readonly parameters: number;
  /** Accuracy on validation over images trained, for networks. */
  readonly curve: { readonly x: readonly number[]; readonly y: readonly number[] } | null;
  /** Of the fit: with settings and budget it makes the same model again. */
  readonly seed: number;
  /** Id of the run in the ledger. */
  readonly runId: string;
  /** null for the winner itself. */
  readonly againstWinner: AgainstWinner | null;
}

export interface LeftOut {
  readonly family: FamilyId;
  readonly label: string;
  readonly reason: string;
}

export interface SearchSummary {
  readonly budget: { readonly images: number; readonly trainImages: number; readonly epochs: number };
  /** Validation images that decide. */
  readonly validationImages: number;
  /** The best first. */
  readonly leaderboard: readonly LeaderboardRow[];
  /** Families that were chosen and could not be fitted, with the reason. */
  readonly leftOut: readonly LeftOut[];
  readonly winner: { readonly family: FamilyId; readonly label: string };
}

/** A row of the leaderboard while the search runs. */
export interface LiveRow {
  readonly family: FamilyId;
  readonly label: string;
  readonly state: 'waiting' | 'running' | 'done' | 'left out';
  /** Share of the budget that is used up, 0 to 1. */
  readonly share: number;
  /** On validation: the last epoch's while it runs. */
  readonly accuracy: number | null;
  readonly logLoss: number | null;
  readonly reason?: string;
}
export interface SearchLive {
  readonly rows: readonly LiveRow[];
}
