/** What a person of the first version has, from tests/fixtures/v1. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const FOLDER = join(import.meta.dirname, '../fixtures/v1');

export interface DumpedDatabase {
  readonly version: number;
  /** Keys and records by store; arrays of bytes as `{ $type, $bytes }`, which {@link fillFirstVersion} unpacks. */
  readonly stores: Readonly<Record<string, readonly (readonly [key: string | number | string[], record: unknown])[]>>;
}

const dumped = (name: string): DumpedDatabase =>
  JSON.parse(gunzipSync(readFileSync(join(FOLDER, name))).toString()) as DumpedDatabase;

/** After a whole run. */
export const wholeRun = (): DumpedDatabase => dumped('database.json.gz');

/** The same while the model of Explain was being trained again. */
export function interruptedRun(): DumpedDatabase {
  const before = wholeRun();
  return { ...before, stores: { ...before.stores, ...dumped('interrupted.json.gz').stores } };
}

export const firstNotebook = (): string => readFileSync(join(FOLDER, 'notebook.json'), 'utf8');
export const firstLink = (): string => readFileSync(join(FOLDER, 'link.txt'), 'utf8').trim();
export const firstRunFile = (): Uint8Array<ArrayBuffer> => Uint8Array.from(readFileSync(join(FOLDER, 'run.zip')));

/**
 * Makes the database as the first version made and filled it. Runs in Node and in a page (it uses nothing from outside
 * itself, so that it can be sent there).
 */
export async function fillFirstVersion({ version, stores }: DumpedDatabase): Promise<void> {
  const types = { Uint8Array, Int32Array, Uint32Array, Float32Array, Float64Array };
  const unpack = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(unpack);
    if (value === null || typeof value !== 'object') return value;
    const packed = value as { $type?: keyof typeof types; $bytes?: string };
    if (packed.$type !== undefined && packed.$bytes !== undefined) {
      const bytes = Uint8Array.from(atob(packed.$bytes), (character) => character.charCodeAt(0));
      return new types[packed.$type](bytes.buffer);
    }
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, unpack(part)]));
  };
  const answer = (request: IDBRequest | IDBTransaction, event: 'onsuccess' | 'oncomplete'): Promise<void> =>
    new Promise((resolve, reject) => {
      Object.assign(request, { [event]: resolve, onerror: () => reject(request.error ?? new Error('storage failed')) });
    });
  const opening = indexedDB.open('lookbook', version);
  opening.onupgradeneeded = () => {
    const db = opening.result;
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
  };
  await answer(opening, 'onsuccess');
  const db = opening.result;
  const transaction = db.transaction([...db.objectStoreNames], 'readwrite');
  const done = answer(transaction, 'oncomplete');
  for (const [name, records] of Object.entries(stores)) {
    const store = transaction.objectStore(name);
    for (const [key, value] of records) {
      if (name === 'ledger') store.put(unpack(value), key);
      else store.put(unpack(value));
    }
  }
  await done;
  db.close();
}
