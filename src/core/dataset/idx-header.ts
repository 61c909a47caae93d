/** Headers of IDX files alone: written, and read before the file is. */
import type { Bytes, FileInHand } from './bytes';
import { IdxReader, MAGIC, type IdxHeader } from './idx';
import type { ImageSize } from './shape';

/** A header as it stands at the beginning of a file. @param size that of the images; labels have none */
export function encodeIdxHeader(items: number, size?: ImageSize): Uint8Array {
  const numbers = size ? [MAGIC.images, items, size.height, size.width] : [MAGIC.labels, items];
  const bytes = new Uint8Array(4 * numbers.length);
  const view = new DataView(bytes.buffer);
  for (const [index, number] of numbers.entries()) view.setUint32(4 * index, number);
  return bytes;
}

/** The header of an unpacked file; reads no further than needed. @throws as {@link IdxReader.push} and `finish` do */
export async function readIdxHeader(bytes: Bytes, file: FileInHand): Promise<IdxHeader> {
  const reader = new IdxReader(file);
  for await (const chunk of bytes) {
    reader.push(chunk.subarray(0, 16));
    if (reader.header) return reader.header;
  }
  return reader.finish().header;
}
