import type { Calibration } from '../results/types';
import { fastest } from './speed';

/** The smallest batch that reaches nine tenths of the top speed: beyond it, larger batches only mean fewer steps. */
export function suggestedBatch({ speeds }: Calibration): number {
  return speeds.find(({ imagesPerSecond }) => imagesPerSecond >= 0.9 * fastest(speeds))!.batchSize;
}
