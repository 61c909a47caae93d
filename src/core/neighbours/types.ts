/** Which images a search is among. */
import type { DatasetSummary, SplitName } from '../dataset/types';

/** Images of a split, of the whole training file, or of both files, in their order; the first `limit` of them. */
export interface ImageSet {
  readonly split: SplitName | 'trainingFile' | 'all';
  readonly limit?: number;
}

export function countOf({ counts, splits }: Pick<DatasetSummary, 'counts' | 'splits'>, set: ImageSet): number {
  const whole =
    set.split === 'trainingFile'
      ? counts.train
      : set.split === 'all'
        ? counts.train + counts.test
        : splits[set.split].count;
  return Math.min(whole, set.limit ?? whole);
}

/** Whether an image may be in both. */
export function mayShare(a: ImageSet, b: ImageSet): boolean {
  if (a.split === b.split || a.split === 'all' || b.split === 'all') return true;
  return (a.split === 'trainingFile' && b.split !== 'test') || (b.split === 'trainingFile' && a.split !== 'test');
}
