/** The parameters and the summary of the cell of near copies. */
import type { DatasetSummary } from '../../core/dataset/types';
import { DATA_SLOT } from '../../core/results/slots';
import type { InputsOf } from '../../core/results/types';
import { integer, type Budgets, type ParamValues } from '../../core/params';
import { MOST_IMAGES } from '../../core/presets';
import type { HasEvidence } from '../../core/profile/evidence';
import type { NearCopiesSummary } from '../../../workers/tasks/near-copies/types';

export const facts = { kind: 'similar', version: 2, numeric: true } as const;

export const params = {
  trainQueries: integer({
    label: 'Training images compared with each other',
    default: 5000,
    min: 0,
    max: MOST_IMAGES,
    step: 1000,
  }),
  neighbours: integer({ label: 'Neighbours that vote', default: 5, min: 1, max: 50 }),
  networkEpochs: integer({ label: 'Epochs of the network', default: 1, min: 1, max: 50 }),
};
export type SimilarParams = ParamValues<typeof params>;

/** What each preset sets of these, unless a person did. */
export const budgets: Budgets<typeof params> = {
  quick: { trainQueries: 5000, networkEpochs: 1 },
  standard: { trainQueries: 40_000, networkEpochs: 4 },
  thorough: { trainQueries: 40_000, networkEpochs: 10 },
};

export const slots = { data: DATA_SLOT } as const;
export type SimilarInputs = InputsOf<typeof slots, { data: DatasetSummary }>;

/** Images that differ by at most this are called near copies, unless the slider is moved; see NEAR_SHARE for how it was chosen. */
export const NEAR = 0.08;
/** The farthest the slider goes. */
export const REACH = 0.12;
export const STEP = 0.005;

export interface SimilarSummary extends HasEvidence, NearCopiesSummary {
  readonly dataset: { readonly hash: string; readonly name: string };
  readonly images: number;
  readonly test: number;
  /** Whether the split was made with a list of near duplicates. */
  readonly grouped: boolean;
  readonly trainImages: number;
  readonly networkEpochs: number;
  readonly neighbours: number;
  /** Pairs whose images are kept to be looked at, at most. */
  readonly listed: number;
}
