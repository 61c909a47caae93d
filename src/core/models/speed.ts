/** How fast a machine trains: what a calibration measured. What follows for other networks is in expected.ts. */

export interface BatchSpeed {
  readonly batchSize: number;
  readonly imagesPerSecond: number;
}

/** Training of the small CNN in one worker. A measurement of one moment: no part of any key. */
export interface Calibration {
  /** At least one, by rising batch size. */
  readonly speeds: readonly BatchSpeed[];
  /** Another backend that was found to be faster here, and how many times; it is taken from the next start on. */
  readonly faster?: { readonly backend: string; readonly times: number };
}

const fastest = (speeds: readonly BatchSpeed[]): number => Math.max(...speeds.map((speed) => speed.imagesPerSecond));

/** Images a second at the best batch size. */
export const topSpeed = ({ speeds }: Calibration): number => fastest(speeds);

/** The smallest batch that reaches nine tenths of the top speed: beyond it, larger batches only mean fewer steps. */
export function suggestedBatch({ speeds }: Calibration): number {
  return speeds.find(({ imagesPerSecond }) => imagesPerSecond >= 0.9 * fastest(speeds))!.batchSize;
}
