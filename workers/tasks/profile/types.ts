/** What the profile task is asked and what it answers. Input of every mode: `data`, the result of the Data cell. */
import type { DataInput } from '../input-types';
import type { AnyArrays, StoredResult } from '../../../src/core/results/types';
import type { SplitName } from '../../../src/core/dataset/types';
import type { InvalidCounts, ProfileSummary, Scope } from '../../../src/core/profile/types';

export type ProfileSpec =
  /** Count images [start, end) of a split, in the split's order. */
  | { readonly mode: 'chunk'; readonly split: SplitName; readonly start: number; readonly end: number }
  /** Add up chunks, given as further inputs `chunk.<n>`. */
  | { readonly mode: 'merge'; readonly scope: Scope }
  /** The profile of the first images of the training file, from storage as they lie there: something to see at once. */
  | { readonly mode: 'preview'; readonly images: number }
  /** Median and entropy image of each class over a scope. */
  | { readonly mode: 'levels'; readonly scope: Scope }
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

export interface PreviewSummary {
  readonly mode: 'preview';
  readonly profile: ProfileSummary;
}

export interface LevelsSummary {
  readonly mode: 'levels';
  readonly images: number;
}

export interface SamplesSummary {
  readonly mode: 'samples';
  readonly images: number;
}

/**
 * Arrays: see `chunkArrays` and `MergedProfile` (merge, preview) in core; levels have `classMedian` and `classEntropy` (classes x
 * height x width, float32), samples `images` (n x pixels), `labels`, `indices`.
 */
export type ProfileTaskSummary = ChunkSummary | MergeSummary | PreviewSummary | LevelsSummary | SamplesSummary;

export type ProfileInputs = DataInput & { readonly [Chunk in `chunk.${number}`]?: StoredResult<ProfileTaskSummary> };
export type ProfileArrays = AnyArrays;
