import { choice, integers } from '../../params';
import { MOST_SIDE } from '../../dataset/shape';
import { defineStep, layoutSize } from '../types';
import type { Layout } from '../types';
import { refuse } from './refuse';

type Form = 'image' | 'vector';

const masked = (form: Form, kept: number, layout: Layout): Layout =>
  form === 'image' ? layout : { kind: 'vector', size: kept, values: layout.values };

/** Copies kept values; `pick` gathers them into a vector, `spread` puts a vector's values back to their places. */
function move(
  values: Float32Array,
  count: number,
  from: number,
  to: number,
  kept: readonly number[],
  how: 'pick' | 'spread' | 'keep',
): Float32Array {
  const data = new Float32Array(count * to);
  for (let image = 0; image < count; image += 1) {
    kept.forEach((place, index) => {
      const source = how === 'spread' ? index : place;
      const target = how === 'pick' ? index : place;
      data[image * to + target] = values[image * from + source]!;
    });
  }
  return data;
}

export const mask = defineStep({
  kind: 'mask',
  version: 1,
  title: 'Pixel mask',
  about:
    'Keeps the listed pixels only. As an image the others become 0, so that a convolution still sees where each pixel stands; as a vector they are dropped.',
  params: {
    /** Indices row by row in the image that comes in, from 0. */
    kept: integers({
      label: 'Kept pixels',
      min: 0,
      max: MOST_SIDE * MOST_SIDE - 1,
    }),
    form: choice<Form>({
      label: 'Result',
      default: 'image',
      choices: [
        { value: 'image', label: 'image with zeros' },
        { value: 'vector', label: 'vector of kept pixels' },
      ],
    }),
  },
  pointwise: true,
  plan({ kept, form }, layout) {
    if (layout.kind !== 'image')
      refuse('The pixel mask works on images; it must come before steps that pick out values.');
    if (kept.length === 0) refuse('The pixel mask keeps no pixel: choose at least one.');
    const size = layoutSize(layout);
    const outside = kept.find((index) => index >= size);
    if (outside !== undefined)
      refuse(`The pixel mask keeps pixel ${outside}, but the image that comes in has only ${size}.`);
    if (new Set(kept).size !== kept.length) refuse('The pixel mask lists a pixel twice.');
    return masked(form, kept.length, layout);
  },
  apply({ params: { kept, form }, layout }, block) {
    const size = layoutSize(layout);
    const to = form === 'image' ? size : kept.length;
    const data = move(block.data, block.count, size, to, kept, form === 'image' ? 'keep' : 'pick');
    return { ...block, data, layout: masked(form, kept.length, layout) };
  },
  pullBack({ params: { kept, form }, layout }, input, output) {
    const size = layoutSize(layout);
    const from = form === 'image' ? size : kept.length;
    return move(output, input.count, from, size, kept, form === 'image' ? 'keep' : 'spread');
  },
  python: ({ params: { kept, form } }) => ({
    lines: [
      `kept = np.array([${kept.join(', ')}])`,
      form === 'vector'
        ? 'x = x.reshape(len(x), -1)[:, kept]'
        : 'mask = np.zeros(x.shape[1] * x.shape[2], np.float32); mask[kept] = 1; x = x * mask.reshape(x.shape[1:])',
    ],
  }),
});
