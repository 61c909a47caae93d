/** The first images that the site holds, read before anything has run: some hundred kilobytes of the file, and nothing is stored. */
import type { ImageSize } from '../../../core/dataset/shape';
import { OFFICIAL_FILES } from '../../../core/dataset/files';

/** Those of a few rows. */
const IMAGES = 360;
/** Of an IDX file of images: magic number, images, height, width, four bytes each, the highest first. */
const HEADER_BYTES = 16;

/** What is read of the site's index here; the whole is checked where it is loaded (core/dataset/site-index). */
interface SiteFiles {
  readonly files?: readonly { readonly name: string; readonly pack: string }[];
}

export interface FirstImages extends ImageSize {
  /** count x height x width */
  readonly images: Uint8Array;
}

/**
 * @param dataUrl the site's folder of data, ends in a slash
 * @returns undefined if the site holds none, or they cannot be read: the Data cell says why when it runs
 */
export async function readFirstImages(dataUrl: string, count = IMAGES): Promise<FirstImages | undefined> {
  try {
    const index = (await (await fetch(new URL('index.json', dataUrl))).json()) as SiteFiles;
    const pack = index.files?.find(({ name }) => name === OFFICIAL_FILES['train-images'].name)?.pack;
    if (pack === undefined) return undefined;
    const response = await fetch(new URL(pack, dataUrl));
    if (!response.ok || !response.body) return undefined;
    const reader = response.body.pipeThrough(new DecompressionStream('gzip')).getReader();
    try {
      const header = await readTo(reader, new Uint8Array(0), HEADER_BYTES);
      const view = new DataView(header.buffer, header.byteOffset);
      const [height, width] = [view.getUint32(8), view.getUint32(12)];
      const wanted = HEADER_BYTES + Math.min(count, view.getUint32(4)) * height * width;
      return { images: (await readTo(reader, header, wanted)).subarray(HEADER_BYTES, wanted), height, width };
    } finally {
      await reader.cancel();
    }
  } catch {
    return undefined;
  }
}

/** @throws RangeError if the stream ends before */
async function readTo(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  start: Uint8Array,
  bytes: number,
): Promise<Uint8Array> {
  const chunks = [start];
  let length = start.length;
  while (length < bytes) {
    const { value, done } = await reader.read();
    if (done) throw new RangeError('The file ends too early');
    chunks.push(value);
    length += value.length;
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
