/** How tasks come by images, wherever a data set is kept. Types only. */
import type { Part } from './ids';
import type { ImageSize } from './shape';
import type { DatasetSummary, ImageBatch, PartImages, SplitName } from './types';

/** A stored set as it lies there, for who reads a few images at a time. */
export interface Shards extends ImageSize {
  /** Tells one load of a set from another. */
  readonly storedUnder: string;
  readonly counts: Readonly<Record<Part, number>>;
  /** Images a shard; the last of a part may hold fewer. */
  readonly shardSize: number;
  /** @throws LookbookError `storage/corrupt` for a shard that is missing or fails its checksum */
  read(part: Part, index: number): Promise<PartImages>;
}

/**
 * The images of stored sets.
 * Every method throws LookbookError `data/missing` if the set is not stored, `storage/corrupt` if a shard is damaged.
 */
export interface Images {
  open(hash: string): Promise<Shards>;
  /** All images of a part with their labels, in file order. */
  part(hash: string, part: Part): Promise<PartImages>;
  /** All labels of a part, in file order. */
  labels(hash: string, part: Part): Promise<Uint8Array>;
  /** Images of a part, in the order of their indices there. */
  at(hash: string, part: Part, indices: Uint32Array): Promise<ImageBatch>;
  /**
   * Images of a split in its seeded order.
   * @param limit how many from the beginning of that order, which is class-balanced at any length; all if left out
   * @param start the first that is wanted: images [start, limit) of that order
   * @throws LookbookError `data/missing` also if the summary was made by another version of the split
   */
  split(data: DatasetSummary, split: SplitName, limit?: number, start?: number): Promise<ImageBatch>;
}
