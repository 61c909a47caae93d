/** Which images are judged or mapped: the first ones of each split of the training file, by the splits' shares. */
import { SPLIT_NAMES, type DatasetSummary, type SplitName } from '../dataset/types';
import type { TrainSplit } from '../dataset/splits';

/** The sealed test file takes no part: a map is fitted, and the test file is not fitted on. */
export const MAPPED_SPLITS: readonly TrainSplit[] = SPLIT_NAMES.filter(
  (split): split is Exclude<SplitName, 'test'> => split !== 'test',
);

export type SplitCounts = Readonly<Record<TrainSplit, number>>;

const record = (of: (split: TrainSplit) => number): Record<TrainSplit, number> => ({
  train: of('train'),
  validation: of('validation'),
  calibration: of('calibration'),
  stream: of('stream'),
});

export const totalOf = (counts: SplitCounts): number => MAPPED_SPLITS.reduce((sum, split) => sum + counts[split], 0);

/** Images of each split but test. */
export const availableOf = ({ splits }: Pick<DatasetSummary, 'splits'>): SplitCounts =>
  record((split) => splits[split].count);

/**
 * Shares `wanted` images out by the sizes of the splits: the method of largest remainders (Hamilton), so the shares add
 * up; all images if there are not more than wanted.
 */
export function shareOut(available: SplitCounts, wanted: number): SplitCounts {
  const total = totalOf(available);
  if (wanted >= total) return available;
  const exact = record((split) => (available[split] * wanted) / total);
  const counts = record((split) => Math.floor(exact[split]));
  const byRemainder = [...MAPPED_SPLITS].sort(
    (a, b) => exact[b] - counts[b] - (exact[a] - counts[a]) || MAPPED_SPLITS.indexOf(a) - MAPPED_SPLITS.indexOf(b),
  );
  for (const split of byRemainder.slice(0, wanted - totalOf(counts))) counts[split] += 1;
  return counts;
}

/**
 * One order of the chosen images in which every split is spread evenly, so that its beginning is a fair sample too.
 * @returns per place the split and the position within that split's own order
 */
export function interleaveSplits(counts: SplitCounts): { readonly split: TrainSplit; readonly position: number }[] {
  return MAPPED_SPLITS.flatMap((split) =>
    Array.from({ length: counts[split] }, (_, position) => ({
      split,
      position,
      place: (position + 0.5) / counts[split],
    })),
  )
    .sort((a, b) => a.place - b.place || MAPPED_SPLITS.indexOf(a.split) - MAPPED_SPLITS.indexOf(b.split))
    .map(({ split, position }) => ({ split, position }));
}
