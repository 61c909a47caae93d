/** The Track cell's parameters and summary. */
import type { DatasetSummary } from '../../core/dataset/types';
import { DATA_SLOT } from '../../core/results/slots';
import type { InputsOf } from '../../core/results/types';
import { choice, text, type ParamValues } from '../../core/params';

export const facts = { kind: 'track', version: 2, numeric: false, readsLedger: true } as const;

export const params = {
  ranking: choice({
    label: 'Rank by',
    default: 'automatic',
    choices: [
      { value: 'automatic', label: 'Automatic' },
      { value: 'validation/accuracy', label: 'Accuracy on validation' },
      { value: 'validation/logLoss', label: 'Log-loss on validation' },
    ],
  }),
  compared: text({ label: 'Compared runs' }),
};
export type TrackParams = ParamValues<typeof params>;

export const slots = { data: { ...DATA_SLOT, required: false } } as const;
export type TrackInputs = InputsOf<typeof slots, { data: DatasetSummary }>;

/** One run as far as it does not depend on time; times and curves come from the ledger on the page. */
export interface RunDigest {
  readonly id: string;
  readonly name: string;
  readonly family: string;
  readonly cellKind: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly intervals: Readonly<Record<string, readonly [number, number]>>;
  readonly imagesTrained: number;
  readonly seed: number;
  readonly numericMode: string;
  readonly datasetHash: string;
}

/** Two runs on the same validation images: differences are first minus second, in accuracy as shares of 1. */
export interface Comparison {
  readonly first: string;
  readonly second: string;
  readonly images: number;
  readonly difference: number;
  /** 95 %, paired bootstrap. */
  readonly interval: readonly [number, number];
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** McNemar's test, and the same corrected for all comparisons (Holm). */
  readonly p: number;
  readonly adjusted: number;
}

export interface TrackSummary {
  /** By id: the order in which they ended is the ledger's, and no part of a result. */
  readonly runs: readonly RunDigest[];
  /** The metric that ranks them; null if no run has one that may be chosen by. */
  readonly metric: string | null;
  readonly bestId: string | null;
  readonly comparisons: readonly Comparison[];
  /** Runs that were to be compared and could not be: no predictions, or other images. */
  readonly notCompared: readonly string[];
  readonly testOpenings: number;
}
