/** PNG files of 256 colours (ISO/IEC 15948). Equal pixels give equal bytes in one browser. */
import { crc32 } from '../core/gzip/crc32';
import { joined } from '../core/gzip/joined';
import { deflateZlib } from '../notebook/zip';

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let index = 0; index < 4; index += 1) bytes[4 + index] = type.charCodeAt(index);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

/**
 * A PNG file of `width` x `height` places in a palette of at most 256 x RGB bytes.
 * @throws RangeError if sizes do not fit
 */
export async function encodePng(
  places: Uint8Array,
  width: number,
  height: number,
  palette: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  if (places.length !== width * height)
    throw new RangeError(`encodePng: ${places.length} bytes are not ${width} x ${height}`);
  if (palette.length === 0 || palette.length > 768 || palette.length % 3 !== 0)
    throw new RangeError(`encodePng: a palette of ${palette.length} bytes is not 1 to 256 x RGB`);
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  // Eight bits a pixel, with a palette.
  header.set([8, 3, 0, 0, 0], 8);
  // Each row begins with its filter: 0, none, which suits a palette.
  const rows = new Uint8Array(height * (1 + width));
  for (let row = 0; row < height; row += 1) {
    rows.set(places.subarray(row * width, (row + 1) * width), row * (1 + width) + 1);
  }
  return joined([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', await deflateZlib(rows)),
    chunk('IEND', new Uint8Array()),
  ]);
}
