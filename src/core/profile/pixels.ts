/**
 * Counts and integer sums of pixel values, per pixel and class. Sums of counts of parts are the counts of the whole, to
 * the last bit and in any order; everything a profile says about pixels is worked out from them.
 */
import type { NdArray } from '../results/types';
import { QUANTILE_LEVELS, type PixelSummary } from './types';

/** One row a class and a last row for images without a valid label: `rows` = classes + 1. */
export interface PixelCounts {
  readonly rows: number;
  /** An image. */
  readonly pixels: number;
  /** Images per row. */
  readonly images: Uint32Array;
  /** rows x pixels: sums of x and of x squared; whole numbers below 2^53. */
  readonly sum: Float64Array;
  readonly squares: Float64Array;
  /** rows x pixels: images in which the pixel is not 0. */
  readonly nonZero: Uint32Array;
  /** rows x pixels; 255 and 0 in an empty row. */
  readonly min: Uint8Array;
  readonly max: Uint8Array;
  /** pixels x 256: how often each pixel has each value. */
  readonly values: Uint32Array;
  /** rows x 256: how often each value occurs. */
  readonly intensity: Uint32Array;
}

export function emptyPixelCounts(classes: number, pixels: number): PixelCounts {
  const rows = classes + 1;
  return {
    rows,
    pixels,
    images: new Uint32Array(rows),
    sum: new Float64Array(rows * pixels),
    squares: new Float64Array(rows * pixels),
    nonZero: new Uint32Array(rows * pixels),
    min: new Uint8Array(rows * pixels).fill(255),
    max: new Uint8Array(rows * pixels),
    values: new Uint32Array(pixels * 256),
    intensity: new Uint32Array(rows * 256),
  };
}

/**
 * Adds images in place.
 * @param images count x pixels, 0-255
 * @param labels one an image; a missing or impossible one counts in the last row
 */
export function addImages(counts: PixelCounts, images: Uint8Array, labels: Uint8Array): void {
  const { pixels, sum, squares, nonZero, min, max, values, intensity } = counts;
  const count = Math.floor(images.length / pixels);
  const noClass = counts.rows - 1;
  for (let image = 0; image < count; image += 1) {
    const label = labels[image] ?? noClass;
    const row = label < noClass ? label : noClass;
    counts.images[row]! += 1;
    const first = image * pixels;
    const cell = row * pixels;
    const level = row * 256;
    let zeros = 0;
    for (let pixel = 0; pixel < pixels; pixel += 1) {
      const value = images[first + pixel]!;
      const at = cell + pixel;
      values[pixel * 256 + value]! += 1;
      if (value < min[at]!) min[at] = value;
      if (value === 0) {
        zeros += 1;
        continue;
      }
      intensity[level + value]! += 1;
      sum[at]! += value;
      squares[at]! += value * value;
      nonZero[at]! += 1;
      if (value > max[at]!) max[at] = value;
    }
    intensity[level]! += zeros;
  }
}

/** Adds the counts of other images in place. @throws RangeError if classes or pixels differ */
export function mergePixelCounts(into: PixelCounts, from: PixelCounts): void {
  if (into.rows !== from.rows || into.pixels !== from.pixels) {
    throw new RangeError('mergePixelCounts: the numbers of classes or of pixels differ');
  }
  for (const name of ['images', 'sum', 'squares', 'nonZero', 'values', 'intensity'] as const) {
    const target = into[name];
    const source = from[name];
    for (let at = 0; at < target.length; at += 1) target[at]! += source[at]!;
  }
  for (let at = 0; at < into.min.length; at += 1) {
    if (from.min[at]! < into.min[at]!) into.min[at] = from.min[at]!;
    if (from.max[at]! > into.max[at]!) into.max[at] = from.max[at]!;
  }
}

/** The counts as arrays to store. */
export function pixelCountArrays(counts: PixelCounts): Record<string, NdArray> {
  const byPixel = [counts.rows, counts.pixels];
  return {
    images: { data: counts.images, shape: [counts.rows] },
    sum: { data: counts.sum, shape: byPixel },
    squares: { data: counts.squares, shape: byPixel },
    nonZero: { data: counts.nonZero, shape: byPixel },
    min: { data: counts.min, shape: byPixel },
    max: { data: counts.max, shape: byPixel },
    values: { data: counts.values, shape: [counts.pixels, 256] },
    intensity: { data: counts.intensity, shape: [counts.rows, 256] },
  };
}

/** Inverse of {@link pixelCountArrays}. @throws TypeError if an array is missing or of another type */
export function pixelCountsOf(arrays: Readonly<Record<string, NdArray>>): PixelCounts {
  function typed<T>(name: string, constructor: abstract new (...parameters: never[]) => T): T {
    const data = arrays[name]?.data;
    if (data instanceof constructor) return data;
    throw new TypeError(`pixelCountsOf: the array "${name}" is missing or of another type`);
  }
  const images = typed('images', Uint32Array);
  const sum = typed('sum', Float64Array);
  return {
    rows: images.length,
    pixels: sum.length / images.length,
    images,
    sum,
    squares: typed('squares', Float64Array),
    nonZero: typed('nonZero', Uint32Array),
    min: typed('min', Uint8Array),
    max: typed('max', Uint8Array),
    values: typed('values', Uint32Array),
    intensity: typed('intensity', Uint32Array),
  };
}

function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < values.length; at += 1) sum += values[at]!;
  return sum;
}

/** All pixel values together; mean and std of x/255. */
export function pixelSummary(counts: PixelCounts): PixelSummary {
  const images = total(counts.images);
  const values = images * counts.pixels;
  const zeros = values - total(counts.nonZero);
  const levels = levelStatistics(allLevels(counts));
  if (values === 0) {
    return { images, values, mean: null, std: null, min: null, max: null, zeros, zeroShare: null, ...levels };
  }
  const mean = total(counts.sum) / values;
  const variance = total(counts.squares) / values - mean * mean;
  return {
    images,
    values,
    mean: mean / 255,
    std: Math.sqrt(Math.max(0, variance)) / 255,
    min: counts.min.reduce((least, value) => Math.min(least, value), 255),
    max: counts.max.reduce((most, value) => Math.max(most, value), 0),
    zeros,
    zeroShare: zeros / values,
    ...levels,
  };
}

/** How often each of the 256 values occurs, over all classes. */
export function allLevels({ rows, intensity }: PixelCounts): Uint32Array {
  const levels = new Uint32Array(256);
  for (let row = 0; row < rows; row += 1) {
    for (let level = 0; level < 256; level += 1) levels[level]! += intensity[row * 256 + level]!;
  }
  return levels;
}

/** Quantiles (linear between order statistics), skewness and excess kurtosis of values given by their counts. */
function levelStatistics(levels: Uint32Array): Pick<PixelSummary, 'quantiles' | 'skewness' | 'kurtosis'> {
  const count = total(levels);
  const none = { quantiles: QUANTILE_LEVELS.map(() => null), skewness: null, kurtosis: null };
  if (count === 0) return none;
  const mean = levels.reduce((sum, often, level) => sum + often * level, 0) / count;
  const moment = (power: number): number =>
    levels.reduce((sum, often, level) => sum + often * (level - mean) ** power, 0) / count;
  const variance = moment(2);
  const constant = levels.filter((often) => often > 0).length === 1;
  return {
    quantiles: QUANTILE_LEVELS.map((level) => {
      const place = (count - 1) * level;
      const low = valueAt(levels, Math.floor(place));
      return low + (valueAt(levels, Math.ceil(place)) - low) * (place - Math.floor(place));
    }),
    skewness: constant ? null : moment(3) / variance ** 1.5,
    kurtosis: constant ? null : moment(4) / (variance * variance) - 3,
  };
}

/** The value of rank `rank`, from 0. */
function valueAt(levels: Uint32Array, rank: number): number {
  let below = 0;
  for (let level = 0; level < 256; level += 1) {
    below += levels[level]!;
    if (below > rank) return level;
  }
  return 255;
}

/** Per pixel over all images (one value a pixel); all 0 if there are none. */
export interface PixelMaps {
  /** Of x, 0-255. */
  readonly mean: Float64Array;
  readonly std: Float64Array;
  /** Shares of the images, 0-1. */
  readonly zeroShare: Float64Array;
  /** Share of the images that have the pixel's most common value: 1 is a constant pixel. */
  readonly modeShare: Float64Array;
}

export function pixelMaps(counts: PixelCounts): PixelMaps {
  const images = total(counts.images);
  const { pixels } = counts;
  const maps: PixelMaps = {
    mean: new Float64Array(pixels),
    std: new Float64Array(pixels),
    zeroShare: new Float64Array(pixels),
    modeShare: new Float64Array(pixels),
  };
  if (images === 0) return maps;
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    let sum = 0;
    let squares = 0;
    for (let at = pixel; at < counts.sum.length; at += pixels) {
      sum += counts.sum[at]!;
      squares += counts.squares[at]!;
    }
    const levels = counts.values.subarray(pixel * 256, pixel * 256 + 256);
    let mode = 0;
    for (const often of levels) if (often > mode) mode = often;
    maps.mean[pixel] = sum / images;
    // n * sum of squares - sum squared is a whole number below 2^53 for any set that fits in memory.
    maps.std[pixel] = Math.sqrt(images * squares - sum * sum) / images;
    maps.zeroShare[pixel] = levels[0]! / images;
    maps.modeShare[pixel] = mode / images;
  }
  return maps;
}

/** Mean and standard deviation image of each class: classes x pixels, of x (0-255); rows of empty classes are 0. */
export function classMaps(counts: PixelCounts): { mean: Float32Array; std: Float32Array } {
  const classes = counts.rows - 1;
  const { pixels } = counts;
  const mean = new Float32Array(classes * pixels);
  const std = new Float32Array(classes * pixels);
  for (let at = 0; at < mean.length; at += 1) {
    const images = counts.images[Math.floor(at / pixels)]!;
    if (images === 0) continue;
    const sum = counts.sum[at]!;
    mean[at] = sum / images;
    std[at] = Math.sqrt(images * counts.squares[at]! - sum * sum) / images;
  }
  return { mean, std };
}
