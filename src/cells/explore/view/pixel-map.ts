/** Draws correlations of pixels on canvases, in the diverging colours of the theme. */
import type { ImageSize } from '../../../core/dataset/shape';
import { pixelPlace } from '../../../core/profile/pixel-pairs';
import { pairIndex } from '../../../core/profile/products';
import type { TypedArray } from '../../../core/results/types';
import { DIVERGING, INK, scaleTable, type ThemeName } from '../../../plots/palette';

/** r of one pixel with all. @param correlations of all pairs of `pixels`, in the order of `pairIndex` */
export function correlationsOf(correlations: TypedArray, pixel: number, pixels: number): Float32Array {
  return Float32Array.from({ length: pixels }, (_, other) => correlations[pairIndex(pixel, other, pixels)]!);
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

/** Values from -1 to 1 as RGBA. */
function imageOf({ height, width }: ImageSize, theme: ThemeName, value: (at: number) => number): ImageData {
  const table = colours(theme);
  const image = new ImageData(width, height);
  for (let at = 0; at < height * width; at += 1) {
    const level = Math.round((value(at) + 1) * 127.5) * 3;
    image.data[4 * at] = table[level]!;
    image.data[4 * at + 1] = table[level + 1]!;
    image.data[4 * at + 2] = table[level + 2]!;
    image.data[4 * at + 3] = 255;
  }
  return image;
}

/** The map of one pixel's correlations, the pixel itself framed. The canvas is drawn 20 times as large. */
export function drawPixelMap(
  canvas: HTMLCanvasElement,
  values: Float32Array,
  pixel: number,
  size: ImageSize,
  theme: ThemeName,
): void {
  const { height, width } = size;
  const scale = 20;
  canvas.width = width * scale;
  canvas.height = height * scale;
  const context = canvas.getContext('2d');
  if (!context) return;
  const small = document.createElement('canvas');
  small.width = width;
  small.height = height;
  small.getContext('2d')?.putImageData(
    imageOf(size, theme, (at) => values[at]!),
    0,
    0,
  );
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, canvas.width, canvas.height);
  context.lineWidth = 3;
  context.strokeStyle = INK[theme].text;
  const { row, column } = pixelPlace(pixel, size);
  context.strokeRect(column * scale + 1.5, row * scale + 1.5, scale - 3, scale - 3);
}

/** All correlations in the order of the clustering, one canvas pixel a pair. */
export function drawOverview(
  canvas: HTMLCanvasElement,
  correlations: TypedArray,
  order: TypedArray,
  theme: ThemeName,
): void {
  const pixels = order.length;
  canvas.width = pixels;
  canvas.height = pixels;
  canvas.getContext('2d')?.putImageData(
    imageOf({ height: pixels, width: pixels }, theme, (at) => {
      const [a, b] = [order[Math.floor(at / pixels)]!, order[at % pixels]!];
      return correlations[pairIndex(a, b, pixels)]!;
    }),
    0,
    0,
  );
}
