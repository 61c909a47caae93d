/** Images of stored sets by part, index and split, read from their shards wherever these are kept. */
import type { Images, Shards } from '../core/dataset/images';
import { pixelsOf, sizeOf } from '../core/dataset/shape';
import { splitIndices, testOrder } from '../core/dataset/splits';
import {
  SPLIT_VERSION,
  type DatasetSummary,
  type ImageBatch,
  type PartImages,
  type SplitName,
} from '../core/dataset/types';
import { LookbookError } from '../core/errors';
import type { Part } from './records';

/** Bytes of a part's images up to which they are held: Fashion-MNIST's training file is 47 MB. */
const MOST_HELD = 100e6;

const isHeld = (shards: Shards, part: Part): boolean => shards.counts[part] * pixelsOf(shards) <= MOST_HELD;
const shardsIn = (shards: Shards, part: Part): number => Math.ceil(shards.counts[part] / shards.shardSize);

/** The set last read, so one only. Images of larger sets are read again from their shards. */
interface Held {
  readonly storedUnder: string;
  readonly parts: Partial<Record<Part, PartImages>>;
  readonly labels: Partial<Record<Part, Uint8Array>>;
  readonly orders: Map<string, Readonly<Record<string, Uint32Array>>>;
}

export class StoredImages implements Images {
  readonly open: (hash: string) => Promise<Shards>;
  #held: Held | undefined;

  /** @param open a stored set by its hash */
  constructor(open: (hash: string) => Promise<Shards>) {
    this.open = open;
  }

  async #openHeld(hash: string): Promise<{ readonly shards: Shards; readonly held: Held }> {
    const shards = await this.open(hash);
    const { storedUnder } = shards;
    if (this.#held?.storedUnder !== storedUnder) {
      this.#held = { storedUnder, parts: {}, labels: {}, orders: new Map() };
    }
    return { shards, held: this.#held! };
  }

  /** The images stay in memory if they are of at most 100 MB. */
  async part(hash: string, part: Part): Promise<PartImages> {
    const { shards, held } = await this.#openHeld(hash);
    const known = held.parts[part];
    if (known) return known;
    const count = shards.counts[part];
    const pixels = pixelsOf(shards);
    const read = { images: new Uint8Array(count * pixels), labels: new Uint8Array(count), ...sizeOf(shards) };
    for (let index = 0; index < shardsIn(shards, part); index += 1) {
      const shard = await shards.read(part, index);
      read.images.set(shard.images, index * shards.shardSize * pixels);
      read.labels.set(shard.labels, index * shards.shardSize);
    }
    if (isHeld(shards, part)) held.parts[part] = read;
    return read;
  }

  async labels(hash: string, part: Part): Promise<Uint8Array> {
    const { shards, held } = await this.#openHeld(hash);
    const known = held.parts[part]?.labels ?? held.labels[part];
    if (known) return known;
    if (isHeld(shards, part)) return (await this.part(hash, part)).labels;
    const labels = new Uint8Array(shards.counts[part]);
    for (let index = 0; index < shardsIn(shards, part); index += 1) {
      labels.set((await shards.read(part, index)).labels, index * shards.shardSize);
    }
    held.labels[part] = labels;
    return labels;
  }

  async at(hash: string, part: Part, indices: Uint32Array): Promise<ImageBatch> {
    const { shards } = await this.#openHeld(hash);
    const pixels = pixelsOf(shards);
    const batch = {
      images: new Uint8Array(indices.length * pixels),
      labels: new Uint8Array(indices.length),
      indices,
      ...sizeOf(shards),
    };
    const take = ({ images, labels }: PartImages, at: number, position: number): void => {
      batch.images.set(images.subarray(at * pixels, (at + 1) * pixels), position * pixels);
      batch.labels[position] = labels[at]!;
    };
    if (isHeld(shards, part)) {
      const whole = await this.part(hash, part);
      for (let position = 0; position < indices.length; position += 1) take(whole, indices[position]!, position);
      return batch;
    }
    const { shardSize } = shards;
    const byShard = new Map<number, number[]>();
    for (const [position, index] of indices.entries()) {
      const shard = Math.floor(index / shardSize);
      const positions = byShard.get(shard);
      if (positions) positions.push(position);
      else byShard.set(shard, [position]);
    }
    for (const [index, positions] of byShard) {
      const shard = await shards.read(part, index);
      for (const position of positions) take(shard, indices[position]! - index * shardSize, position);
    }
    return batch;
  }

  async split(
    data: DatasetSummary,
    split: SplitName,
    limit: number = Number.POSITIVE_INFINITY,
    start = 0,
  ): Promise<ImageBatch> {
    if (data.splitVersion !== SPLIT_VERSION) {
      throw new LookbookError(
        'data/missing',
        `The data set was split by version ${data.splitVersion}, this is version ${SPLIT_VERSION}. Run the Data cell again.`,
      );
    }
    const part = split === 'test' ? 'test' : 'train';
    const order = this.#orderOf(split, await this.labels(data.hash, part), data);
    return this.at(data.hash, part, order.slice(start, limit));
  }

  #orderOf(
    split: SplitName,
    labels: Uint8Array,
    { splitSeed: seed, nearGroups }: Pick<DatasetSummary, 'splitSeed' | 'nearGroups'>,
  ): Uint32Array {
    const name = `${split === 'test' ? 'test' : 'train'}/${seed}`;
    let orders = this.#held?.orders.get(name);
    if (!orders) {
      orders = split === 'test' ? { test: testOrder(labels, seed) } : splitIndices(labels, seed, nearGroups);
      this.#held?.orders.set(name, orders);
    }
    return orders[split]!;
  }
}
