/** How fast a machine trains: what a calibration measured. What follows for other networks is in expected.ts. */
import type { BatchSpeed, Calibration } from '../results/types';

const fastest = (speeds: readonly BatchSpeed[]): number => Math.max(...speeds.map((speed) => speed.imagesPerSecond));

/** Images a second at the best batch size. */
export const topSpeed = ({ speeds }: Calibration): number => fastest(speeds);

/** The smallest batch that reaches nine tenths of the top speed: beyond it, larger batches only mean fewer steps. */
export function suggestedBatch({ speeds }: Calibration): number {
  return speeds.find(({ imagesPerSecond }) => imagesPerSecond >= 0.9 * fastest(speeds))!.batchSize;
}
