/** Images for the tests of this folder: the first of the real training file, or seeded blobs. */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { randomSource } from '../../../src/core/seed';

/** Of the images here. */
export const SIZE = { height: 28, width: 28 };

export const REAL_FILE = '/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz';
export const hasRealImages = existsSync(REAL_FILE);

/** The first `count` real training images. */
export function realImages(count: number): Uint8Array {
  return new Uint8Array(gunzipSync(readFileSync(REAL_FILE)).subarray(16, 16 + count * 784));
}

/** A bright rectangle an image, somewhere, on black; the last image is black. */
export function blobs(count: number, seed = 1): Uint8Array {
  const random = randomSource(seed);
  const images = new Uint8Array(count * 784);
  for (let image = 0; image < count - 1; image += 1) {
    const [top, left] = [Math.floor(random() * 14), Math.floor(random() * 14)];
    const [height, width] = [4 + Math.floor(random() * 10), 4 + Math.floor(random() * 10)];
    for (let y = top; y < top + height; y += 1) {
      for (let x = left; x < left + width; x += 1) images[image * 784 + y * 28 + x] = 1 + Math.floor(random() * 255);
    }
  }
  return images;
}
