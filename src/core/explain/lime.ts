/**
 * LIME for images on a fixed grid (the method of Ribeiro, Singh and Guestrin, "Why Should I Trust You?", KDD 2016, with
 * squares in place of superpixels): squares are switched off at random, and a weighted ridge regression from "which are
 * on" to the model's output says what each square adds near this image. How well it fits is part of the answer.
 */
import { pixelsOf, type ImageSize } from '../dataset/shape';
import { LookbookError } from '../errors';
import { pearson } from '../profile/columns';
import { randomSource } from '../seed';
import type { Predict } from './deletion';
import { weightedRidge } from './ridge';
import { FLOAT32_ROUNDING } from '../stats/constant';

/** Squares a side; of 28 x 28 pixels each has 4 x 4, of sides that 7 does not divide they differ by a row or a column. */
export const LIME_GRID = 7;
const SQUARES = LIME_GRID * LIME_GRID;
/** Width of the exponential kernel on the cosine distance, as in the authors' image explainer. */
const KERNEL_WIDTH = 0.25;
/** Of the ridge regression, as in the authors' code. */
const PENALTY = 1;
/** Images predicted at once. */
const BATCH = 128;

/** The square that each pixel lies in. @param size of at least 7 x 7, so that each square has a pixel */
export function squaresOf({ height, width }: ImageSize): Uint8Array {
  return Uint8Array.from(
    { length: height * width },
    (_, pixel) =>
      Math.floor((Math.floor(pixel / width) * LIME_GRID) / height) * LIME_GRID +
      Math.floor(((pixel % width) * LIME_GRID) / width),
  );
}

export interface LimeOptions {
  readonly size: ImageSize;
  readonly classes: number;
  /** Images to predict; the first is the image itself. */
  readonly samples: number;
  readonly seed: number;
}

export interface LimeExplanation {
  /** classes x 49: what each square adds to each class' output. */
  readonly weights: Float64Array;
  readonly intercepts: Float64Array;
  /**
   * Fidelity for each class: weighted R2 of the linear model on the sampled images; near 0 it explains nothing. 1 where no
   * square changes the output, as in a black image: then all weights are 0, which is exact.
   */
  readonly r2: Float64Array;
  /**
   * Stability for each class: correlation of the weights from one half of the samples with those from the other, 1 at
   * best; NaN if a half's weights are all equal, as where no square changes the output. Low values say that another seed would tell another story.
   */
  readonly stability: Float64Array;
}

/** Rows of 0 and 1 (on), the first all on, the others each on with probability one half. */
function sampleMasks(samples: number, seed: number): Uint8Array {
  const random = randomSource(seed);
  return Uint8Array.from({ length: samples * SQUARES }, (_, at) => (at < SQUARES || random() < 0.5 ? 1 : 0));
}

/** sqrt(exp(-d^2 / width^2)) of the kernel's width, with d the cosine distance to all squares on, which is 1 - sqrt(share on). */
function kernelWeights(masks: Uint8Array, samples: number): Float64Array {
  return Float64Array.from({ length: samples }, (_, row) => {
    let on = 0;
    for (let square = 0; square < SQUARES; square += 1) on += masks[row * SQUARES + square]!;
    const distance = 1 - Math.sqrt(on / SQUARES);
    return Math.sqrt(Math.exp(-(distance * distance) / (KERNEL_WIDTH * KERNEL_WIDTH)));
  });
}

/** The image with the squares that are off blacked out, for the masks of these rows. */
function maskedImages(image: Uint8Array, squares: Uint8Array, masks: Uint8Array, from: number, to: number): Uint8Array {
  const pixels = image.length;
  const images = new Uint8Array((to - from) * pixels);
  for (let row = from; row < to; row += 1) {
    for (let pixel = 0; pixel < pixels; pixel += 1) {
      if (masks[row * SQUARES + squares[pixel]!] === 1) images[(row - from) * pixels + pixel] = image[pixel]!;
    }
  }
  return images;
}

/**
 * Explains one image for all classes.
 * @param image height x width pixels of 0-255
 * @param predict outputs to explain, usually probabilities
 * @throws LookbookError `params/invalid` for fewer samples than twice the squares, `train/diverged` for outputs that are
 *   not numbers
 */
export async function explainByLime(
  image: Uint8Array,
  options: LimeOptions,
  predict: Predict,
): Promise<LimeExplanation> {
  const { size, classes, samples, seed } = options;
  if (!Number.isInteger(samples) || samples < 2 * SQUARES) {
    throw new LookbookError(
      'params/invalid',
      `LIME needs at least ${2 * SQUARES} samples for ${SQUARES} squares, not ${samples}.`,
    );
  }
  if (image.length !== pixelsOf(size))
    throw new RangeError(`explainByLime: ${pixelsOf(size)} pixels wanted, ${image.length} given`);
  const squares = squaresOf(size);
  const masks = sampleMasks(samples, seed);
  const weights = kernelWeights(masks, samples);
  const outputs = new Float64Array(samples * classes);
  for (let from = 0; from < samples; from += BATCH) {
    const to = Math.min(samples, from + BATCH);
    const predicted = await predict(maskedImages(image, squares, masks, from, to), to - from);
    for (let at = 0; at < (to - from) * classes; at += 1) outputs[from * classes + at] = predicted[at]!;
  }
  if (!outputs.every((value) => Number.isFinite(value))) {
    throw new LookbookError(
      'train/diverged',
      'The model gives values that are not numbers, so LIME cannot explain it.',
    );
  }
  const fit = (from: number, to: number) =>
    weightedRidge(
      masks.subarray(from * SQUARES, to * SQUARES),
      outputs.subarray(from * classes, to * classes),
      weights.subarray(from, to),
      { rows: to - from, features: SQUARES, outputs: classes },
      PENALTY,
      // Outputs come from float32.
      FLOAT32_ROUNDING,
    );
  const { coefficients, intercepts, r2 } = fit(0, samples);
  const halves = [fit(0, samples >> 1), fit(samples >> 1, samples)].map((half) => half.coefficients);
  const stability = Float64Array.from({ length: classes }, (_, label) => {
    const [first, second] = halves.map((half) => half.subarray(label * SQUARES, (label + 1) * SQUARES));
    return pearson([first!, second!])[0]![1] ?? Number.NaN;
  });
  return { weights: coefficients, intercepts, r2, stability };
}

/** Weights of squares spread over their pixels, so that each square's sum stays: height x width values. */
export function limePixels(weights: ArrayLike<number>, size: ImageSize): Float32Array {
  const squares = squaresOf(size);
  const pixels = new Uint16Array(SQUARES);
  for (const square of squares) pixels[square]! += 1;
  return Float32Array.from(squares, (square) => weights[square]! / pixels[square]!);
}
