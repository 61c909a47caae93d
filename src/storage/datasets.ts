/** Data sets in IndexedDB, as they are read, listed and removed. How they come there: see loading.ts. */
import type { Shards } from '../core/dataset/images';
import { LookbookError } from '../core/errors';
import { checkedShards } from './checked';
import type { DatasetRecord } from './records';
import { shardsOf, type Database } from './schema';
import { isDatasetRecord } from './sound';

/** @throws LookbookError `data/missing` */
async function recordOf(db: Database, hash: string): Promise<DatasetRecord> {
  const record: unknown = await db.get('datasets', hash);
  if (isDatasetRecord(record)) return record;
  if (record !== undefined)
    throw new LookbookError(
      'storage/corrupt',
      `What is stored of the data set ${hash.slice(0, 8)} cannot be read. Press Reload in the Data cell to load it again.`,
    );
  throw new LookbookError(
    'data/missing',
    `The data set ${hash.slice(0, 8)} is no longer in this browser (it was deleted, or the browser cleared the site's storage). ` +
      'Press Reload in the Data cell to load it again.',
  );
}

/** @param verified names of shards that need no check @throws LookbookError `data/missing` */
export async function openShards(db: Database, hash: string, verified = new Set<string>()): Promise<Shards> {
  const record = await recordOf(db, hash);
  return checkedShards(record, (part, index) => db.get('shards', [record.storedUnder, part, index]), verified);
}

/** Newest first. */
export async function listDatasets(db: Database): Promise<DatasetRecord[]> {
  const records = (await db.getAll('datasets')).filter(isDatasetRecord);
  return records.sort((a, b) => (a.storedAt < b.storedAt ? 1 : -1));
}

/** Removes a set with its images; results made from it stay. */
export async function deleteDataset(db: Database, hash: string): Promise<void> {
  const transaction = db.transaction(['datasets', 'shards'], 'readwrite');
  const record = await transaction.objectStore('datasets').get(hash);
  if (record) {
    await transaction.objectStore('shards').delete(shardsOf(record.storedUnder));
    await transaction.objectStore('datasets').delete(hash);
  }
  await transaction.done;
}
