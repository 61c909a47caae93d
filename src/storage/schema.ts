/**
 * The IndexedDB schema and its migrations. Used by the page and by workers.
 * Every change raises SCHEMA_VERSION and adds one migration, with a test that opens a database of the version before.
 */
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb';
import { LookbookError } from '../core/errors';
import type { LedgerEvent } from '../core/ledger/types';
import type { CellStatus, Dtype, StoredResult } from '../core/results/types';
import type { Checkpoint, DatasetRecord, JobRecord, NotebookRecord, ShardRecord, UploadRecord } from './records';

export const DATABASE_NAME = 'lookbook';
export const SCHEMA_VERSION = 1;

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
type Upgrade = IDBPTransaction<LookbookSchema, StoreNames<LookbookSchema>[], 'versionchange'>;

const MIGRATIONS: readonly ((db: Database, transaction: Upgrade) => void)[] = [
  function fromNothing(db) {
    db.createObjectStore('datasets', { keyPath: 'hash' });
    db.createObjectStore('shards', { keyPath: ['dataset', 'part', 'index'] });
    db.createObjectStore('uploads', { keyPath: 'token' });
    db.createObjectStore('notebooks', { keyPath: 'id' });
    db.createObjectStore('results', { keyPath: 'key' });
    db.createObjectStore('artifacts', { keyPath: 'hash' });
    db.createObjectStore('ledger', { autoIncrement: true }).createIndex('id', 'id', { unique: true });
    db.createObjectStore('statuses', { keyPath: ['notebookId', 'cellId'] });
    db.createObjectStore('jobs', { keyPath: 'notebookId' });
    db.createObjectStore('checkpoints', { keyPath: 'taskKey' });
  },
];

/**
 * Opens the database, migrating it step by step.
 * @throws LookbookError `storage/newer` if it was written by a later version, `storage/unavailable` if storage is blocked
 */
export async function openDatabase(name: string = DATABASE_NAME): Promise<Database> {
  try {
    return await openDB<LookbookSchema>(name, SCHEMA_VERSION, {
      upgrade(db, from, _to, transaction) {
        for (const migrate of MIGRATIONS.slice(from)) migrate(db, transaction);
      },
      blocking(_current, _blocked, event) {
        (event.target as IDBDatabase).close();
      },
    });
  } catch (cause) {
    const newer = cause instanceof Error && cause.name === 'VersionError';
    throw new LookbookError(newer ? 'storage/newer' : 'storage/unavailable', undefined, { cause });
  }
}

/** Opens the database for one use. @throws LookbookError as {@link openDatabase} does */
export async function withDatabase<T>(use: (db: Database) => Promise<T>): Promise<T> {
  const db = await openDatabase();
  try {
    return await use(db);
  } finally {
    db.close();
  }
}
