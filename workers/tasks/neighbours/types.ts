/**
 * Exact search for near images, by squared distance of pixels (0-255). Input: `data`.
 * Ids are over both official files (src/core/dataset/ids.ts).
 */
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
  /** Pairs of a query and a reference of smaller id that are at most so far apart. */
  | (Range & { readonly mode: 'pairs'; readonly squared: number });

/**
 * Artifacts of `nearest`: `ids` and `squared` (int32 [queries, k], the nearest first, equal ones by id), `queryIds`
 * (int32 [queries]); of `pairs`: `ids` (int32 [pairs, 2], the smaller first) and `squared` (int32 [pairs]), by distance.
 */
export interface NeighboursSummary {
  readonly mode: NeighboursSpec['mode'];
  readonly queries: number;
  /** Neighbours or pairs found. */
  readonly found: number;
}

/** The most queries of one task. */
export const QUERIES_AT_ONCE = 10_000;
