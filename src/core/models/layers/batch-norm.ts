import { defineLayer } from './types';

export const batchNorm = defineLayer({
  type: 'batch-norm',
  label: 'Batch normalisation',
  about: 'Brings each channel to a mean and a deviation that it learns, by those of the batch.',
  source: 'S. Ioffe and C. Szegedy, 2015',
  required: {},
  optional: {},
  takes: 'any',
  output: (_settings, input) => input,
  make: () => ({ layer: 'batchNormalization', config: {} }),
});
