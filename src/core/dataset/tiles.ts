/** Images side by side in one picture, to be copied from. Pure. */
import { pixelsOf, type ImageSize } from './shape';

/** Images in a row of such a picture: it stays about square for a hundred of them. */
export const TILE_COLUMNS = 12;

/** Where the image at a position stands in the picture, in its pixels. */
export function tilePlace(
  position: number,
  { height, width }: ImageSize,
  columns = TILE_COLUMNS,
): readonly [x: number, y: number] {
  return [(position % columns) * width, Math.floor(position / columns) * height];
}

/**
 * @param images count x (height x width), 0 (black) to 255 (white)
 * @returns RGBA, opaque greys; places without an image are transparent
 */
export function tileRgba(
  images: Uint8Array,
  size: ImageSize,
  columns = TILE_COLUMNS,
): { data: Uint8ClampedArray<ArrayBuffer>; width: number; height: number } {
  const count = images.length / pixelsOf(size);
  const width = columns * size.width;
  const height = Math.max(1, Math.ceil(count / columns)) * size.height;
  const data = new Uint8ClampedArray(width * height * 4);
  // One 32-bit word a pixel, in the byte order of this machine.
  const words = new Uint32Array(256);
  const bytes = new Uint8Array(words.buffer);
  for (let value = 0; value < 256; value += 1) {
    bytes.set([value, value, value, 255], value * 4);
  }
  const pixels = new Uint32Array(data.buffer);
  for (let image = 0; image < count; image += 1) {
    const [left, top] = tilePlace(image, size, columns);
    for (let row = 0; row < size.height; row += 1) {
      const from = (image * size.height + row) * size.width;
      const to = (top + row) * width + left;
      for (let column = 0; column < size.width; column += 1) pixels[to + column] = words[images[from + column]!]!;
    }
  }
  return { data, width, height };
}
