import { defineLayer } from './types';

export const relu = defineLayer({
  type: 'relu',
  label: 'Rectified linear units',
  about: 'Values below 0 become 0.',
  source: 'V. Nair and G. Hinton, 2010',
  required: {},
  optional: {},
  takes: 'any',
  output: (_settings, input) => input,
  make: () => ({ layer: 'reLU', config: {} }),
});
