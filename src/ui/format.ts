/** Durations and sizes for people. */
import { count, fixed } from '../core/words/numbers';

/** "under a second", "4 s", "2 min 5 s", "1 h 3 min". */
export function duration(seconds: number): string {
  if (seconds < 1) return 'under a second';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const BYTE_UNITS = new Set(['bytes', 'byte', 'B']);

/** "12,000 of 40,000 images", "3.1 of 30.9 MB"; only what is done if the total is not known. */
export function amount(done: number, total: number, unit: string): string {
  if (BYTE_UNITS.has(unit)) {
    const megabytes = (bytes: number): string => fixed(bytes / 1e6, 1);
    return total > 0 ? `${megabytes(done)} of ${megabytes(total)} MB` : `${megabytes(done)} MB`;
  }
  return total > 0 ? `${count(done)} of ${count(total)} ${unit}` : `${count(done)} ${unit}`;
}
