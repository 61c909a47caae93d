/** Reads the images of a list from storage, shard by shard, with a small cache; knows class and split of each. */
import {
  NO_SPLIT,
  arrange,
  splitsById,
  type Arrangement,
  type ImageIndex,
  type Wish,
} from '../../src/core/dataset/arrange';
import { placeOf } from '../../src/core/dataset/ids';
import { splitIndices } from '../../src/core/dataset/splits';
import { pixelsOf, sizeOf, type ImageSize } from '../../src/core/dataset/shape';
import { SPLIT_VERSION, type PartImages } from '../../src/core/dataset/types';
import { LookbookError } from '../../src/core/errors';
import type { Shards } from '../../src/core/dataset/images';
import { openShards } from '../../src/storage/datasets';
import type { Database } from '../../src/storage/schema';
import type { GalleryList } from './types';

/** Bytes of images that are kept in shards, two at least, and as a whole list, whose images may lie in every shard. */
const KEPT_IN_SHARDS = 20e6;
const KEPT_AS_LIST = 3.2e6;

export class GalleryImages {
  readonly ids: Int32Array;
  readonly counts: Shards['counts'];
  readonly size: ImageSize;
  /** Class and split of every image of the set: known once every shard has been read. */
  readonly index: Promise<ImageIndex>;
  readonly #shards: Shards;
  readonly #read = new Map<string, Promise<PartImages>>();
  /** Images of a short list, by id. */
  readonly #kept = new Map<number, Uint8Array>();
  readonly #labels: Uint8Array;

  /** @throws LookbookError `data/missing` if the set is not stored, or has no image of an id */
  static async open(db: Database, list: GalleryList): Promise<GalleryImages> {
    const shards = await openShards(db, list.dataset);
    const all = shards.counts.train + shards.counts.test;
    const missing = list.ids?.find((id) => id < 0 || id >= all);
    if (missing !== undefined) {
      throw new LookbookError(
        'data/missing',
        `The list names image ${missing}, but the stored data set has ${all}. Run the cell again.`,
      );
    }
    return new GalleryImages(shards, list);
  }

  private constructor(shards: Shards, { ids, split }: GalleryList) {
    this.#shards = shards;
    this.counts = shards.counts;
    this.size = sizeOf(shards);
    const all = shards.counts.train + shards.counts.test;
    this.ids = ids ?? Int32Array.from({ length: all }, (_, id) => id);
    this.#labels = new Uint8Array(all);
    this.index = this.#readIndex(split);
    this.index.catch(() => undefined);
  }

  /** Images and classes at some places of the list. @returns images: places.length x (height x width) */
  async at(places: Int32Array): Promise<{ images: Uint8Array; labels: Uint8Array }> {
    const pixels = pixelsOf(this.size);
    const images = new Uint8Array(places.length * pixels);
    const labels = new Uint8Array(places.length);
    for (const [position, place] of places.entries()) {
      const id = this.ids[place]!;
      const kept = this.#kept.get(id);
      if (kept) {
        images.set(kept, position * pixels);
        labels[position] = this.#labels[id]!;
        continue;
      }
      const { part, index } = placeOf({ counts: this.counts }, id);
      const shard = await this.#shard(part, Math.floor(index / this.#shards.shardSize));
      const within = index % this.#shards.shardSize;
      images.set(shard.images.subarray(within * pixels, (within + 1) * pixels), position * pixels);
      labels[position] = shard.labels[within]!;
    }
    return { images, labels };
  }

  async arrange(wish: Wish): Promise<Arrangement> {
    return arrange(this.ids, await this.index, wish);
  }

  /** The shard from the cache, the one used longest ago making room. */
  #shard(part: 'train' | 'test', index: number): Promise<PartImages> {
    const name = `${part}/${index}`;
    const held = this.#read.get(name);
    const shard = held ?? this.#shards.read(part, index);
    this.#read.delete(name);
    this.#read.set(name, shard);
    if (!held) shard.catch(() => this.#read.delete(name));
    const room = Math.floor(KEPT_IN_SHARDS / (this.#shards.shardSize * pixelsOf(this.size)));
    if (this.#read.size > Math.max(2, room)) this.#read.delete(this.#read.keys().next().value!);
    return shard;
  }

  async #readIndex(split: GalleryList['split']): Promise<ImageIndex> {
    const { counts, shardSize } = this.#shards;
    const pixels = pixelsOf(this.size);
    const wanted = this.ids.length * pixels <= KEPT_AS_LIST ? new Set(this.ids) : new Set<number>();
    for (const part of ['train', 'test'] as const) {
      for (let start = 0; start < counts[part]; start += shardSize) {
        const shard = await this.#shard(part, start / shardSize);
        const first = (part === 'train' ? 0 : counts.train) + start;
        this.#labels.set(shard.labels, first);
        for (let within = 0; within < shard.labels.length; within += 1) {
          if (wanted.has(first + within)) {
            this.#kept.set(first + within, shard.images.slice(within * pixels, (within + 1) * pixels));
          }
        }
      }
    }
    const known = split?.splitVersion === SPLIT_VERSION;
    const splits = known
      ? splitsById(counts, splitIndices(this.#labels.subarray(0, counts.train), split.splitSeed, split.nearGroups))
      : new Uint8Array(this.#labels.length).fill(NO_SPLIT);
    return { labels: this.#labels, splits };
  }
}
