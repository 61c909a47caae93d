import { single } from '../draws';
import { pixelGradients } from '../gradients';
import type { Method } from '../types';

export const method: Method = {
  version: 1,
  short: 'Saliency',
  signed: false,
  about: 'the absolute gradient',
  source: 'K. Simonyan and others, 2014',
  limits: 'A gradient is local: it tells what a small change would do, not what removing a whole part would do.',
  samples: () => 1,
  run: async (explained, conditions) => ({
    pixels: (await pixelGradients(explained, conditions, single)).map(Math.abs),
  }),
};
