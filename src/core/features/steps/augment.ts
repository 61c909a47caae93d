import { boolean, integer } from '../../params';
import { drawMove } from '../moves';
import { shiftInto } from '../shift';
import { defineStep } from '../types';
import { refuse } from './refuse';

export const augment = defineStep({
  kind: 'augment',
  version: 1,
  title: 'Augmentation',
  about:
    'In training only: shows each image mirrored half of the time and moved by a few pixels, anew whenever it is seen. Evaluation, attribution and the exported pipeline leave images as they are.',
  params: {
    flip: boolean({ label: 'Mirror', default: true }),
    /** Largest shift in pixels, up, down, left and right. */
    shift: integer({
      label: 'Shift',
      default: 2,
      min: 0,
      max: 8,
    }),
  },
  trainingOnly: true,
  plan({ flip, shift }, layout) {
    if (layout.kind !== 'image')
      refuse('Augmentation works on images; it must come before steps that pick out values.');
    if (layout.values === 'signed')
      refuse('Augmentation lets black come in at the border, so it must come before Standardise.');
    if (!flip && shift === 0)
      refuse(
        'Augmentation without mirroring and with a shift of 0 changes nothing: choose one, or leave the step out.',
      );
    return layout;
  },
  apply({ params, layout }, block, seeds) {
    if (layout.kind !== 'image') throw new TypeError('augment: not an image');
    const { width } = layout;
    const size = layout.height * width;
    const data = new Float32Array(block.data.length);
    for (let image = 0; image < block.count; image += 1) {
      const { mirrored, down, right } = drawMove(params, seeds[image]!);
      shiftInto(block.data, data, image * size, layout, down, right);
      if (!mirrored) continue;
      for (let row = image * size; row < (image + 1) * size; row += width) data.subarray(row, row + width).reverse();
    }
    return { ...block, data };
  },
  // Attributions are taken without augmentation, so there is nothing to undo.
  pullBack: (_context, _input, output) => output.slice(),
  python: () => ({ lines: ['# Augmentation runs in training only.'] }),
});
