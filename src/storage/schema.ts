/**
 * The IndexedDB schema. Used by the page and by workers.
 * Every change raises SCHEMA_VERSION and adds one step to migrations.ts, with a test that opens a database of the version
 * before (tests/fixtures).
 */
import { openDB } from 'idb';
import { LookbookError } from '../core/errors';
import type { Database, LookbookSchema } from './stores';

export type { Database } from './stores';

export const DATABASE_NAME = 'lookbook';
export const SCHEMA_VERSION = 2;

/** All shards of one load. An array sorts after every string, so it closes the range. */
export function shardsOf(storedUnder: string): IDBKeyRange {
  return IDBKeyRange.bound([storedUnder], [storedUnder, []]);
}

function createStores(db: Database): void {
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
}

type Migrations = typeof import('./migrations');

/** @param migrations without them, an earlier database is left as it is, and opened again with them */
async function open(name: string, migrations?: Migrations): Promise<Database> {
  let earlier = false;
  let failure: unknown;
  try {
    return await openDB<LookbookSchema>(name, SCHEMA_VERSION, {
      upgrade(db, from, _to, transaction) {
        // An upgrade that is given up rejects the opening too, which is where it is heard.
        transaction.done.catch(() => undefined);
        if (from === 0) {
          createStores(db);
          return;
        }
        if (!migrations) {
          earlier = true;
          transaction.abort();
          return;
        }
        migrations.migrate(transaction, from).catch((thrown: unknown) => {
          failure = thrown;
          transaction.abort();
        });
      },
      blocking(_current, _blocked, event) {
        (event.target as IDBDatabase).close();
      },
    });
  } catch (cause) {
    if (earlier) return open(name, await import('./migrations'));
    throw failure ?? cause;
  }
}

/**
 * Opens the database, migrating it step by step.
 * @throws LookbookError `storage/newer` if it was written by a later version, `storage/unavailable` if storage is blocked
 */
export async function openDatabase(name: string = DATABASE_NAME): Promise<Database> {
  try {
    return await open(name);
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
