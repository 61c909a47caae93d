/** Shards of a data set, whatever keeps them, as they are written: made valid together. */
import { sha256 } from '@noble/hashes/sha2.js';
import { pixelsOf, sameSize, sizeOf, sizeWords, type ImageSize } from '../core/dataset/shape';
import type { PartImages } from '../core/dataset/types';
import { LookbookError } from '../core/errors';
import { hexOf } from '../core/results/canonical';
import { count } from '../core/words/numbers';
import type { ShardSink, Staging } from './port';
import type { DatasetRecord, Part, ShardRecord } from './records';

/** Images a shard: 1.6 MB, written in about 10 ms and read in 5. */
export const SHARD_SIZE = 2000;

export function shardChecksum(images: Uint8Array, labels: Uint8Array): string {
  return hexOf(sha256.create().update(images).update(labels).digest());
}

export function shardCount(images: number): number {
  return Math.ceil(images / SHARD_SIZE);
}

export const partWords = (part: Part): string => (part === 'train' ? 'training' : 'test');

/** One load's shards. They belong to no data set until `commit`; `discard` removes them. */
export class ShardStaging implements Staging {
  readonly #sink: ShardSink;
  readonly #id: string;
  readonly #needed: number;
  #shards = 0;
  #size: ImageSize | undefined;

  constructor(sink: ShardSink, id: string, needed: number) {
    this.#sink = sink;
    this.#id = id;
    this.#needed = needed;
  }

  async write(part: Part, index: number, given: PartImages): Promise<void> {
    const { images, labels } = given;
    const size = (this.#size ??= sizeOf(given));
    const [found, wanted] = [images.length, labels.length * pixelsOf(size)];
    if (found !== wanted) {
      throw new LookbookError(
        'storage/corrupt',
        `Part ${index + 1} of the ${partWords(part)} images was not stored: it holds ${count(found)} bytes ` +
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
      await this.#sink.put(shard);
    } catch (thrown) {
      throw await this.#sink.failure(thrown, this.#needed);
    }
    this.#shards += 1;
  }

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
    let stored = this.#shards;
    try {
      if (stored === expected) stored = await this.#sink.commit(record, expected);
    } catch (thrown) {
      throw await this.#sink.failure(thrown, this.#needed);
    }
    if (stored !== expected) {
      throw new LookbookError(
        'storage/corrupt',
        `Of ${expected} parts of the data set only ${stored} are stored: another tab may have removed them. Run the cell again.`,
      );
    }
    return record;
  }

  discard(): Promise<void> {
    return this.#sink.discard(this.#id);
  }
}
