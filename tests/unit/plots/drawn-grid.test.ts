/** Grids of images as they stand on the canvas, pixel by pixel, at every size. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { pixelsOf, type ImageSize } from '../../../src/core/dataset/shape';
import type { GridImage, ImagesBlock } from '../../../src/plots/blocks';
import { drawImageGrid } from '../../../src/plots/image-grid';
import { rgbPixels } from '../../../src/plots/pixels';
import { SIZES } from '../sizes';
import { FakeCanvas, stubCanvas } from './canvas';

afterEach(() => vi.unstubAllGlobals());

const block = (columns: number): ImagesBlock => ({
  type: 'images',
  id: 'grid',
  title: '',
  caption: '',
  alt: '',
  columns,
  load: () => Promise.resolve([]),
});

const imageOf = (size: ImageSize, seed: number): GridImage => {
  const length = pixelsOf(size);
  return seed % 2 === 0
    ? { scale: 'gray', size, pixels: Uint8Array.from({ length }, (_, at) => (at * 7 + seed * 31) % 256) }
    : { scale: 'diverging', size, pixels: Float32Array.from({ length }, (_, at) => Math.sin(at + seed)) };
};

function drawn(images: readonly GridImage[], columns: number, ratio: number, width = 760) {
  stubCanvas(ratio);
  const canvas = new FakeCanvas(width);
  const layout = drawImageGrid(canvas as unknown as HTMLCanvasElement, block(columns), images, 'light');
  return { canvas, layout };
}

/** Every pixel of the tile of an image: which pixel of it stands there, or none. */
function expectCrisp(
  { canvas, layout }: ReturnType<typeof drawn>,
  image: GridImage,
  index: number,
  ratio: number,
): void {
  const { height, width } = image.size;
  const side = Math.round(layout.tile * ratio);
  const scale = side / Math.max(height, width);
  expect(scale).toBeGreaterThan(0);
  expect(Number.isInteger(scale)).toBe(true);
  const [left, top] = [Math.floor((side - width * scale) / 2), Math.floor((side - height * scale) / 2)];
  const x = Math.round((index % layout.columns) * layout.stepX * ratio);
  const y = Math.round(Math.floor(index / layout.columns) * layout.stepY * ratio);
  const colours = rgbPixels(image, 'light');
  const wrong: string[] = [];
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      const [ofRow, ofColumn] = [Math.floor((row - top) / scale), Math.floor((column - left) / scale)];
      const inside = ofRow >= 0 && ofRow < height && ofColumn >= 0 && ofColumn < width;
      const at = 3 * (ofRow * width + ofColumn);
      const wanted = inside ? [...colours.subarray(at, at + 3), 255] : [0, 0, 0, 0];
      if (canvas.at(x + column, y + row).join() !== wanted.join()) wrong.push(`${row}, ${column}`);
    }
  }
  expect(wrong).toEqual([]);
}

const TURNED = { height: 23, width: 17 };

describe.each([...SIZES, TURNED, { height: 64, width: 8 }])('a grid of images of $height x $width', (size) => {
  it.each([1, 1.5, 2])(
    'shows every pixel as a square of whole device pixels, in the middle of its tile (ratio %d)',
    (ratio) => {
      const images = Array.from({ length: 15 }, (_, seed) => imageOf(size, seed));
      const grid = drawn(images, 5, ratio);
      for (const index of [0, 1, 4, 5, 11, 12, 14]) expectCrisp(grid, images[index]!, index, ratio);
    },
  );

  it('leaves the place of an absent image empty', () => {
    const images = [imageOf(size, 0), { ...imageOf(size, 2), absent: true }];
    const { canvas, layout } = drawn(images, 2, 1);
    const left = Math.round(layout.stepX);
    for (let at = 0; at < layout.tile; at += 1) expect(canvas.at(left + at, at)).toEqual([0, 0, 0, 0]);
  });
});

it('draws the last of four thousand large images, which no canvas holds below each other', () => {
  const size = { height: 64, width: 64 };
  const images = Array.from({ length: 4000 }, (_, seed) => ({ ...imageOf(size, seed % 2), absent: seed % 500 < 498 }));
  const grid = drawn(images, 30, 1, 2100);
  for (const index of [499, 2998, 3999]) expectCrisp(grid, images[index]!, index, 1);
});

it('keeps images of several sizes apart, each as large as its tile allows', () => {
  const [small, wide] = [imageOf({ height: 8, width: 8 }, 2), imageOf({ height: 16, width: 32 }, 3)];
  const grid = drawn([small, wide, small], 3, 1);
  for (const [index, image] of [small, wide, small].entries()) expectCrisp(grid, image, index, 1);
});
