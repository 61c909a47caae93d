/**
 * Four checks of single images by the definitions of cleanvision (github.com/cleanlab/cleanvision, read as of version 0.3.6,
 * src/cleanvision/issue_managers/image_property.py), written anew for one grey channel. A low score is bad; all lie in 0-1.
 * cleanvision weighs a colour's channels to its brightness, sqrt(0.241 R² + 0.691 G² + 0.068 B²) / 255; the weights add up to
 * 1, so that a grey pixel's brightness is x / 255, which is also what cleanvision takes for an image of one channel.
 */
import { pixelsOf, type ImageSize } from '../dataset/shape';
import { levelEntropy } from '../features/named';
import type { EvidenceKind } from './evidence';

export const QUALITY_KINDS = ['dark', 'light', 'low-information', 'blurry'] as const satisfies readonly EvidenceKind[];
export type QualityKind = (typeof QUALITY_KINDS)[number];

/** Columns of {@link qualityScores}: the four checks, and the part of `blurry` that edges alone give. */
export const QUALITY_COLUMNS = [...QUALITY_KINDS, 'edges'] as const;
export type QualityColumn = (typeof QUALITY_COLUMNS)[number];
export const COLUMN_COUNT = QUALITY_COLUMNS.length;

/** cleanvision's own thresholds (0.3.6): images with a lower score have the issue. */
export const QUALITY_THRESHOLDS: Readonly<Record<QualityKind, number>> = {
  dark: 0.32,
  light: 0.05,
  'low-information': 0.3,
  blurry: 0.29,
};
/** cleanlab's Datalab calls cleanvision with this threshold of low information instead. */
export const DATALAB_LOW_INFORMATION = 0.15;
/** Datalab leaves a check out where it marks more than this share of the images. */
export const DATALAB_MOST_PREVALENT = 0.1;

/** cleanvision's factors: of the entropy in bits, of both standard deviations of `blurry`, and the least spread that counts. */
const ENTROPY_FACTOR = 0.1;
const BLUR_FACTOR = 0.01;
const LEAST_SPREAD = 0.18;

/**
 * Scores of images.
 * - `dark`: 99th percentile of x / 255. `light`: 1 - its 5th percentile (both as numpy.percentile, linear).
 * - `low-information`: a tenth of the entropy of the 256 levels in bits.
 * - `blurry`: 1 - exp(-0.01 s), with s the standard deviation of the edge image (Laplacian of eight neighbours, cut to 0-255,
 *   border pixels as they were); to it is added 1 - exp(-0.01 h), with h the standard deviation of the 256 counts of the
 *   histogram, where that is more than 0.18. At most 1. Images above 64 pixels a side would be scaled down; there are none.
 * @param images count x pixels, 0-255
 * @returns count x 5, row-major, columns in the order of {@link QUALITY_COLUMNS}
 * @throws RangeError if there are fewer than `count` images
 */
export function qualityScores(images: Uint8Array, count: number, size: ImageSize): Float32Array {
  const pixels = pixelsOf(size);
  if (images.length < count * pixels) {
    throw new RangeError(`qualityScores: ${count} images of ${pixels} pixels wanted, ${images.length} values given`);
  }
  const scores = new Float32Array(count * COLUMN_COUNT);
  const levels = new Uint16Array(256);
  for (let image = 0; image < count; image += 1) {
    const offset = image * pixels;
    levels.fill(0);
    let nonZero = 0;
    for (let pixel = offset; pixel < offset + pixels; pixel += 1) {
      const value = images[pixel]!;
      // Half the pixels are black: one counter that is raised again and again is slow.
      if (value === 0) continue;
      levels[value]! += 1;
      nonZero += 1;
    }
    levels[0] = pixels - nonZero;
    const edges = saturated(edgeDeviation(images, offset, size));
    const spread = saturated(histogramDeviation(levels, pixels));
    const at = image * COLUMN_COUNT;
    scores[at] = percentile(levels, 0.99, pixels) / 255;
    scores[at + 1] = 1 - percentile(levels, 0.05, pixels) / 255;
    scores[at + 2] = Math.min(1, ENTROPY_FACTOR * levelEntropy(levels, pixels));
    scores[at + 3] = Math.min(1, edges + (spread > LEAST_SPREAD ? spread : 0));
    scores[at + 4] = edges;
  }
  return scores;
}

const saturated = (deviation: number): number => 1 - Math.exp(-BLUR_FACTOR * deviation);

/** Linear between order statistics, from how often each level occurs. */
function percentile(levels: Uint16Array, share: number, pixels: number): number {
  const place = share * (pixels - 1);
  const rank = Math.floor(place);
  let level = 0;
  let upTo = levels[0]!;
  while (upTo <= rank) {
    level += 1;
    upTo += levels[level]!;
  }
  if (upTo > rank + 1) return level;
  let next = level + 1;
  while (next < 255 && levels[next] === 0) next += 1;
  return level + (next - level) * (place - rank);
}

/** Of the 256 counts, over n. */
function histogramDeviation(levels: Uint16Array, pixels: number): number {
  let squares = 0;
  for (const often of levels) squares += often * often;
  const mean = pixels / 256;
  return Math.sqrt(Math.max(0, squares / 256 - mean * mean));
}

/** Standard deviation, over n, of the edge image: whole numbers until the last step. */
function edgeDeviation(images: Uint8Array, offset: number, size: ImageSize): number {
  const { height, width } = size;
  const pixels = pixelsOf(size);
  let sum = 0;
  let squares = 0;
  const add = (value: number): void => {
    sum += value;
    squares += value * value;
  };
  for (let x = 0; x < width; x += 1) {
    add(images[offset + x]!);
    add(images[offset + (height - 1) * width + x]!);
  }
  for (let y = 1; y < height - 1; y += 1) {
    const here = offset + y * width;
    add(images[here]!);
    add(images[here + width - 1]!);
    const column = (x: number): number => images[here - width + x]! + images[here + x]! + images[here + width + x]!;
    let left = column(0);
    let middle = column(1);
    for (let x = 1; x < width - 1; x += 1) {
      const right = column(x + 1);
      const edge = 9 * images[here + x]! - left - middle - right;
      if (edge > 0) {
        const cut = edge > 255 ? 255 : edge;
        sum += cut;
        squares += cut * cut;
      }
      left = middle;
      middle = right;
    }
  }
  return Math.sqrt(pixels * squares - sum * sum) / pixels;
}
