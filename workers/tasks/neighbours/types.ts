/**
 * Exact search for near images, by squared distance of pixels (0-255). Input: `data`.
 * Ids are over both official files (src/core/dataset/ids.ts).
 */
import type { Arrays } from '../../../src/core/results/types';
import type { DataInput } from '../input-types';
import type { ImageSet } from '../../../src/core/neighbours/types';

interface Range {
  readonly queries: ImageSet;
  readonly references: ImageSet;
  /** The queries from `start` up to `end` of their set. */
  readonly start: number;
  readonly end: number;
}
export type NeighboursSpec =
  /** The k nearest references of each query, itself left out. */
  | (Range & { readonly mode: 'nearest'; readonly k: number })
  /** Pairs of a query and a reference that differ by at most this share; see src/core/neighbours/pairs.ts. */
  | (Range & { readonly mode: 'pairs'; readonly share: number });

/**
 * Artifacts of `nearest`: `ids` and `squared` (int32 [queries, k], the nearest first, equal ones by id), `queryIds`
 * (int32 [queries]); of `pairs`: `pairs` (int32 [kept, 4], see `pairArray`), at most {@link MOST_PAIRS}.
 */
export interface NeighboursSummary {
  readonly mode: NeighboursSpec['mode'];
  readonly queries: number;
  /** Neighbours or pairs found. */
  readonly found: number;
}

/** The most queries of one task. */
export const QUERIES_AT_ONCE = 10_000;
/** The most pairs that one task keeps. */
export const MOST_PAIRS = 50_000;

export type NeighboursInputs = DataInput;
export type NeighboursArrays = Arrays<never, 'ids' | 'squared' | 'queryIds' | 'pairs'>;
