/** Pixels of a grid's images as colours, and small PNG files of them. Pure. */
import { zlibSync } from 'fflate';
import { PIXELS, SIDE } from '../core/dataset/types';
import type { GridImage } from './blocks';
import { DIVERGING, scaleTable, type ThemeName } from './palette';

const tables = new Map<string, Uint8Array>();

/** 256 x RGB. Images are ink on the paper of the theme, so that the background (half of all pixels) stays quiet. */
export function tableFor(scale: GridImage['scale'], theme: ThemeName): Uint8Array {
  const name = `${scale} ${theme}`;
  let table = tables.get(name);
  if (!table) {
    const from = theme === 'light' ? '#ffffff' : '#0e1013';
    table = scaleTable(
      scale === 'diverging'
        ? DIVERGING[theme]
        : [
            [0, from],
            [1, theme === 'light' ? '#101216' : '#ffffff'],
          ],
    );
    tables.set(name, table);
  }
  return table;
}

/**
 * The image as 784 x RGB bytes. Signed values beyond [-1, 1] are clipped; what is not a number is shown as the middle.
 * @throws RangeError if the image has not 784 pixels
 */
export function rgbPixels(image: GridImage, theme: ThemeName): Uint8Array {
  if (image.pixels.length !== PIXELS) {
    throw new RangeError(`rgbPixels: an image has ${image.pixels.length} pixels, not ${PIXELS}`);
  }
  const table = tableFor(image.scale, theme);
  const rgb = new Uint8Array(PIXELS * 3);
  for (let pixel = 0; pixel < PIXELS; pixel += 1) {
    const value = image.pixels[pixel]!;
    const level = image.scale === 'gray' ? value : (value + 1) * 127.5;
    const index = Number.isNaN(level) ? 128 : Math.min(255, Math.max(0, Math.round(level)));
    rgb.set(table.subarray(index * 3, index * 3 + 3), pixel * 3);
  }
  return rgb;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest >>> 0;
});

function crc32(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) rest = CRC_TABLE[(rest ^ byte) & 255]! ^ (rest >>> 8);
  return (rest ^ 0xffffffff) >>> 0;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let index = 0; index < 4; index += 1) bytes[4 + index] = type.charCodeAt(index);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

/** A PNG file (RGB, 8 bits; ISO/IEC 15948) of `width` x `height` x 3 bytes. Equal pixels give equal bytes. */
export function encodePng(rgb: Uint8Array, width: number, height: number): Uint8Array {
  if (rgb.length !== width * height * 3)
    throw new RangeError(`encodePng: ${rgb.length} bytes are not ${width} x ${height} x 3`);
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = new Uint8Array(height * (1 + width * 3));
  for (let row = 0; row < height; row += 1) {
    rows.set(rgb.subarray(row * width * 3, (row + 1) * width * 3), row * (1 + width * 3) + 1);
  }
  const parts = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    chunk('IDAT', zlibSync(rows, { level: 9 })),
    chunk('IEND', new Uint8Array()),
  ];
  const file = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    file.set(part, offset);
    offset += part.length;
  }
  return file;
}

/** One image of a grid as a data URI of about a kilobyte. */
export function imageDataUri(image: GridImage, theme: ThemeName): string {
  const bytes = encodePng(rgbPixels(image, theme), SIDE, SIDE);
  return `data:image/png;base64,${btoa(String.fromCharCode(...bytes))}`;
}
