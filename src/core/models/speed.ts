/** How fast a machine trains: what a calibration measured. What follows for other networks is in expected.ts. */
import type { BatchSpeed, Calibration } from '../results/types';

export const fastest = (speeds: readonly BatchSpeed[]): number =>
  Math.max(...speeds.map((speed) => speed.imagesPerSecond));

/** Images a second at the best batch size. */
export const topSpeed = ({ speeds }: Calibration): number => fastest(speeds);
