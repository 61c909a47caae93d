import type { Block, PullBack } from '../types';
import { defineStep } from '../types';
import { refuse } from './refuse';

export const scale = defineStep({
  kind: 'scale',
  version: 1,
  title: 'Scale to 0-1',
  about: 'Divides every pixel by 255, so that all values lie between 0 and 1.',
  params: {},
  pointwise: true,
  plan(_params, layout) {
    if (layout.values !== 'bytes')
      refuse('Scale divides pixels of 0 to 255 by 255; it must come before steps that change their range.');
    return { ...layout, values: 'positive' };
  },
  apply: (_context, block: Block) => ({
    ...block,
    data: block.data.map((value) => value / 255),
    layout: { ...block.layout, values: 'positive' },
  }),
  pullBack: (_context, _input, output: Float32Array, mode: PullBack) =>
    mode === 'gradient' ? output.map((value) => value / 255) : output.slice(),
  python: () => ({ lines: ['x = x / np.float32(255)'] }),
});
