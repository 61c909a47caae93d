import { derive } from '../../seed';
import { noisy } from '../draws';
import { pixelGradients } from '../gradients';
import type { Method } from '../types';
import { percent } from '../../words/numbers';

/** Noisy copies: the authors see little change beyond 50. */
const COPIES = 50;
/** Standard deviation of the noise, relative to the image's range; the authors found 10 to 20 % best. */
const NOISE_SHARE = 0.15;

export const method: Method = {
  version: 1,
  short: 'Smooth',
  signed: false,
  about: `the absolute mean gradient of ${COPIES} copies with noise of ${percent(NOISE_SHARE, 0)} of the range`,
  source: 'D. Smilkov and others, 2017',
  samples: () => COPIES,
  async run(explained, conditions) {
    const { samples, seed } = conditions;
    const mean = await pixelGradients(explained, conditions, (image, row) =>
      noisy(image, samples, NOISE_SHARE, derive(seed, 'noise', row)),
    );
    return { pixels: mean.map(Math.abs) };
  },
};
