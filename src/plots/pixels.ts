/** Pixels of a grid's images as colours. Pure. */
import { pixelsOf, sizeWords } from '../core/dataset/shape';
import type { GridImage } from './blocks';
import { DIVERGING, scaleTable, type ColorScale, type ThemeName } from './palette';

const tables = new Map<string, Uint8Array>();

const GRAY: ColorScale = [
  [0, '#000000'],
  [1, '#ffffff'],
];

/**
 * 256 x RGB. Grey images look as the data is in both themes, 0 black and 255 white: words about dark and bright images must fit what is
 * seen. Signed values are laid on the theme's paper.
 */
export function tableFor(scale: GridImage['scale'], theme: ThemeName): Uint8Array {
  const name = `${scale} ${theme}`;
  let table = tables.get(name);
  if (!table) {
    table = scaleTable(scale === 'diverging' ? DIVERGING[theme] : GRAY);
    tables.set(name, table);
  }
  return table;
}

/** What an image is drawn from. */
export type Drawn = Pick<GridImage, 'pixels' | 'size' | 'scale'>;

/**
 * The image as height x width places in its scale's table, 0 to 255. Signed values beyond [-1, 1] are clipped; what is not a
 * number is shown as the middle.
 * @throws RangeError if there are not as many pixels as its size says
 */
export function levelsOf({ pixels, size, scale }: Drawn): Uint8Array {
  const count = pixelsOf(size);
  if (pixels.length !== count) {
    throw new RangeError(`levelsOf: an image of ${sizeWords(size)} has ${pixels.length} pixels, not ${count}`);
  }
  const levels = new Uint8Array(count);
  for (let pixel = 0; pixel < count; pixel += 1) {
    const value = pixels[pixel]!;
    const level = scale === 'gray' ? value : (value + 1) * 127.5;
    levels[pixel] = Number.isNaN(level) ? 128 : Math.min(255, Math.max(0, Math.round(level)));
  }
  return levels;
}

/** The image as height x width x RGB bytes. @throws RangeError if there are not as many pixels as its size says */
export function rgbPixels(image: Drawn, theme: ThemeName): Uint8Array {
  const table = tableFor(image.scale, theme);
  const levels = levelsOf(image);
  const rgb = new Uint8Array(levels.length * 3);
  levels.forEach((level, pixel) => rgb.set(table.subarray(level * 3, level * 3 + 3), pixel * 3));
  return rgb;
}
