import { real } from '../../params';
import { defineLayer } from './types';

export const dropout = defineLayer({
  type: 'dropout',
  label: 'Dropout',
  about: 'Drops this share of the values while training; the mask is seeded by the step.',
  source: 'N. Srivastava and others, 2014',
  required: { rate: real({ label: 'Share dropped', default: 0.2, min: 0, max: 0.99 }) },
  optional: {},
  takes: 'any',
  output: (_settings, input) => input,
  make: ({ rate }, seed) => ({ layer: 'steppedDropout', config: { rate, seed } }),
});
