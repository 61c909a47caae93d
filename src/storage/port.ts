/**
 * Where tasks keep what lasts: data sets, results, checkpoints. IndexedDB in a browser (./database), a folder in Node
 * (workers/node). Types only.
 */
import type { Images, Shards } from '../core/dataset/images';
import type { PartImages } from '../core/dataset/types';
import type { ArtifactRef, NdArray, StoredResult } from '../core/results/types';
import type { Checkpoint, DatasetRecord, Part, ShardRecord, UploadRecord } from './records';
import type { PreparedResult } from './results';

/** A set that is being written. It becomes valid at once, or not at all. */
export interface Staging {
  /**
   * @throws LookbookError `storage/corrupt` for images that are not as many as the labels and as large as those before,
   *   `storage/quota` with the room needed and available
   */
  write(part: Part, index: number, images: PartImages): Promise<void>;
  /**
   * Makes the set valid, in place of an earlier one of the same hash, whose shards go; so does the upload it came from.
   * @throws LookbookError `storage/corrupt` if shards are missing (another tab removed them), `storage/quota`
   */
  commit(about: Omit<DatasetRecord, 'storedUnder' | 'shardSize' | 'storedAt'>): Promise<DatasetRecord>;
  discard(): Promise<void>;
}

/** What a kind of storage does for a {@link Staging}: the checks are the same everywhere. */
export interface ShardSink {
  put(shard: ShardRecord): Promise<void>;
  /** Writes the record if so many shards are stored under it. @returns how many are */
  commit(record: DatasetRecord, shards: number): Promise<number>;
  discard(storedUnder: string): Promise<void>;
  /** What was thrown while storing `needed` bytes, in words. */
  failure(thrown: unknown, needed: number): Promise<Error>;
}

export interface DatasetStore {
  records(): Promise<readonly DatasetRecord[]>;
  put(record: DatasetRecord): Promise<void>;
  /**
   * @param again checks every shard that is read, whatever was checked before
   * @throws LookbookError `data/missing`
   */
  open(hash: string, again?: boolean): Promise<Shards>;
  /** @param id unique to this load @param needed bytes that the whole set takes, for the sentence when the disk is full */
  stage(id: string, needed: number): Staging;
  /** Removes shards of loads that ended without a commit. To be called while no load runs. */
  removeOrphans(): Promise<void>;
  /** Files that were handed over to be loaded. */
  upload(token: string): Promise<UploadRecord | undefined>;
}

export interface ResultStore {
  /** A record that is no result counts as not stored: it is made again. */
  result(key: string): Promise<StoredResult | undefined>;
  /** @throws LookbookError `storage/corrupt` if the bytes are gone or do not hash to their name */
  read(ref: ArtifactRef): Promise<NdArray>;
  /** Writes a result and its arrays together or not at all, and lets go of its checkpoint. @throws LookbookError `storage/quota` */
  commit(prepared: PreparedResult): Promise<void>;
  checkpoint(taskKey: string): Promise<Checkpoint | undefined>;
  saveCheckpoint(checkpoint: Checkpoint): Promise<void>;
}

/** All that a task host asks of storage. */
export interface TaskStorage {
  readonly images: Images;
  readonly datasets: DatasetStore;
  readonly results: ResultStore;
}
