/**
 * Twelve named image features: small numbers that a person can picture, on which correlations, selection, exact
 * explanations of linear models and drift tables can be read as sentences.
 * All intermediate sums are integers, so the only rounding is that of the last division and of float32.
 */
import { pixelsOf, type ImageSize } from '../dataset/shape';

export interface NamedFeature {
  readonly id: string;
  readonly label: string;
  /** Empty if the feature is a pure number. */
  readonly unit: string;
  /** One sentence, with the range. */
  readonly definition: string;
  /** Whether all values are whole numbers, so that bins of a histogram should be too. */
  readonly integer: boolean;
  /** Least and greatest value that the definition allows, or a place or an extent in the image: see {@link rangeOf}. */
  readonly range: readonly [number, number] | 'row' | 'column' | 'rows' | 'columns';
}

/** A pixel brighter than this (of 255) counts as ink: a tenth of full scale, above the noise that scaling down leaves. */
export const INK_THRESHOLD = 25;
/** A Sobel gradient longer than this counts as an edge: a quarter of 1,020, the most that one direction can give. */
export const EDGE_THRESHOLD = 255;

export const NAMED_FEATURES = [
  {
    id: 'mean',
    label: 'Mean intensity',
    unit: '',
    definition: 'Mean of the pixel values divided by 255: 0 is black, 1 is white.',
    integer: false,
    range: [0, 1],
  },
  {
    id: 'contrast',
    label: 'Contrast',
    unit: '',
    definition: 'Standard deviation of the pixel values divided by 255, from 0 to 0.5.',
    integer: false,
    range: [0, 0.5],
  },
  {
    id: 'inkArea',
    label: 'Ink area',
    unit: '',
    definition: `Share of the pixels brighter than ${INK_THRESHOLD} of 255, from 0 to 1.`,
    integer: false,
    range: [0, 1],
  },
  {
    id: 'centroidX',
    label: 'Centroid x',
    unit: 'px',
    definition: 'Mean column weighted by intensity: 0 is the leftmost; the middle for a black image.',
    integer: false,
    range: 'column',
  },
  {
    id: 'centroidY',
    label: 'Centroid y',
    unit: 'px',
    definition: 'Mean row weighted by intensity: 0 is the top; the middle for a black image.',
    integer: false,
    range: 'row',
  },
  {
    id: 'width',
    label: 'Width',
    unit: 'px',
    definition: 'Columns from the first to the last that hold ink, 0 if there is none.',
    integer: true,
    range: 'columns',
  },
  {
    id: 'height',
    label: 'Height',
    unit: 'px',
    definition: 'Rows from the first to the last that hold ink, 0 if there is none.',
    integer: true,
    range: 'rows',
  },
  {
    id: 'symmetryLR',
    label: 'Left-right symmetry',
    unit: '',
    definition:
      'One minus the intensity that differs from the mirror image (left for right), as a share of all: 1 is symmetric (and black), 0 shares nothing.',
    integer: false,
    range: [0, 1],
  },
  {
    id: 'symmetryTB',
    label: 'Top-bottom symmetry',
    unit: '',
    definition:
      'One minus the intensity that differs from the mirror image (top for bottom), as a share of all: 1 is symmetric (and black), 0 shares nothing.',
    integer: false,
    range: [0, 1],
  },
  {
    id: 'entropy',
    label: 'Entropy',
    unit: 'bits',
    definition: 'Shannon entropy of the 256 intensity levels within the image, from 0 (one level) to 8 bits.',
    integer: false,
    range: [0, 8],
  },
  {
    id: 'sharpness',
    label: 'Sharpness',
    unit: '',
    definition:
      'Variance of the Laplacian (four neighbours, all pixels but the border, values divided by 255): low is smooth or blurred.',
    integer: false,
    range: [0, 16],
  },
  {
    id: 'edgeDensity',
    label: 'Edge density',
    unit: '',
    definition: `Share of the pixels within the border whose Sobel gradient is longer than ${EDGE_THRESHOLD} of at most 1,020 a direction.`,
    integer: false,
    range: [0, 1],
  },
] as const satisfies readonly NamedFeature[];

export type NamedFeatureId = (typeof NAMED_FEATURES)[number]['id'];
export const FEATURE_COUNT = NAMED_FEATURES.length;

/** Least and greatest value that the definition allows in images of a size. */
export function rangeOf({ range }: NamedFeature, { height, width }: ImageSize): readonly [number, number] {
  switch (range) {
    case 'row':
      return [0, height - 1];
    case 'column':
      return [0, width - 1];
    case 'rows':
      return [0, height];
    case 'columns':
      return [0, width];
    default:
      return range;
  }
}

/** "Width (px)": for axes and headings. */
export function featureTitle(feature: NamedFeature): string {
  return feature.unit ? `${feature.label} (${feature.unit})` : feature.label;
}

/** c log2(c) for every count of pixels that an intensity level can have, as far as it was asked for. */
let countLog = new Float64Array(0);

/** Shannon entropy in bits of how often each of 256 levels occurs among so many pixels; 0 to 8. */
export function levelEntropy(levels: Uint16Array, pixels: number): number {
  if (countLog.length <= pixels)
    countLog = Float64Array.from({ length: pixels + 1 }, (_, count) => (count > 1 ? count * Math.log2(count) : 0));
  let countLogs = 0;
  for (let level = 0; level < 256; level += 1) countLogs += countLog[levels[level]!]!;
  return Math.max(0, Math.log2(pixels) - countLogs / pixels);
}

/**
 * The named features of images.
 * @param images count x pixels, row-major, 0-255 @param size of an image, at least 3 x 3
 * @returns count x 12, row-major, columns in the order of {@link NAMED_FEATURES}; always finite
 * @throws RangeError if there are fewer than `count` images
 */
export function namedFeatures(images: Uint8Array, count: number, size: ImageSize): Float32Array {
  const pixels = pixelsOf(size);
  if (images.length < count * pixels) {
    throw new RangeError(`namedFeatures: ${count} images of ${pixels} pixels wanted, ${images.length} values given`);
  }
  const features = new Float32Array(count * FEATURE_COUNT);
  const levels = new Uint16Array(256);
  for (let image = 0; image < count; image += 1) {
    const offset = image * pixels;
    measureIntensity(images, offset, size, features, image * FEATURE_COUNT, levels);
    measureEdges(images, offset, size, features, image * FEATURE_COUNT + 10);
  }
  return features;
}

/** Columns 0 to 9: what follows from the values, their places and their mirror images. */
function measureIntensity(
  images: Uint8Array,
  offset: number,
  { height, width }: ImageSize,
  features: Float32Array,
  at: number,
  levels: Uint16Array,
): void {
  const pixels = height * width;
  levels.fill(0);
  let sum = 0;
  let squares = 0;
  let ink = 0;
  let momentX = 0;
  let momentY = 0;
  let left = width;
  let right = -1;
  let top = height;
  let bottom = -1;
  let nonZero = 0;
  let unlikeLR = 0;
  let unlikeTB = 0;
  for (let y = 0; y < height; y += 1) {
    const row = offset + y * width;
    let rowSum = 0;
    let rowInk = 0;
    for (let x = 0; x < width; x += 1) {
      const value = images[row + x]!;
      // Half the pixels are black: they add nothing here, and are counted as a level at the end.
      if (value === 0) continue;
      levels[value]! += 1;
      nonZero += 1;
      rowSum += value;
      squares += value * value;
      momentX += value * x;
      if (value > INK_THRESHOLD) {
        rowInk += 1;
        if (x < left) left = x;
        if (x > right) right = x;
      }
    }
    sum += rowSum;
    momentY += rowSum * y;
    if (rowInk > 0) {
      ink += rowInk;
      if (y < top) top = y;
      bottom = y;
    }
    for (let x = 0; x < width / 2; x += 1) unlikeLR += Math.abs(images[row + x]! - images[row + width - 1 - x]!);
    if (y < height / 2) {
      const mirror = offset + (height - 1 - y) * width;
      for (let x = 0; x < width; x += 1) unlikeTB += Math.abs(images[row + x]! - images[mirror + x]!);
    }
  }
  levels[0] = pixels - nonZero;
  features[at] = sum / (pixels * 255);
  features[at + 1] = Math.sqrt(pixels * squares - sum * sum) / (pixels * 255);
  features[at + 2] = ink / pixels;
  features[at + 3] = sum > 0 ? momentX / sum : (width - 1) / 2;
  features[at + 4] = sum > 0 ? momentY / sum : (height - 1) / 2;
  features[at + 5] = ink > 0 ? right - left + 1 : 0;
  features[at + 6] = ink > 0 ? bottom - top + 1 : 0;
  // Every pair was visited once and counts twice, of at most twice the sum: the twos cancel.
  features[at + 7] = sum > 0 ? 1 - unlikeLR / sum : 1;
  features[at + 8] = sum > 0 ? 1 - unlikeTB / sum : 1;
  features[at + 9] = levelEntropy(levels, pixels);
}

/** Two columns: sharpness and edge density. A window of three columns slides along each row. */
function measureEdges(
  images: Uint8Array,
  offset: number,
  { height, width }: ImageSize,
  features: Float32Array,
  at: number,
): void {
  const interior = (height - 2) * (width - 2);
  const edge = EDGE_THRESHOLD * EDGE_THRESHOLD;
  let sum = 0;
  let squares = 0;
  let edges = 0;
  for (let y = 1; y < height - 1; y += 1) {
    let below = offset + (y + 1) * width;
    let here = below - width;
    let above = here - width;
    let aboveLeft = images[above]!;
    let hereLeft = images[here]!;
    let belowLeft = images[below]!;
    let aboveMiddle = images[above + 1]!;
    let hereMiddle = images[here + 1]!;
    let belowMiddle = images[below + 1]!;
    for (let x = 1; x < width - 1; x += 1) {
      const aboveRight = images[above + 2]!;
      const hereRight = images[here + 2]!;
      const belowRight = images[below + 2]!;
      const laplacian = aboveMiddle + belowMiddle + hereLeft + hereRight - 4 * hereMiddle;
      sum += laplacian;
      squares += laplacian * laplacian;
      const across = aboveRight + 2 * hereRight + belowRight - aboveLeft - 2 * hereLeft - belowLeft;
      const down = belowLeft + 2 * belowMiddle + belowRight - aboveLeft - 2 * aboveMiddle - aboveRight;
      if (across * across + down * down > edge) edges += 1;
      aboveLeft = aboveMiddle;
      hereLeft = hereMiddle;
      belowLeft = belowMiddle;
      aboveMiddle = aboveRight;
      hereMiddle = hereRight;
      belowMiddle = belowRight;
      above += 1;
      here += 1;
      below += 1;
    }
  }
  features[at] = (interior * squares - sum * sum) / (interior * interior * 255 * 255);
  features[at + 1] = edges / interior;
}
