/** Shards of a data set, whatever keeps them, as they are read: none is used that is not whole. */
import type { Shards } from '../core/dataset/images';
import { pixelsOf, sizeOf, sizeWords, type ImageSize } from '../core/dataset/shape';
import { LookbookError } from '../core/errors';
import { count } from '../core/words/numbers';
import type { DatasetRecord, Part, ShardRecord } from './records';
import { partWords, shardChecksum } from './shards';

/** What is wrong with a shard of so many images; undefined if nothing is. */
function faultOf(
  shard: ShardRecord | undefined,
  wanted: number,
  size: ImageSize,
  trusted: boolean,
): string | undefined {
  if (shard === undefined) return 'missing';
  const { images, labels, sha256: sum } = shard;
  if (!ArrayBuffer.isView(images) || !ArrayBuffer.isView(labels)) return 'damaged (it holds no bytes)';
  if (labels.length !== wanted || images.length !== wanted * pixelsOf(size)) {
    return (
      `damaged (${count(images.length)} bytes with ${count(labels.length)} labels; ${count(wanted)} images of ` +
      `${sizeWords(size)} pixels are ${count(wanted * pixelsOf(size))} bytes)`
    );
  }
  return trusted || shardChecksum(images, labels) === sum ? undefined : 'damaged (it does not match its checksum)';
}

/**
 * The shards of a set, each checked against its checksum the first time it is read.
 * @param get one shard as it was stored, undefined if it is gone @param verified names of those that were found to be right
 */
export function checkedShards(
  record: DatasetRecord,
  get: (part: Part, index: number) => Promise<ShardRecord | undefined>,
  verified: Set<string>,
): Shards {
  const { storedUnder, counts, shardSize } = record;
  return {
    storedUnder,
    counts,
    shardSize,
    ...sizeOf(record),
    async read(part, index) {
      const shard = await get(part, index);
      const name = `${storedUnder}/${part}/${index}`;
      const whole = Math.min(shardSize, counts[part] - index * shardSize);
      const fault = faultOf(shard, whole, record, verified.has(name));
      if (!shard || fault !== undefined) {
        throw new LookbookError(
          'storage/corrupt',
          `Part ${index + 1} of the ${partWords(part)} images in this browser is ${fault}. ` +
            'Press Reload in the Data cell to load the set again.',
        );
      }
      verified.add(name);
      return { images: shard.images, labels: shard.labels, ...sizeOf(record) };
    },
  };
}
