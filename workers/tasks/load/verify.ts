/** Whether a stored set is whole. Loaded when there is one. */
import { LookbookError } from '../../../src/core/errors';
import type { PartImages } from '../../../src/core/dataset/types';
import type { DatasetStore } from '../../../src/storage/port';
import type { DatasetRecord, Part } from '../../../src/storage/records';
import { shardCount } from '../../../src/storage/shards';

/**
 * Reads every shard of a set from storage and checks it, whatever was checked before.
 * @param onShard called after each
 * @returns the labels of both parts, or undefined if a shard is missing or damaged
 */
export async function verify(
  datasets: DatasetStore,
  { hash, counts, shardSize }: DatasetRecord,
  onShard: (shard: PartImages, part: Part, index: number) => Promise<void>,
): Promise<Record<Part, Uint8Array> | undefined> {
  const labels = { train: new Uint8Array(counts.train), test: new Uint8Array(counts.test) };
  const shards = await datasets.open(hash, true);
  try {
    for (const part of ['train', 'test'] as const) {
      for (let index = 0; index < shardCount(counts[part]); index += 1) {
        const shard = await shards.read(part, index);
        labels[part].set(shard.labels, index * shardSize);
        await onShard(shard, part, index);
      }
    }
  } catch (thrown) {
    if (thrown instanceof LookbookError && thrown.code === 'storage/corrupt') return undefined;
    throw thrown;
  }
  return labels;
}
