/** Missing and impossible values. */
import type { InvalidCounts } from './types';

/**
 * Counts what is missing or out of range. Zeros are values (background), never missing ones.
 * @param images pixel values of whole images, one after the other; not a number counts as missing
 * @param labels class indices; fewer than images means that the rest is missing
 * @param pixels an image
 */
export function countInvalid(
  images: Uint8Array | Float32Array,
  labels: Uint8Array | Float32Array,
  classes: number,
  pixels: number,
): InvalidCounts {
  const count = Math.ceil(images.length / pixels);
  let labelsMissing = Math.max(0, count - labels.length);
  let labelsOutOfRange = 0;
  for (const label of labels) {
    if (Number.isNaN(label)) labelsMissing += 1;
    else if (!Number.isInteger(label) || label < 0 || label >= classes) labelsOutOfRange += 1;
  }
  let pixelsMissing = 0;
  let pixelsOutOfRange = 0;
  // A byte is a number from 0 to 255 whatever it holds.
  if (!(images instanceof Uint8Array)) {
    for (const value of images) {
      if (Number.isNaN(value)) pixelsMissing += 1;
      else if (value < 0 || value > 255) pixelsOutOfRange += 1;
    }
  }
  const imagesWrongSize = images.length % pixels === 0 ? 0 : 1;
  return { labelsMissing, labelsOutOfRange, pixelsMissing, pixelsOutOfRange, imagesWrongSize };
}

export function addInvalid(a: InvalidCounts, b: InvalidCounts): InvalidCounts {
  return {
    labelsMissing: a.labelsMissing + b.labelsMissing,
    labelsOutOfRange: a.labelsOutOfRange + b.labelsOutOfRange,
    pixelsMissing: a.pixelsMissing + b.pixelsMissing,
    pixelsOutOfRange: a.pixelsOutOfRange + b.pixelsOutOfRange,
    imagesWrongSize: a.imagesWrongSize + b.imagesWrongSize,
  };
}

export const NOTHING_INVALID: InvalidCounts = {
  labelsMissing: 0,
  labelsOutOfRange: 0,
  pixelsMissing: 0,
  pixelsOutOfRange: 0,
  imagesWrongSize: 0,
};

export function totalInvalid(counts: InvalidCounts): number {
  return Object.values(counts).reduce((sum: number, count: number) => sum + count, 0);
}
