/** Stored data sets, as tasks and pages read them. Written by shards.ts. */
import { splitIndices, testOrder } from '../core/dataset/splits';
import { pixelsOf, sizeOf, sizeWords, type ImageSize } from '../core/dataset/shape';
import {
  SPLIT_VERSION,
  type DatasetSummary,
  type ImageBatch,
  type PartImages,
  type SplitName,
} from '../core/dataset/types';
import { LookbookError } from '../core/errors';
import { count } from '../core/words/numbers';
import type { DatasetRecord, Part, ShardRecord } from './records';

import type { Database } from './schema';
import { isDatasetRecord } from './sound';
import { shardChecksum, shardCount, shardsOf } from './shards';

/** Bytes of a part's images up to which a worker holds them: Fashion-MNIST's training file is 47 MB. */
const MOST_HELD = 100e6;

/** The set last read by this worker, so one only. Images of larger sets are read again from their shards. */
interface Cached {
  readonly storedUnder: string;
  readonly parts: Partial<Record<Part, PartImages>>;
  readonly labels: Partial<Record<Part, Uint8Array>>;
  readonly orders: Map<string, Readonly<Record<string, Uint32Array>>>;
}
let cached: Cached | undefined;

/** Shards whose checksum this worker has seen to be right. */
const verified = new Set<string>();

/** @throws LookbookError `data/missing` */
async function recordOf(db: Database, hash: string): Promise<DatasetRecord> {
  const record: unknown = await db.get('datasets', hash);
  if (isDatasetRecord(record)) return record;
  forgetCached(undefined);
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

function forgetCached(storedUnder: string | undefined): void {
  if (storedUnder === undefined || cached?.storedUnder === storedUnder) cached = undefined;
}

function cacheFor(storedUnder: string): Cached {
  if (cached?.storedUnder !== storedUnder) cached = { storedUnder, parts: {}, labels: {}, orders: new Map() };
  return cached;
}

/** What is wrong with a shard of so many images; undefined if nothing is. */
function faultOf(
  shard: ShardRecord | undefined,
  wanted: number,
  size: ImageSize,
  trusted: boolean,
): string | undefined {
  if (shard === undefined) return 'missing';
  const { images, labels, sha256 } = shard;
  if (!ArrayBuffer.isView(images) || !ArrayBuffer.isView(labels)) return 'damaged (it holds no bytes)';
  if (labels.length !== wanted || images.length !== wanted * pixelsOf(size)) {
    return (
      `damaged (${count(images.length)} bytes with ${count(labels.length)} labels; ${count(wanted)} images of ` +
      `${sizeWords(size)} pixels are ${count(wanted * pixelsOf(size))} bytes)`
    );
  }
  return trusted || shardChecksum(images, labels) === sha256 ? undefined : 'damaged (it does not match its checksum)';
}

/**
 * One shard, checked against its checksum the first time this worker reads it.
 * @throws LookbookError `storage/corrupt`
 */
async function readShard(
  db: Database,
  record: DatasetRecord,
  part: Part,
  index: number,
  trusted: ReadonlySet<string> = verified,
): Promise<PartImages> {
  const shard = await db.get('shards', [record.storedUnder, part, index]);
  const name = `${record.storedUnder}/${part}/${index}`;
  const whole = Math.min(record.shardSize, record.counts[part] - index * record.shardSize);
  const fault = faultOf(shard, whole, record, trusted.has(name));
  if (!shard || fault !== undefined) {
    throw new LookbookError(
      'storage/corrupt',
      `Part ${index + 1} of the ${part === 'train' ? 'training' : 'test'} images in this browser is ${fault}. ` +
        'Press Reload in the Data cell to load the set again.',
    );
  }
  verified.add(name);
  return { images: shard.images, labels: shard.labels, ...sizeOf(record) };
}

/** The first 2,000 images of a stored set's training file, or fewer if it has fewer. @throws as {@link readPart} does */
export async function readFirst(db: Database, datasetHash: string): Promise<PartImages> {
  return readShard(db, await recordOf(db, datasetHash), 'train', 0);
}

/** A stored set as it lies there, for who reads a few images at a time. */
export interface Shards extends ImageSize {
  readonly counts: DatasetRecord['counts'];
  /** Images a shard. */
  readonly shardSize: number;
  /** @throws as {@link readPart} does */
  read(part: Part, index: number): Promise<PartImages>;
}

/** @throws LookbookError `data/missing` */
export async function openShards(db: Database, datasetHash: string): Promise<Shards> {
  const record = await recordOf(db, datasetHash);
  return {
    counts: record.counts,
    shardSize: record.shardSize,
    ...sizeOf(record),
    read: (part, index) => readShard(db, record, part, index),
  };
}

/**
 * All images of a part with their labels. Those of the last set read stay in memory if they are of at most 100 MB.
 * @throws LookbookError `data/missing` if the set is not stored, `storage/corrupt` if a shard fails its checksum
 */
export async function readPart(db: Database, datasetHash: string, part: Part): Promise<PartImages> {
  const record = await recordOf(db, datasetHash);
  const cache = cacheFor(record.storedUnder);
  const held = cache.parts[part];
  if (held) return held;
  const count = record.counts[part];
  const pixels = pixelsOf(record);
  const read = { images: new Uint8Array(count * pixels), labels: new Uint8Array(count), ...sizeOf(record) };
  for (let index = 0; index < shardCount(count); index += 1) {
    const shard = await readShard(db, record, part, index);
    read.images.set(shard.images, index * record.shardSize * pixels);
    read.labels.set(shard.labels, index * record.shardSize);
  }
  if (isHeld(record, part)) cache.parts[part] = read;
  return read;
}

const isHeld = (record: DatasetRecord, part: Part): boolean => record.counts[part] * pixelsOf(record) <= MOST_HELD;

/** All labels of a part. @throws LookbookError as {@link readPart} does */
export async function readLabels(db: Database, datasetHash: string, part: Part): Promise<Uint8Array> {
  const record = await recordOf(db, datasetHash);
  const cache = cacheFor(record.storedUnder);
  const known = cache.parts[part]?.labels ?? cache.labels[part];
  if (known) return known;
  if (isHeld(record, part)) return (await readPart(db, datasetHash, part)).labels;
  const labels = new Uint8Array(record.counts[part]);
  for (let index = 0; index < shardCount(labels.length); index += 1) {
    labels.set((await readShard(db, record, part, index)).labels, index * record.shardSize);
  }
  cache.labels[part] = labels;
  return labels;
}

/**
 * Images of a part, in the order of their indices there.
 * @throws LookbookError as {@link readPart} does
 */
export async function readImages(
  db: Database,
  datasetHash: string,
  part: Part,
  indices: Uint32Array,
): Promise<ImageBatch> {
  const record = await recordOf(db, datasetHash);
  const pixels = pixelsOf(record);
  const batch = {
    images: new Uint8Array(indices.length * pixels),
    labels: new Uint8Array(indices.length),
    indices,
    ...sizeOf(record),
  };
  const take = ({ images, labels }: PartImages, at: number, position: number): void => {
    batch.images.set(images.subarray(at * pixels, (at + 1) * pixels), position * pixels);
    batch.labels[position] = labels[at]!;
  };
  if (isHeld(record, part)) {
    const whole = await readPart(db, datasetHash, part);
    for (let position = 0; position < indices.length; position += 1) take(whole, indices[position]!, position);
    return batch;
  }
  const { shardSize } = record;
  const byShard = new Map<number, number[]>();
  for (const [position, index] of indices.entries()) {
    const shard = Math.floor(index / shardSize);
    const positions = byShard.get(shard);
    if (positions) positions.push(position);
    else byShard.set(shard, [position]);
  }
  for (const [index, positions] of byShard) {
    const shard = await readShard(db, record, part, index);
    for (const position of positions) take(shard, indices[position]! - index * shardSize, position);
  }
  return batch;
}

/**
 * Images of a split in its seeded order.
 * @param limit how many from the beginning of that order, which is class-balanced at any length; all if left out
 * @param start the first that is wanted: images [start, limit) of that order
 * @throws LookbookError as {@link readPart} does; `data/missing` if the summary was made by another version of the split
 */
export async function readSplit(
  db: Database,
  summary: DatasetSummary,
  split: SplitName,
  limit: number = Number.POSITIVE_INFINITY,
  start = 0,
): Promise<ImageBatch> {
  if (summary.splitVersion !== SPLIT_VERSION) {
    throw new LookbookError(
      'data/missing',
      `The data set was split by version ${summary.splitVersion}, this is version ${SPLIT_VERSION}. Run the Data cell again.`,
    );
  }
  const part = split === 'test' ? 'test' : 'train';
  const order = orderOf(split, await readLabels(db, summary.hash, part), summary);
  return readImages(db, summary.hash, part, order.slice(start, limit));
}

function orderOf(
  split: SplitName,
  labels: Uint8Array,
  { splitSeed: seed, nearGroups }: Pick<DatasetSummary, 'splitSeed' | 'nearGroups'>,
): Uint32Array {
  const name = `${split === 'test' ? 'test' : 'train'}/${seed}`;
  let orders = cached?.orders.get(name);
  if (!orders) {
    orders = split === 'test' ? { test: testOrder(labels, seed) } : splitIndices(labels, seed, nearGroups);
    cached?.orders.set(name, orders);
  }
  return orders[split]!;
}

/**
 * Reads every shard of a set from storage and checks it, whatever was checked before.
 * @param onShard called after each with the images so far
 * @returns the labels of both parts, or undefined if a shard is missing or damaged
 */
export async function verifyDataset(
  db: Database,
  record: DatasetRecord,
  onShard: (shard: PartImages, part: Part, index: number) => Promise<void>,
): Promise<Record<Part, Uint8Array> | undefined> {
  const labels = { train: new Uint8Array(record.counts.train), test: new Uint8Array(record.counts.test) };
  try {
    for (const part of ['train', 'test'] as const) {
      for (let index = 0; index < shardCount(record.counts[part]); index += 1) {
        const shard = await readShard(db, record, part, index, new Set());
        labels[part].set(shard.labels, index * record.shardSize);
        await onShard(shard, part, index);
      }
    }
  } catch (thrown) {
    if (thrown instanceof LookbookError && thrown.code === 'storage/corrupt') return undefined;
    throw thrown;
  }
  return labels;
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
    forgetCached(record.storedUnder);
  }
  await transaction.done;
}
