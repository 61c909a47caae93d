/** How long trainings will take, by what a calibration measured. Loaded with the first training. */
import { pixelsOf, sizeOf, type DataShape, type ImageSize } from '../dataset/shape';
import type { Calibration } from '../results/types';
import { sizeAfter, windowOf } from './fit-check';
import type { ModelSpec } from './types';
import { forClasses, forSize, MODELS, type ModelName } from './zoo';

/** The network that calibrations train. */
export const CALIBRATION_MODEL: ModelName = 'cnn-small';
/** Of the images that calibrations train on: a set's own size is not known yet, and speeds are compared between devices. */
export const CALIBRATION_SIZE: ImageSize = { height: 28, width: 28 };

/** Multiplications that one image of this size costs on its way through a network that can take it. */
export function multiplications({ layers }: ModelSpec, size: ImageSize): number {
  let [left, channels, values, sum] = [sizeOf(size), 1, pixelsOf(size), 0];
  for (const layer of layers) {
    const window = windowOf(layer);
    if (window) {
      left = sizeAfter(left, window);
      if (layer.type === 'conv2d' || layer.type === 'depthwise-conv2d') {
        const filters = layer.type === 'conv2d' ? layer.filters : 1;
        sum += pixelsOf(left) * layer.size ** 2 * channels * filters;
        if (layer.type === 'conv2d') channels = layer.filters;
      }
      values = pixelsOf(left) * channels;
    } else if (layer.type === 'dense') {
      sum += values * layer.units;
      values = layer.units;
    }
  }
  return sum;
}

/** A training under way. */
export interface TrainingLoad {
  readonly model: ModelSpec;
  readonly batchSize: number;
  readonly data: DataShape;
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
  const calibrated = multiplications(MODELS[CALIBRATION_MODEL], CALIBRATION_SIZE);
  const secondsPerImage = ({ model, batchSize, data }: TrainingLoad): number => {
    const { speeds } = calibration;
    const speed = speeds.findLast((measured) => measured.batchSize <= batchSize) ?? speeds[0]!;
    const network = forSize(forClasses(model, data.classes.length), data);
    return multiplications(network, data) / calibrated / speed.imagesPerSecond;
  };
  const mean = loads.reduce((sum, load) => sum + secondsPerImage(load), 0) / loads.length;
  return (images * mean) / Math.min(workers, loads.length);
}
