import { valuesOf } from './parts';
import { defineLayer } from './types';

export const flatten = defineLayer({
  type: 'flatten',
  label: 'Flatten',
  about: 'Makes one list of the values of an image.',
  source: 'definition',
  required: {},
  optional: {},
  takes: 'any',
  output: (_settings, input) => ({ kind: 'vector', size: valuesOf(input) }),
  // A list is flat already: a network on one is built without the layer.
  make: (_settings, _seed, input) => (input.kind === 'vector' ? undefined : { layer: 'flatten', config: {} }),
});
