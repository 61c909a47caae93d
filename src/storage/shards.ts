/** Shards of a data set: written to one side while a set is loaded, made valid by one transaction. */
import { LookbookError, asLookbookError } from '../core/errors';
import { sha256 } from '@noble/hashes/sha2.js';
import { pixelsOf, sameSize, sizeOf, sizeWords, type ImageSize } from '../core/dataset/shape';
import type { PartImages } from '../core/dataset/types';
import type { DatasetRecord, Part, ShardRecord } from './records';
import type { Database } from './schema';
import { hexOf } from '../core/results/canonical';
import { count, fixed } from '../core/words/numbers';

/** Images a shard: 1.6 MB, written in about 10 ms and read in 5. */
export const SHARD_SIZE = 2000;

export function shardChecksum(images: Uint8Array, labels: Uint8Array): string {
  return hexOf(sha256.create().update(images).update(labels).digest());
}

export function shardCount(images: number): number {
  return Math.ceil(images / SHARD_SIZE);
}

/** All shards of one load. An array sorts after every string, so it closes the range. */
export function shardsOf(storedUnder: string): IDBKeyRange {
  return IDBKeyRange.bound([storedUnder], [storedUnder, []]);
}

/** Bytes as people read them: "47.0 MB". */
export function megabytes(bytes: number): string {
  return `${fixed(bytes / 1e6, 1)} MB`;
}

/** What was thrown while storing `needed` bytes, as an error that says how much room there is. */
export async function storageError(thrown: unknown, what: string, needed: number): Promise<LookbookError> {
  const error = asLookbookError(thrown);
  if (error.code !== 'storage/quota') return error;
  const storage = typeof navigator === 'undefined' ? undefined : navigator.storage;
  const estimate = await storage?.estimate?.().catch(() => undefined);
  const free =
    estimate?.quota === undefined
      ? 'the browser does not say how much it leaves to this site'
      : `the browser leaves ${megabytes(Math.max(0, estimate.quota - (estimate.usage ?? 0)))} to this site`;
  return new LookbookError(
    'storage/quota',
    `${what} needs ${megabytes(needed)}, but ${free}. Free some space (delete stored data sets or other sites' data) and try again.`,
    { cause: thrown },
  );
}

/** One load's shards. They belong to no data set until `commit`; `discard` removes them. */
export class Staging {
  readonly #db: Database;
  readonly #id: string;
  readonly #needed: number;
  #shards = 0;
  #size: ImageSize | undefined;

  /**
   * @param id unique to this load
   * @param needed bytes that the whole set takes, for the sentence when the disk is full
   */
  constructor(db: Database, id: string, needed: number) {
    this.#db = db;
    this.#id = id;
    this.#needed = needed;
  }

  /**
   * @throws LookbookError `storage/corrupt` for images that are not as many as the labels and as large as those before,
   *   `storage/quota` with the room needed and available
   */
  async write(part: Part, index: number, given: PartImages): Promise<void> {
    const { images, labels } = given;
    const size = (this.#size ??= sizeOf(given));
    const [found, wanted] = [images.length, labels.length * pixelsOf(size)];
    if (found !== wanted) {
      throw new LookbookError(
        'storage/corrupt',
        `Part ${index + 1} of the ${part === 'train' ? 'training' : 'test'} images was not stored: it holds ${count(found)} bytes ` +
          `for ${count(labels.length)} images of ${sizeWords(size)} pixels, which are ${count(wanted)}. Run the cell again.`,
      );
    }
    const shard: ShardRecord = {
      dataset: this.#id,
      part,
      index,
      images,
      labels,
      sha256: shardChecksum(images, labels),
    };
    try {
      await this.#db.put('shards', shard);
    } catch (thrown) {
      throw await storageError(thrown, 'The data set', this.#needed);
    }
    this.#shards += 1;
  }

  /**
   * Makes the set valid, in place of an earlier one of the same hash, whose shards go; so does the upload it came from.
   * @throws LookbookError `storage/corrupt` if shards are missing (another tab removed them), `storage/quota`
   */
  async commit(about: Omit<DatasetRecord, 'storedUnder' | 'shardSize' | 'storedAt'>): Promise<DatasetRecord> {
    if (!this.#size || !sameSize(this.#size, about)) {
      throw new LookbookError(
        'internal',
        `Images of ${sizeWords(about)} pixels were to be committed, but none such were written.`,
      );
    }
    const expected = shardCount(about.counts.train) + shardCount(about.counts.test);
    const record: DatasetRecord = {
      ...about,
      shardSize: SHARD_SIZE,
      storedUnder: this.#id,
      storedAt: new Date().toISOString(),
    };
    const transaction = this.#db.transaction(['datasets', 'shards', 'uploads'], 'readwrite');
    const shards = transaction.objectStore('shards');
    const writes = async (): Promise<void> => {
      const stored = await shards.count(shardsOf(this.#id));
      if (stored !== expected || this.#shards !== expected) {
        transaction.abort();
        throw new LookbookError(
          'storage/corrupt',
          `Of ${expected} parts of the data set only ${stored} are stored: another tab may have removed them. Run the cell again.`,
        );
      }
      const earlier = await transaction.objectStore('datasets').get(record.hash);
      if (earlier && earlier.storedUnder !== this.#id) await shards.delete(shardsOf(earlier.storedUnder));
      await transaction.objectStore('datasets').put(record);
      if (record.uploadToken !== undefined) await transaction.objectStore('uploads').delete(record.uploadToken);
    };
    const outcome = await Promise.allSettled([writes(), transaction.done]);
    for (const each of outcome) {
      if (each.status === 'rejected') throw await storageError(each.reason, 'The data set', this.#needed);
    }
    return record;
  }

  async discard(): Promise<void> {
    await this.#db.delete('shards', shardsOf(this.#id));
  }
}

/** Removes shards of loads that ended without a commit. To be called while no load runs in any tab. */
export async function removeOrphans(db: Database): Promise<void> {
  const owned = new Set((await db.getAll('datasets')).map((record) => record.storedUnder));
  const written = new Set((await db.getAllKeys('shards')).map(([storedUnder]) => storedUnder));
  for (const storedUnder of written) {
    if (!owned.has(storedUnder)) await db.delete('shards', shardsOf(storedUnder));
  }
}
