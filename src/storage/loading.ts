/** How data sets come into IndexedDB. */
import type { DatasetStore, ShardSink, Staging } from './port';
import { storageError } from './full';
import type { UploadRecord } from './records';
import { shardsOf, type Database } from './schema';
import { ShardStaging } from './shards';
import { isDatasetRecord } from './sound';

const sinkOf = (db: Database): ShardSink => ({
  put: async (shard) => {
    await db.put('shards', shard);
  },
  async commit(record, expected) {
    const { hash, storedUnder, uploadToken } = record;
    const transaction = db.transaction(['datasets', 'shards', 'uploads'], 'readwrite');
    const shards = transaction.objectStore('shards');
    let stored = 0;
    const writes = async (): Promise<void> => {
      stored = await shards.count(shardsOf(storedUnder));
      if (stored !== expected) return;
      const earlier = await transaction.objectStore('datasets').get(hash);
      if (earlier && earlier.storedUnder !== storedUnder) await shards.delete(shardsOf(earlier.storedUnder));
      await transaction.objectStore('datasets').put(record);
      if (uploadToken !== undefined) await transaction.objectStore('uploads').delete(uploadToken);
    };
    await Promise.all([writes(), transaction.done]);
    return stored;
  },
  discard: (storedUnder) => db.delete('shards', shardsOf(storedUnder)),
  failure: (thrown, needed) => storageError(thrown, 'The data set', needed),
});

export const stageDataset = (db: Database, id: string, needed: number): Staging =>
  new ShardStaging(sinkOf(db), id, needed);

/** Removes shards of loads that ended without a commit. To be called while no load runs in any tab. */
export async function removeOrphans(db: Database): Promise<void> {
  const owned = new Set((await db.getAll('datasets')).map((record) => record.storedUnder));
  const written = new Set((await db.getAllKeys('shards')).map(([storedUnder]) => storedUnder));
  for (const storedUnder of written) {
    if (!owned.has(storedUnder)) await db.delete('shards', shardsOf(storedUnder));
  }
}

export async function readUpload(db: Database, token: string): Promise<UploadRecord | undefined> {
  return db.get('uploads', token);
}

/** What tasks do with data sets. What reads images is loaded by the first task that wants some. */
export function datasetStore(db: Database): DatasetStore {
  const verified = new Set<string>();
  return {
    records: async () => (await db.getAll('datasets')).filter(isDatasetRecord),
    put: async (record) => {
      await db.put('datasets', record);
    },
    open: async (hash, again = false) =>
      (await import('./datasets')).openShards(db, hash, again ? new Set() : verified),
    stage: (id, needed) => stageDataset(db, id, needed),
    removeOrphans: () => removeOrphans(db),
    upload: (token) => readUpload(db, token),
  };
}
