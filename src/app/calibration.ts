/** How fast this machine trains, in words. Loaded once that was measured. */
import { suggestedBatch } from '../core/models/batch-size';
import { topSpeed } from '../core/models/speed';
import type { Calibration } from '../core/results/types';
import { count, fixed } from '../core/words/numbers';

/** Images a second. */
export const speed = (calibration: Calibration): string => `${count(Math.round(topSpeed(calibration)))} images/s`;

/** What the measurement was and what it suggests. */
export function calibrated(calibration: Calibration): string {
  const { faster } = calibration;
  const other = faster
    ? ` ${faster.backend.toUpperCase()} trains ${fixed(faster.times, 1)} times as fast here and is taken from the next start on; ?backend= chooses.`
    : '';
  return `Training the small CNN in one worker, measured once in this browser; batches of ${suggestedBatch(calibration)} reach nine tenths of it.${other}`;
}
