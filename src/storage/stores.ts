/** The stores of the database and what they hold. Types only. */
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { LedgerEvent } from '../core/ledger/types';
import type { CellStatus, Dtype, StoredResult } from '../core/results/types';
import type { Checkpoint, DatasetRecord, JobRecord, NotebookRecord, ShardRecord, UploadRecord } from './records';

export interface LookbookSchema extends DBSchema {
  /** Verified data sets by hash; a set is listed here only when all its shards are written. */
  datasets: { key: string; value: DatasetRecord };
  /** Images and labels in official file order; key [storedUnder of the set, part, index]. */
  shards: { key: [string, string, number]; value: ShardRecord };
  /** Dropped files by token, until they are loaded. */
  uploads: { key: string; value: UploadRecord };
  notebooks: { key: string; value: NotebookRecord };
  results: { key: string; value: StoredResult };
  artifacts: { key: string; value: { hash: string; dtype: Dtype; shape: readonly number[]; bytes: Uint8Array } };
  ledger: { key: number; value: LedgerEvent; indexes: { id: string } };
  statuses: { key: [string, string]; value: CellStatus };
  /** Jobs that were started and have not ended; what is here without a lock holder was interrupted. */
  jobs: { key: string; value: JobRecord };
  checkpoints: { key: string; value: Checkpoint };
}

export type Database = IDBPDatabase<LookbookSchema>;
export type Upgrade = IDBPTransaction<LookbookSchema, StoreNames<LookbookSchema>[], 'versionchange'>;
