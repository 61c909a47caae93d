/** What the quality task is asked and what it answers. Input of both modes: `data`, the result of the Data cell. */
import type { DataInput } from '../input-types';
import type { AnyArrays, StoredResult } from '../../../src/core/results/types';
import type { SplitName } from '../../../src/core/dataset/types';
import type { QualitySummary } from '../../../src/core/profile/quality-summary';

export type QualitySpec =
  /** Score images [start, end) of a split, in the split's order. */
  | { readonly mode: 'chunk'; readonly split: SplitName; readonly start: number; readonly end: number }
  /** Put the chunks together, given as further inputs `chunk.<n>`. */
  | { readonly mode: 'merge' };

export interface QualityChunkSummary {
  readonly mode: 'chunk';
  readonly split: SplitName;
  readonly start: number;
}

export interface QualityMergeSummary {
  readonly mode: 'merge';
  readonly quality: QualitySummary;
}

/** Arrays: see `qualityArrays` and `MergedQuality` in core. */
export type QualityTaskSummary = QualityChunkSummary | QualityMergeSummary;

export type QualityInputs = DataInput & { readonly [Chunk in `chunk.${number}`]?: StoredResult<QualityTaskSummary> };
export type QualityArrays = AnyArrays;
