import { listed } from '../../words/comparisons';
import { AUGMENTATIONS, augmenterOf, augmentParams, switchedOn } from '../augmenter';
import { defineStep, layoutSize } from '../types';
import { refuse } from './refuse';

const all = Object.values(AUGMENTATIONS);

export const augment = defineStep({
  kind: 'augment',
  version: 1,
  title: 'Augmentation',
  about: `In training only: shows each image ${listed(all.map(({ about }) => about))}, anew whenever it is seen. Evaluation, attribution and the exported pipeline leave images as they are.`,
  params: augmentParams,
  trainingOnly: true,
  plan(params, layout) {
    const on = switchedOn(params);
    if (layout.kind !== 'image')
      refuse('Augmentation works on images; it must come before steps that pick out values.');
    if (layout.values === 'signed' && !(on.length > 0 && on.every(({ signed }) => signed)))
      refuse('Augmentation lets black come in at the border, so it must come before Standardise.');
    if (on.length === 0)
      refuse(
        `Augmentation ${listed(all.map(({ without }) => without))} changes nothing: choose one, or leave the step out.`,
      );
    return layout;
  },
  apply({ params, layout }, block, seeds) {
    if (layout.kind !== 'image') throw new TypeError('augment: not an image');
    const size = layoutSize(layout);
    const data = new Float32Array(block.data.length);
    const run = augmenterOf<Float32Array>(params, layout, [new Float32Array(size), new Float32Array(size)]);
    for (let image = 0; image < block.count; image += 1) {
      const [from, to] = [image * size, (image + 1) * size];
      run(block.data.subarray(from, to), data.subarray(from, to), seeds[image]!);
    }
    return { ...block, data };
  },
  onBytes(params, size) {
    if (!switchedOn(params).every(({ copies }) => copies)) return undefined;
    const pixels = size.height * size.width;
    return augmenterOf<Uint8Array>(params, size, [new Uint8Array(pixels), new Uint8Array(pixels)]);
  },
  // Attributions are taken without augmentation, so there is nothing to undo.
  pullBack: (_context, _input, output) => output.slice(),
  python: () => ({ lines: ['# Augmentation runs in training only.'] }),
});
