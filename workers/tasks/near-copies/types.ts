/**
 * What the pairs and nearest neighbours that were found mean: labels and splits of near copies, distances by split, and
 * models scored without the images that have a copy in the training split. Inputs: `data`, chunks of the task `neighbours` named
 * `pairs.<n>` and `nearest.<split>.<n>` (references: the training split), and `network`, a training.
 */
import type { SplitName } from '../../../src/core/dataset/types';
import type { DataInput, Predicted } from '../input-types';
import type { Arrays, StoredResult } from '../../../src/core/results/types';
import type { NeighboursArrays, NeighboursSummary } from '../neighbours/types';
import type { NearestDistances, PairCounts, Rescored } from '../../../src/core/neighbours/leaks';

export interface NearCopiesSpec {
  /** Thresholds at which pairs are counted, and at which models are scored again; both rising. */
  readonly shares: readonly number[];
  readonly leakShares: readonly number[];
  readonly draws: number;
  /** Neighbours that vote. */
  readonly k: number;
  /** Pairs that are listed with their images, at most. */
  readonly listed: number;
}

export interface RescoredModel {
  readonly model: 'network' | 'knn';
  readonly images: number;
  readonly right: number;
  readonly rescored: readonly Rescored[];
}

/**
 * Artifacts: `pairs` (int32 [n, 4]: see `pairArray`), `pairScores` (float32 [n]), `pairIds` (int32 [n, 2]); `leakScores` and
 * `leakIds`, the same of pairs of a training image and one of another split, whose index in SPLIT_NAMES is in `leakSplits` (uint8 [n]); `images` (uint8 [m, pixels]), `imageIds` (int32 [m],
 * rising), `imageLabels` (uint8 [m]) and `imageSplits` (uint8 [m], indices into SPLIT_NAMES) of the listed pairs.
 */
export interface NearCopiesSummary {
  readonly found: number;
  readonly kept: number;
  readonly counts: readonly PairCounts[];
  /** The same if the split knew of no groups. */
  readonly plain: readonly Pick<PairCounts, 'share' | 'acrossTraining'>[];
  readonly distances: readonly NearestDistances[];
  readonly models: readonly RescoredModel[];
}

export type NearCopiesInputs = DataInput & {
  readonly [Part in `${`nearest.${SplitName}` | 'pairs'}.${number}`]?: StoredResult<
    NeighboursSummary,
    NeighboursArrays
  >;
} & { readonly network?: Predicted };
export type NearCopiesArrays = Arrays<
  | 'pairs'
  | 'pairScores'
  | 'pairIds'
  | 'leakScores'
  | 'leakIds'
  | 'leakSplits'
  | 'images'
  | 'imageIds'
  | 'imageLabels'
  | 'imageSplits'
>;
