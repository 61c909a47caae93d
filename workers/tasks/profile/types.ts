/** What the profile task is asked and what it answers. Input of every mode: `data`, the result of the Data cell. */
import type { SplitName } from '../../../src/core/dataset/types';
import type { InvalidCounts, ProfileSummary, Scope } from '../../../src/core/profile/types';

export type ProfileSpec =
  /** Count images [start, end) of a split, in the split's order. */
  | { readonly mode: 'chunk'; readonly split: SplitName; readonly start: number; readonly end: number }
  /** Add up chunks, given as further inputs `chunk.<n>`. */
  | { readonly mode: 'merge'; readonly scope: Scope }
  /** The first images of each class of a split. */
  | { readonly mode: 'samples'; readonly split: SplitName; readonly perClass: number };

export interface ChunkSummary {
  readonly mode: 'chunk';
  readonly split: SplitName;
  readonly start: number;
  readonly images: number;
  readonly invalid: InvalidCounts;
}

export interface MergeSummary {
  readonly mode: 'merge';
  readonly profile: ProfileSummary;
}

export interface SamplesSummary {
  readonly mode: 'samples';
  readonly images: number;
}

/** Arrays: see `chunkArrays` and `MergedProfile` in core; samples have `images` (n x 784), `labels`, `indices`. */
export type ProfileTaskSummary = ChunkSummary | MergeSummary | SamplesSummary;
