/** How long trainings will take, by what a calibration measured. Loaded with the first training. */
import type { DataShape, ImageSize } from '../dataset/shape';
import type { Calibration } from '../results/types';
import { greyImage } from './fit-check';
import { passThrough } from './layers';
import type { ModelSpec } from './types';
import { family as calibrated } from '../families/cnn-small';
import { forClasses, forSize } from './fitted-to';

/** The network that calibrations train. */
export const CALIBRATION_MODEL = calibrated.build(calibrated.defaults).model;
/** Of the images that calibrations train on: a set's own size is not known yet, and speeds are compared between devices. */
export const CALIBRATION_SIZE: ImageSize = { height: 28, width: 28 };

/** Multiplications that one image of this size costs on its way through a network, as far as its layers can take it. */
export function multiplications(spec: ModelSpec, size: ImageSize): number {
  let sum = 0;
  for (const { definition, settings, input, output } of passThrough(spec, greyImage(size))) {
    if (!('problem' in output)) sum += definition.multiplications?.(settings, input, output) ?? 0;
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
  const calibrated = multiplications(CALIBRATION_MODEL, CALIBRATION_SIZE);
  const secondsPerImage = ({ model, batchSize, data }: TrainingLoad): number => {
    const { speeds } = calibration;
    const speed = speeds.findLast((measured) => measured.batchSize <= batchSize) ?? speeds[0]!;
    const network = forSize(forClasses(model, data.classes.length), data);
    return multiplications(network, data) / calibrated / speed.imagesPerSecond;
  };
  const mean = loads.reduce((sum, load) => sum + secondsPerImage(load), 0) / loads.length;
  return (images * mean) / Math.min(workers, loads.length);
}
