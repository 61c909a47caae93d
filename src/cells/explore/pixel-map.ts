/** Draws correlations of pixels on canvases, in the diverging colours of the theme. */
import { PIXELS, SIDE } from '../../core/dataset/types';
import { pairIndex } from '../../core/profile/products';
import type { TypedArray } from '../../core/results/types';
import { DIVERGING, INK, scaleTable, type ThemeName } from '../../plots/palette';

/** r of one pixel with all 784. @param correlations of all pairs, in the order of `pairIndex` */
export function correlationsOf(correlations: TypedArray, pixel: number): Float32Array {
  return Float32Array.from({ length: PIXELS }, (_, other) => correlations[pairIndex(pixel, other)]!);
}

/** The pixels most and least correlated with one, itself left out; undefined where it does not vary. */
export function extremesOf(
  values: Float32Array,
  pixel: number,
): { readonly most: number; readonly least: number } | undefined {
  if (values[pixel] !== 1) return undefined;
  let most = -1;
  let least = -1;
  for (let other = 0; other < values.length; other += 1) {
    if (other === pixel) continue;
    if (most < 0 || values[other]! > values[most]!) most = other;
    if (least < 0 || values[other]! < values[least]!) least = other;
  }
  return { most, least };
}

const tables = new Map<ThemeName, Uint8Array>();

function colours(theme: ThemeName): Uint8Array {
  const table = tables.get(theme) ?? scaleTable(DIVERGING[theme]);
  tables.set(theme, table);
  return table;
}

/** Square of values from -1 to 1 as RGBA. */
function imageOf(side: number, theme: ThemeName, value: (at: number) => number): ImageData {
  const table = colours(theme);
  const image = new ImageData(side, side);
  for (let at = 0; at < side * side; at += 1) {
    const level = Math.round((value(at) + 1) * 127.5) * 3;
    image.data[4 * at] = table[level]!;
    image.data[4 * at + 1] = table[level + 1]!;
    image.data[4 * at + 2] = table[level + 2]!;
    image.data[4 * at + 3] = 255;
  }
  return image;
}

/** The 28 x 28 map of one pixel's correlations, the pixel itself framed. The canvas is drawn 20 times as large. */
export function drawPixelMap(canvas: HTMLCanvasElement, values: Float32Array, pixel: number, theme: ThemeName): void {
  const scale = 20;
  canvas.width = SIDE * scale;
  canvas.height = SIDE * scale;
  const context = canvas.getContext('2d');
  if (!context) return;
  const small = document.createElement('canvas');
  small.width = SIDE;
  small.height = SIDE;
  small.getContext('2d')?.putImageData(
    imageOf(SIDE, theme, (at) => values[at]!),
    0,
    0,
  );
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, canvas.width, canvas.height);
  context.lineWidth = 3;
  context.strokeStyle = INK[theme].text;
  context.strokeRect((pixel % SIDE) * scale + 1.5, Math.floor(pixel / SIDE) * scale + 1.5, scale - 3, scale - 3);
}

/** All 784 x 784 correlations in the order of the clustering, one canvas pixel a pair. */
export function drawOverview(
  canvas: HTMLCanvasElement,
  correlations: TypedArray,
  order: TypedArray,
  theme: ThemeName,
): void {
  canvas.width = PIXELS;
  canvas.height = PIXELS;
  canvas.getContext('2d')?.putImageData(
    imageOf(PIXELS, theme, (at) => correlations[pairIndex(order[Math.floor(at / PIXELS)]!, order[at % PIXELS]!)]!),
    0,
    0,
  );
}
