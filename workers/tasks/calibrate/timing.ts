import type { BatchSpeed } from '../../../src/core/results/types';

/** Timing of a result, from what was measured. */
export const toTiming = (speeds: readonly BatchSpeed[]): Record<string, number> =>
  Object.fromEntries(speeds.map(({ batchSize, imagesPerSecond }) => [String(batchSize), 1 / imagesPerSecond]));
