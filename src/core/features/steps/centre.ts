import { shiftInto } from '../shift';
import type { Block, StepContext } from '../types';
import { defineStep } from '../types';
import { refuse } from './refuse';

/**
 * Whole pixels from the centre of mass to the middle, rounded half up. The margin decides ties the same way whatever
 * the order in which a sum was taken, so that other languages agree.
 */
const MARGIN = 1e-9;

function shiftsOf(block: Block): Int32Array {
  if (block.layout.kind !== 'image') throw new TypeError('centre: not an image');
  const { height, width } = block.layout;
  const shifts = new Int32Array(block.count * 2);
  for (let image = 0; image < block.count; image += 1) {
    let mass = 0;
    let momentY = 0;
    let momentX = 0;
    for (let y = 0, at = image * height * width; y < height; y += 1) {
      for (let x = 0; x < width; x += 1, at += 1) {
        const value = block.data[at]!;
        mass += value;
        momentY += value * y;
        momentX += value * x;
      }
    }
    if (mass <= 0) continue;
    shifts[image * 2] = Math.floor((height - 1) / 2 - momentY / mass + 0.5 + MARGIN);
    shifts[image * 2 + 1] = Math.floor((width - 1) / 2 - momentX / mass + 0.5 + MARGIN);
  }
  return shifts;
}

function shifted(
  { layout }: StepContext<object>,
  values: Float32Array,
  shifts: Int32Array,
  direction: 1 | -1,
): Float32Array {
  if (layout.kind !== 'image') throw new TypeError('centre: not an image');
  const size = layout.height * layout.width;
  const data = new Float32Array(values.length);
  for (let image = 0; image * 2 < shifts.length; image += 1) {
    shiftInto(values, data, image * size, layout, direction * shifts[image * 2]!, direction * shifts[image * 2 + 1]!);
  }
  return data;
}

const PYTHON = `def centre(x):
    """Shifts every image by whole pixels so that its centre of mass lies in the middle; zeros come in."""
    count, height, width = x.shape
    out = np.zeros_like(x)
    for i in range(count):
        image = x[i].astype(np.float64)
        mass = image.sum()
        if mass <= 0:
            out[i] = x[i]
            continue
        cy = (image.sum(axis=1) * np.arange(height)).sum() / mass
        cx = (image.sum(axis=0) * np.arange(width)).sum() / mass
        dy = int(np.floor((height - 1) / 2 - cy + 0.5 + ${MARGIN}))
        dx = int(np.floor((width - 1) / 2 - cx + 0.5 + ${MARGIN}))
        out[i, max(0, dy) : height + min(0, dy), max(0, dx) : width + min(0, dx)] = x[
            i, max(0, -dy) : height + min(0, -dy), max(0, -dx) : width + min(0, -dx)
        ]
    return out`;

export const centre = defineStep({
  kind: 'centre',
  version: 1,
  title: 'Centre of mass',
  about:
    'Moves every image by whole pixels so that its centre of mass lies in the middle, with black coming in: a model need not learn where an object stands.',
  params: {},
  plan(_params, layout) {
    if (layout.kind !== 'image') refuse('Centre of mass moves images; it must come before steps that pick out values.');
    if (layout.values === 'signed') refuse('Centre of mass weighs brightness, so it must come before Standardise.');
    return layout;
  },
  apply: (context, block) => ({ ...block, data: shifted(context, block.data, shiftsOf(block), 1) }),
  pullBack: (context, input, output) => shifted(context, output, shiftsOf(input), -1),
  python: () => ({ lines: ['x = centre(x)'], helpers: [PYTHON] }),
});
