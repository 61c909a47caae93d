/** The Track cell's parameters and summary. */
import { choice, type ParamValues } from '../../core/params';

export const facts = { kind: 'track', version: 1, numeric: false, readsLedger: true } as const;

export const params = {
  ranking: choice({
    label: 'Rank by',
    help: 'The metric that says which run is best; the first that the runs have, of those on select, if left automatic.',
    default: 'automatic',
    choices: [
      { value: 'automatic', label: 'Automatic' },
      { value: 'select/accuracy', label: 'Accuracy on select' },
      { value: 'select/logLoss', label: 'Log-loss on select' },
    ],
  }),
};
export type TrackParams = ParamValues<typeof params>;

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

export interface TrackSummary {
  /** In the order of the ledger, which is the order in which they ended. */
  readonly runs: readonly RunDigest[];
  /** The metric that ranks them; null if no run has one that may be chosen by. */
  readonly metric: string | null;
  readonly bestId: string | null;
  readonly testOpenings: number;
}
