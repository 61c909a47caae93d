import { POOLED_SIDE, slide } from './parts';
import { defineLayer } from './types';

export const maxPool = defineLayer({
  type: 'max-pool',
  label: 'Maximum pooling',
  about: 'Cuts the image into squares and keeps the greatest value of each.',
  source: 'K. Yamaguchi and others, 1990',
  required: { size: POOLED_SIDE },
  optional: {},
  takes: 'image',
  output: ({ size }, input) => slide({ size, stride: size, padding: 'valid' }, input, input.channels),
  make: ({ size }) => ({ layer: 'maxPooling2d', config: { poolSize: size } }),
});
