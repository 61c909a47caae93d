/**
 * One number an image over both official files, in their order: the training file's images first, then the test file's.
 * Lists of images in summaries, results.json and the gallery hold these ids.
 */
import type { DatasetSummary } from './types';

export type Part = 'train' | 'test';

/** Most ids that one list in a summary holds; counts are always of all. */
export const LISTED_IDS = 1000;

/** @param index place in the official file of the part */
export function imageId({ counts }: Pick<DatasetSummary, 'counts'>, part: Part, index: number): number {
  return part === 'train' ? index : counts.train + index;
}

/** Where the image of an id stands: its file, and its index there. */
export function placeOf({ counts }: Pick<DatasetSummary, 'counts'>, id: number): { part: Part; index: number } {
  return id < counts.train ? { part: 'train', index: id } : { part: 'test', index: id - counts.train };
}
