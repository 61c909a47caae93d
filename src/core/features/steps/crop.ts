import { integer } from '../../params';
import type { Layout } from '../types';
import { MOST_SIDE } from '../../dataset/shape';
import { defineStep } from '../types';
import { refuse } from './refuse';

interface Window {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** For every value of the window, where it stands in the image. */
function sourcesOf(window: Window, layout: Layout): Int32Array {
  if (layout.kind !== 'image') throw new TypeError('crop: not an image');
  return Int32Array.from({ length: window.height * window.width }, (_, index) => {
    const y = window.top + Math.floor(index / window.width);
    return y * layout.width + window.left + (index % window.width);
  });
}

const side = (label: string, fallback: number, least: number) =>
  integer({ label, default: fallback, min: least, max: MOST_SIDE });

export const crop = defineStep({
  kind: 'crop',
  version: 1,
  title: 'Crop',
  about: 'Keeps a window of every image and drops its border.',
  params: {
    // Rows dropped above the window, columns dropped to the left of it, and its own rows and columns.
    top: side('Top', 2, 0),
    left: side('Left', 2, 0),
    height: side('Height', 24, 0),
    width: side('Width', 24, 0),
  },
  pointwise: true,
  plan(window, layout) {
    if (layout.kind !== 'image') refuse('Crop cuts images; it must come before steps that pick out values.');
    const { top, left, height, width } = window;
    if (height === 0 || width === 0)
      refuse(`Crop to ${height} x ${width} pixels keeps nothing: give the window at least one row and one column.`);
    if (top + height > layout.height || left + width > layout.width) {
      refuse(
        `Crop wants ${height} x ${width} pixels from row ${top} and column ${left}, but the image has only ${layout.height} x ${layout.width}.`,
      );
    }
    return { ...layout, height, width };
  },
  apply({ params, layout }, block) {
    const sources = sourcesOf(params, layout);
    const size = block.data.length / block.count;
    const data = new Float32Array(block.count * sources.length);
    for (let image = 0, at = 0; image < block.count; image += 1) {
      for (let index = 0; index < sources.length; index += 1, at += 1)
        data[at] = block.data[image * size + sources[index]!]!;
    }
    return {
      ...block,
      data,
      layout: { kind: 'image', height: params.height, width: params.width, values: layout.values },
    };
  },
  pullBack({ params, layout }, input, output) {
    const sources = sourcesOf(params, layout);
    const size = input.data.length / input.count;
    const data = new Float32Array(input.data.length);
    output.forEach((value, at) => {
      data[Math.floor(at / sources.length) * size + sources[at % sources.length]!] = value;
    });
    return data;
  },
  python: ({ params }) => ({
    lines: [`x = x[:, ${params.top} : ${params.top + params.height}, ${params.left} : ${params.left + params.width}]`],
  }),
});
