/** A file that an exporter makes. Inputs: the results that it needs, by its names for them. */
import type { LedgerEvent } from '../../../src/core/ledger/types';
import type { AnyInputs, Arrays, Json } from '../../../src/core/results/types';

export interface ExportSpec {
  /** Id of the exporter, and its version: another one gives the file another key. */
  readonly exporter: string;
  readonly version: number;
  readonly settings: Json;
  /** The events that it needs, whole: a task does not read the ledger, and times are in files. */
  readonly ledger: readonly LedgerEvent[];
}

export interface ExportSummary {
  readonly bytes: number;
}

/** uint8 [bytes]. */
export const EXPORT_ARTIFACTS = { file: 'file' } as const;

export type ExportInputs = AnyInputs;
export type ExportArrays = Arrays<'file'>;
