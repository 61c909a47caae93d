import { boolean } from '../../params';
import { defineAugmentation } from './types';

export const augmentation = defineAugmentation({
  about: 'mirrored half of the time',
  source: 'A. Krizhevsky and others, 2012',
  params: { flip: boolean({ label: 'Mirror', default: true }) },
  off: { flip: false },
  on: { flip: true },
  without: 'without mirroring',
  tuned: { 'mirrored and shifted': { flip: true, shift: 1 } },
  order: 2,
  signed: false,
  copies: true,
  drawsAfter: 0,
  draw: (_params, random) => (random() < 0.5 ? true : undefined),
  apply(_drawn, from, to, { height, width }) {
    for (let row = 0; row < height * width; row += width) {
      for (let x = 0; x < width; x += 1) to[row + width - 1 - x] = from[row + x]!;
    }
  },
});
