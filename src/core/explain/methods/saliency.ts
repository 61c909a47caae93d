import { single } from '../draws';
import { pixelGradients } from '../gradients';
import type { Method } from '../types';

export const method: Method = {
  version: 1,
  short: 'Saliency',
  signed: false,
  about: 'the absolute gradient',
  source: 'K. Simonyan and others, 2014',
  limits: 'A gradient is local: it shows the effect of a small change, not of removing a whole part.',
  samples: () => 1,
  run: async (explained, conditions) => ({
    pixels: (await pixelGradients(explained, conditions, single)).map(Math.abs),
  }),
};
