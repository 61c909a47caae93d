import { POOLED_SIDE, slide } from './parts';
import { defineLayer } from './types';

export const averagePool = defineLayer({
  type: 'average-pool',
  label: 'Average pooling',
  about: 'Cuts the image into squares and keeps the mean value of each.',
  source: 'Y. LeCun and others, 1989',
  required: { size: POOLED_SIDE },
  optional: {},
  takes: 'image',
  output: ({ size }, input) => slide({ size, stride: size, padding: 'valid' }, input, input.channels),
  make: ({ size }) => ({ layer: 'averagePooling2d', config: { poolSize: size } }),
});
