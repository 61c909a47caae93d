/** The vocabulary of studies: types only, all of it plain JSON. */
import type { Point, SearchSpace } from './space';

/** What a trial reported while it ran: `step` in the caller's unit (images trained, epochs), increasing. */
export interface Report {
  readonly step: number;
  readonly value: number;
}

export type TrialState = 'pending' | 'complete' | 'pruned' | 'failed';

export interface Trial {
  /** From 0, in the order of asking. */
  readonly number: number;
  readonly generation: number;
  readonly params: Point;
  readonly state: TrialState;
  /** The objective; present if complete. */
  readonly value?: number;
  readonly reports: readonly Report[];
  /** Further numbers worth keeping (log-loss, parameters); not used by the study. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Why it was pruned or failed, for people. */
  readonly reason?: string;
}

export interface StudyConfig {
  readonly space: SearchSpace;
  readonly direction: 'maximize' | 'minimize';
  /** Trials in a generation. It belongs to the study, not to the machine. */
  readonly width: number;
  readonly seed: number;
  readonly sampler: SamplerConfig;
  readonly pruner: PrunerConfig;
}

export interface Study extends StudyConfig {
  readonly schema: 'lookbook/study';
  readonly version: 1;
  readonly trials: readonly Trial[];
}

/** What a trial came to. A value that is not finite counts as failed. */
export interface TrialResult {
  readonly number: number;
  readonly state: 'complete' | 'pruned' | 'failed';
  readonly value?: number;
  readonly reports?: readonly Report[];
  readonly metrics?: Readonly<Record<string, number>>;
  readonly reason?: string;
}

export interface TpeConfig {
  readonly type: 'tpe';
  /** Finished trials before the estimator takes over from random draws. */
  readonly startupTrials: number;
  /** Draws from the good density, of which the one with the best ratio is kept. */
  readonly candidates: number;
  /** The good trials are the best ceil(goodShare x n), at most goodLimit. */
  readonly goodShare: number;
  readonly goodLimit: number;
}
export type SamplerConfig = { readonly type: 'random' } | TpeConfig;

export interface MedianPrunerConfig {
  readonly type: 'median';
  /** No pruning before so many trials are complete. */
  readonly startupTrials: number;
  /** No pruning at steps below this. */
  readonly warmupSteps: number;
  /** Steps between two checks, counted from the end of the warm-up. */
  readonly intervalSteps: number;
}
export type PrunerConfig = { readonly type: 'none' } | MedianPrunerConfig;
