/** Pixels of a grid's images as colours. Pure. */
import { PIXELS } from '../core/dataset/types';
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

/**
 * The image as 784 places in its scale's table, 0 to 255. Signed values beyond [-1, 1] are clipped; what is not a number is
 * shown as the middle.
 * @throws RangeError if the image has not 784 pixels
 */
export function levelsOf({ pixels, scale }: Pick<GridImage, 'pixels' | 'scale'>): Uint8Array {
  if (pixels.length !== PIXELS) {
    throw new RangeError(`levelsOf: an image has ${pixels.length} pixels, not ${PIXELS}`);
  }
  const levels = new Uint8Array(PIXELS);
  for (let pixel = 0; pixel < PIXELS; pixel += 1) {
    const value = pixels[pixel]!;
    const level = scale === 'gray' ? value : (value + 1) * 127.5;
    levels[pixel] = Number.isNaN(level) ? 128 : Math.min(255, Math.max(0, Math.round(level)));
  }
  return levels;
}

/** The image as 784 x RGB bytes. @throws RangeError if the image has not 784 pixels */
export function rgbPixels(image: GridImage, theme: ThemeName): Uint8Array {
  const table = tableFor(image.scale, theme);
  const rgb = new Uint8Array(PIXELS * 3);
  levelsOf(image).forEach((level, pixel) => rgb.set(table.subarray(level * 3, level * 3 + 3), pixel * 3));
  return rgb;
}
