import { single } from '../draws';
import { pixelGradients } from '../gradients';
import type { Method } from '../types';

export const method: Method = {
  version: 1,
  short: 'Grad × in',
  signed: true,
  about: 'the gradient times the pixel',
  source: 'A. Shrikumar and others, 2016',
  samples: () => 1,
  async run(explained, conditions) {
    const gradients = await pixelGradients(explained, conditions, single);
    return { pixels: gradients.map((value, pixel) => value * explained.raw[pixel]!) };
  },
};
