import { choice, real } from '../../params';
import { equalButForRounding } from '../../stats/constant';
import { defineStep, layoutShape, layoutSize } from '../types';
import type { Block, Fitter, Layout, PullBack } from '../types';

const smaller = (a: number, b: number): number => Math.min(a, b);
const larger = (a: number, b: number): number => Math.max(a, b);

type Scope = 'each' | 'all';

/** Sums in float64 over blocks; pixel values are small, so sums of squares lose nothing that the floor would keep. */
function moments(scope: Scope, floor: number, layout: Layout): Fitter {
  const size = layoutSize(layout);
  const sums = new Float64Array(size);
  const squares = new Float64Array(size);
  const least = new Float64Array(size).fill(Infinity);
  const greatest = new Float64Array(size).fill(-Infinity);
  let images = 0;
  return {
    observe({ data, count }: Block) {
      images += count;
      for (let at = 0, index = 0; at < data.length; at += 1, index = index + 1 === size ? 0 : index + 1) {
        const value = data[at]!;
        sums[index]! += value;
        squares[index]! += value * value;
        if (value < least[index]!) least[index] = value;
        if (value > greatest[index]!) greatest[index] = value;
      }
    },
    finish() {
      const pooled = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / size;
      const sumOf = (values: Float64Array, index: number): number =>
        scope === 'all' ? pooled(values) : values[index]!;
      const ends = scope === 'all' && ([least.reduce(smaller), greatest.reduce(larger)] as const);
      const constant = (index: number): boolean =>
        ends ? equalButForRounding(...ends) : equalButForRounding(least[index]!, greatest[index]!);
      const means = Float64Array.from(sums, (_, index) => sumOf(sums, index) / images);
      const stds = means.map((mean, index) =>
        constant(index) ? 0 : Math.sqrt(Math.max(0, sumOf(squares, index) / images - mean * mean)),
      );
      const shape = layoutShape(layout);
      return {
        mean: { data: Float32Array.from(means), shape },
        std: { data: Float32Array.from(stds, (std) => Math.max(std, floor)), shape },
      };
    },
  };
}

export const standardise = defineStep({
  kind: 'standardise',
  version: 1,
  title: 'Standardise',
  about:
    'Subtracts the mean and divides by the standard deviation, both learnt on the training split, for each value or for all together. Deviations below the floor are raised to it, so that nearly constant pixels do not blow up.',
  params: {
    scope: choice<Scope>({
      label: 'Mean and deviation',
      default: 'each',
      choices: [
        { value: 'each', label: 'of each value' },
        { value: 'all', label: 'of all values' },
      ],
    }),
    /** The least standard deviation to divide by, in units of the values that come in. */
    floor: real({
      label: 'Floor of the deviation',
      default: 0.01,
      min: 1e-6,
      max: 255,
    }),
  },
  pointwise: true,
  plan: (_params, layout) => ({ ...layout, values: 'signed' }),
  fitter: ({ scope, floor }, layout) => moments(scope, floor, layout),
  apply({ arrays }, block) {
    const mean = arrays['mean']!.data;
    const std = arrays['std']!.data;
    const data = new Float32Array(block.data.length);
    for (let at = 0, index = 0; at < data.length; at += 1, index = index + 1 === mean.length ? 0 : index + 1) {
      // The difference is rounded to float32 first, as NumPy does, so that both give the same bits.
      data[at] = Math.fround(block.data[at]! - mean[index]!) / std[index]!;
    }
    return { ...block, data, layout: { ...block.layout, values: 'signed' } };
  },
  pullBack({ arrays }, _input, output: Float32Array, mode: PullBack) {
    const std = arrays['std']!.data;
    return mode === 'gradient' ? output.map((value, at) => value / std[at % std.length]!) : output.slice();
  },
  python: () => ({ lines: ['x = (x - arrays["mean"]) / arrays["std"]'] }),
});
