/** Images side by side in one picture, to be copied from. Pure. */
import { PIXELS, SIDE } from './types';

/** Images in a row of such a picture: it stays about square for a hundred of them. */
export const TILE_COLUMNS = 12;

/** Where the image at a position stands in the picture, in its pixels. */
export function tilePlace(position: number, columns = TILE_COLUMNS): readonly [x: number, y: number] {
  return [(position % columns) * SIDE, Math.floor(position / columns) * SIDE];
}

/**
 * @param images count x 784, 0 (black) to 255 (white)
 * @returns RGBA, opaque greys; places without an image are transparent
 */
export function tileRgba(
  images: Uint8Array,
  columns = TILE_COLUMNS,
): { data: Uint8ClampedArray<ArrayBuffer>; width: number; height: number } {
  const count = images.length / PIXELS;
  const width = columns * SIDE;
  const height = Math.max(1, Math.ceil(count / columns)) * SIDE;
  const data = new Uint8ClampedArray(width * height * 4);
  // One 32-bit word a pixel, in the byte order of this machine.
  const words = new Uint32Array(256);
  const bytes = new Uint8Array(words.buffer);
  for (let value = 0; value < 256; value += 1) {
    bytes.set([value, value, value, 255], value * 4);
  }
  const pixels = new Uint32Array(data.buffer);
  for (let image = 0; image < count; image += 1) {
    const [left, top] = tilePlace(image, columns);
    for (let row = 0; row < SIDE; row += 1) {
      const from = image * PIXELS + row * SIDE;
      const to = (top + row) * width + left;
      for (let column = 0; column < SIDE; column += 1) pixels[to + column] = words[images[from + column]!]!;
    }
  }
  return { data, width, height };
}
