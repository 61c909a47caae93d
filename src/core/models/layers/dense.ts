import { integer } from '../../params';
import { ACTIVATION, glorotUniform } from './parts';
import { defineLayer } from './types';

export const dense = defineLayer({
  type: 'dense',
  label: 'Dense',
  about: 'Each unit is a weighted sum of all values.',
  source: 'F. Rosenblatt, 1958',
  required: { units: integer({ label: 'Units', default: 64, min: 1, max: 65_536 }) },
  optional: { activation: ACTIVATION },
  takes: 'vector',
  output: ({ units }) => ({ kind: 'vector', size: units }),
  multiplications: ({ units }, { size }) => size * units,
  make: ({ units, activation }, seed) => ({
    layer: 'dense',
    config: { units, activation, kernelInitializer: glorotUniform(seed) },
  }),
});
