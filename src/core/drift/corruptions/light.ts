import { WHITE, type Corruption } from './types';
import { percent } from '../../words/numbers';

/** Added at severity 1, as a share of full scale. */
const MOST_LIGHT = 0.5;
/** Contrast lost at severity 1. */
const MOST_LOSS = 0.9;

export const brightness: Corruption = {
  describe: (severity) => `${Math.round(MOST_LIGHT * severity * WHITE)} of 255 added to every pixel`,
  apply(image, out, severity) {
    const added = MOST_LIGHT * severity * WHITE;
    for (let pixel = 0; pixel < image.length; pixel += 1) out[pixel] = image[pixel]! + added;
  },
};

export const contrast: Corruption = {
  describe: (severity) => `contrast lowered to ${percent(1 - MOST_LOSS * severity, 0)}`,
  apply(image, out, severity) {
    const kept = 1 - MOST_LOSS * severity;
    let sum = 0;
    for (let pixel = 0; pixel < image.length; pixel += 1) sum += image[pixel]!;
    const mean = sum / image.length;
    // Written so that a kept share of 1 gives the pixel itself, without rounding.
    for (let pixel = 0; pixel < image.length; pixel += 1) out[pixel] = image[pixel]! * kept + mean * (1 - kept);
  },
};
