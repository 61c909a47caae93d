/** How long trainings will take, by what a calibration measured. Loaded with the first training. */
import { SIDE } from '../dataset/types';
import type { Calibration } from './speed';
import type { ModelSpec } from './types';
import { MODELS, type ModelName } from './zoo';

/** The network that calibrations train. */
export const CALIBRATION_MODEL: ModelName = 'cnn-small';

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
