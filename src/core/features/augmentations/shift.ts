import { integer } from '../../params';
import { shiftInto } from '../shift';
import { defineAugmentation } from './types';

export const augmentation = defineAugmentation({
  about: 'moved by a few pixels',
  source: 'P. Simard and others, 2003',
  /** Largest shift in pixels, up, down, left and right. */
  params: { shift: integer({ label: 'Shift', default: 2, min: 0, max: 8 }) },
  off: { shift: 0 },
  on: { shift: 2 },
  without: 'with a shift of 0',
  tuned: { shifted: { shift: 1 } },
  order: 1,
  // Black comes in at the border.
  signed: false,
  copies: true,
  // The first number of an image is that of mirroring.
  drawsAfter: 1,
  draw({ shift }, random) {
    const down = Math.floor(random() * (2 * shift + 1)) - shift;
    const right = Math.floor(random() * (2 * shift + 1)) - shift;
    return { down, right };
  },
  apply({ down, right }, from, to, size) {
    shiftInto(from, to, 0, size, down, right);
  },
});
