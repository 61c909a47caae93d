import { integer } from '../../params';
import { ACTIVATION, glorotUniform, PADDING, placesOf, slide, STRIDE, WINDOW_SIDE } from './parts';
import { defineLayer } from './types';

export const conv2d = defineLayer({
  type: 'conv2d',
  label: 'Convolution',
  about: 'Slides square filters over the image; each looks at all channels and gives one.',
  source: 'Y. LeCun and others, 1989',
  required: { filters: integer({ label: 'Filters', default: 8, min: 1, max: 4096 }), size: WINDOW_SIDE },
  optional: { stride: STRIDE, padding: PADDING, activation: ACTIVATION },
  takes: 'image',
  keepsSize: { padding: 'same' },
  output: (settings, input) => slide(settings, input, settings.filters),
  multiplications: ({ size, filters }, { channels }, output) => placesOf(output) * size ** 2 * channels * filters,
  make: ({ filters, size, stride, padding, activation }, seed) => ({
    layer: 'conv2d',
    config: {
      filters,
      kernelSize: size,
      strides: stride,
      padding,
      activation,
      kernelInitializer: glorotUniform(seed),
    },
  }),
});
