/**
 * Projections whose distances never exceed the distance of the images they stand for, in integers: what rules out a
 * pair by its projections rules it out for certain.
 *
 * The directions are near the principal ones of a sample, because those hold most of a distance; which directions they
 * are changes how fast a search is, never what it finds.
 */
import { randomSource } from '../seed';

/** Components of a projection: all of them, and those looked at first. */
export const FINE = 128;
export const COARSE = 32;

/** Most steps of a projected component to a pixel step, and longest vector of a basis of integers, where the pixels allow. */
const MOST_STEPS = 2;
const LONGEST = 300_000;
/** The largest integer of 16 bits. */
const LARGEST = 32_767;

/** Length of the longest image, a white one. */
const longestImage = (pixels: number): number => 255 * Math.sqrt(pixels);

/** The most by which rounding each of its values to an integer lengthens a vector. */
const rounding = (pixels: number): number => Math.sqrt(pixels) / 2;

/**
 * Steps of a projected component to a pixel step: twice a component of any image must fit 16 bits, rounding counted. A
 * direction is at least {@link LARGEST} long before its values are rounded, as none of its values is larger than 1.
 */
export function stepsFor(pixels: number): number {
  const longest = longestImage(pixels) * (1 + rounding(pixels) / LARGEST);
  return Math.min(MOST_STEPS, (LARGEST - 2) / (2 * longest));
}

/** Length of a direction before its values are rounded: its product with any image must stay below 2^31. */
export const longestFor = (pixels: number): number =>
  Math.min(LONGEST, Math.floor((2 ** 31 - 1) / longestImage(pixels) - rounding(pixels)));

export interface Basis {
  /** FINE x pixels, of 16 bits: the directions, times a common factor. */
  readonly directions: Int16Array;
  /** Steps of a component to a pixel step. */
  readonly steps: number;
  /** From a product of an image with a direction to a component of its projection. */
  readonly factor: number;
  /** The most by which a distance of projections (without rounding) exceeds that of the images, as a factor. */
  readonly stretch: number;
}

const ITERATIONS = 3;
/** Values of the sample that are taken between two turns. */
const AT_ONCE = 313_600;

/**
 * Directions near the principal ones of a sample: orthogonal iteration (Golub and Van Loan, Matrix Computations, 8.2.4),
 * ended early, since only speed depends on how near.
 * @param images count x pixels, 0-255
 * @param turn called between pieces of about 100 ms
 */
export async function basisOf(images: Uint8Array, pixels: number, turn: () => Promise<void>): Promise<Basis> {
  const count = images.length / pixels;
  const centred = new Float64Array(images);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    let sum = 0;
    for (let at = pixel; at < images.length; at += pixels) sum += images[at]!;
    for (let at = pixel; at < images.length; at += pixels) centred[at]! -= sum / count;
  }
  const random = randomSource(1);
  let directions = Float64Array.from({ length: FINE * pixels }, () => random() - 0.5);
  orthonormalise(directions, pixels);
  const piece = Math.max(1, Math.floor(AT_ONCE / pixels)) * pixels;
  for (let iteration = 0; iteration < ITERATIONS; iteration += 1) {
    const next = new Float64Array(directions.length);
    for (let from = 0; from < centred.length; from += piece) {
      addCovariance(centred.subarray(from, from + piece), directions, next, pixels);
      await turn();
    }
    directions = next;
    orthonormalise(directions, pixels);
  }
  return quantise(directions, pixels);
}

/** Adds to `next` what these images contribute to the covariance times the directions. */
function addCovariance(centred: Float64Array, directions: Float64Array, next: Float64Array, pixels: number): void {
  for (let image = 0; image < centred.length; image += pixels) {
    const row = centred.subarray(image, image + pixels);
    for (let at = 0; at < directions.length; at += pixels) {
      let component = 0;
      for (let pixel = 0; pixel < pixels; pixel += 1) component += row[pixel]! * directions[at + pixel]!;
      for (let pixel = 0; pixel < pixels; pixel += 1) next[at + pixel]! += component * row[pixel]!;
    }
  }
}

/** Gram and Schmidt, in place. A direction that the others hold already becomes zero, which bounds nothing and harms nothing. */
function orthonormalise(directions: Float64Array, pixels: number): void {
  for (let at = 0; at < directions.length; at += pixels) {
    const direction = directions.subarray(at, at + pixels);
    const before = norm(direction);
    for (let earlier = 0; earlier < at; earlier += pixels) {
      let component = 0;
      for (let pixel = 0; pixel < pixels; pixel += 1) component += direction[pixel]! * directions[earlier + pixel]!;
      for (let pixel = 0; pixel < pixels; pixel += 1) direction[pixel]! -= component * directions[earlier + pixel]!;
    }
    const length = norm(direction);
    const kept = length > 1e-9 * before;
    for (let pixel = 0; pixel < pixels; pixel += 1) direction[pixel] = kept ? direction[pixel]! / length : 0;
  }
}

function norm(vector: Float64Array): number {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return Math.sqrt(sum);
}

function quantise(directions: Float64Array, pixels: number): Basis {
  let largest = 0;
  for (const value of directions) largest = Math.max(largest, Math.abs(value));
  const scale = largest === 0 ? 1 : Math.min(LARGEST / largest, longestFor(pixels));
  const integers = Int16Array.from(directions, (value) => Math.round(value * scale));
  const steps = stepsFor(pixels);
  return { directions: integers, steps, factor: steps / scale, stretch: stretchOf(integers, scale, pixels) };
}

/** Square root of a bound of the largest eigenvalue of the directions' products with each other (Gershgorin). */
function stretchOf(integers: Int16Array, scale: number, pixels: number): number {
  let largest = 0;
  for (let a = 0; a < integers.length; a += pixels) {
    let row = 0;
    for (let b = 0; b < integers.length; b += pixels) {
      let product = 0;
      for (let pixel = 0; pixel < pixels; pixel += 1) product += integers[a + pixel]! * integers[b + pixel]!;
      row += Math.abs(product);
    }
    largest = Math.max(largest, row);
  }
  return Math.sqrt(largest) / scale;
}

/**
 * The largest squared distance of two projections whose images are at most this far apart: each component was rounded
 * by at most a half, so each difference by at most one. The rest is for the rounding of this very expression.
 * @param squared squared distance of the images @param components how many the projections have
 */
export function projectedLimit({ steps, stretch }: Basis, squared: number, components: number): number {
  const distance = steps * stretch * Math.sqrt(squared) + Math.sqrt(components);
  return Math.min(0x3fff_ffff, Math.ceil(distance * distance * (1 + 1e-9)));
}
