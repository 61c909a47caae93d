/** How fast a machine trains: what a calibration measured, and what follows from it for other networks. */
import { SIDE } from '../dataset/types';
import type { ModelSpec } from './types';
import { MODELS, type ModelName } from './zoo';

/** The network that calibrations train. */
export const CALIBRATION_MODEL: ModelName = 'cnn-small';

export interface BatchSpeed {
  readonly batchSize: number;
  readonly imagesPerSecond: number;
}

/** Training of {@link CALIBRATION_MODEL} in one worker. A measurement of one moment: no part of any key. */
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

/** Multiplications that one image costs on its way through a network, for 28 x 28 pixels. */
export function multiplications({ layers }: ModelSpec): number {
  let [side, channels, size, sum] = [SIDE, 1, SIDE * SIDE, 0];
  for (const layer of layers) {
    switch (layer.type) {
      case 'conv2d':
      case 'depthwise-conv2d': {
        const { stride = 1, padding = 'valid' } = layer;
        side = padding === 'same' ? Math.ceil(side / stride) : Math.floor((side - layer.size) / stride) + 1;
        const filters = layer.type === 'conv2d' ? layer.filters : 1;
        sum += side ** 2 * layer.size ** 2 * channels * filters;
        if (layer.type === 'conv2d') channels = layer.filters;
        size = side ** 2 * channels;
        break;
      }
      case 'max-pool':
      case 'average-pool':
        side = Math.floor(side / layer.size);
        size = side ** 2 * channels;
        break;
      case 'dense':
        sum += size * layer.units;
        size = layer.units;
        break;
      default:
    }
  }
  return sum;
}

/** A training under way. */
export interface TrainingLoad {
  readonly model: ModelSpec;
  readonly batchSize: number;
}

/**
 * Seconds that so many images of training will take, before any was seen to finish: by the multiplications of the networks
 * under way against those of the calibration's. Right to about a factor of two, for time left until there is a pace.
 * @param loads at least one
 */
export function expectedSeconds(
  calibration: Calibration,
  loads: readonly TrainingLoad[],
  images: number,
  workers: number,
): number {
  const secondsPerImage = ({ model, batchSize }: TrainingLoad): number => {
    const { speeds } = calibration;
    const speed = speeds.findLast((measured) => measured.batchSize <= batchSize) ?? speeds[0]!;
    return multiplications(model) / multiplications(MODELS[CALIBRATION_MODEL]) / speed.imagesPerSecond;
  };
  const mean = loads.reduce((sum, load) => sum + secondsPerImage(load), 0) / loads.length;
  return (images * mean) / Math.min(workers, loads.length);
}
