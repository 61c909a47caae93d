import { ACTIVATION, glorotUniform, PADDING, placesOf, slide, STRIDE, WINDOW_SIDE } from './parts';
import { defineLayer } from './types';

export const depthwiseConv2d = defineLayer({
  type: 'depthwise-conv2d',
  label: 'Depthwise convolution',
  about: 'Slides one square filter over each channel alone.',
  source: 'L. Sifre, 2014',
  required: { size: WINDOW_SIDE },
  optional: { stride: STRIDE, padding: PADDING, activation: ACTIVATION },
  takes: 'image',
  keepsSize: { padding: 'same' },
  output: (settings, input) => slide(settings, input, input.channels),
  multiplications: ({ size }, { channels }, output) => placesOf(output) * size ** 2 * channels,
  make: ({ size, stride, padding, activation }, seed) => ({
    layer: 'depthwiseConv2d',
    config: {
      kernelSize: size,
      strides: stride,
      padding,
      activation,
      depthwiseInitializer: glorotUniform(seed),
    },
  }),
});
