/** The real Fashion-MNIST files, for tests of statistics. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const FOLDER = process.env['FASHION_MNIST'] ?? '/usr/share/datasets/fashion-mnist';

/** @throws Error if the files are not installed (Debian: dataset-fashion-mnist) */
export function readReal(part: 'train' | 't10k'): { images: Uint8Array; labels: Uint8Array } {
  const read = (name: string, header: number): Uint8Array =>
    Uint8Array.from(gunzipSync(readFileSync(join(FOLDER, name))).subarray(header));
  return { images: read(`${part}-images-idx3-ubyte.gz`, 16), labels: read(`${part}-labels-idx1-ubyte.gz`, 8) };
}
