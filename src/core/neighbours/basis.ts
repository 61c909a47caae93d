/**
 * Projections whose distances never exceed the distance of the images they stand for, in integers: what rules out a
 * pair by its projections rules it out for certain.
 *
 * The directions are near the principal ones of a sample, because those hold most of a distance; which directions they
 * are changes how fast a search is, never what it finds.
 */
import { PIXELS } from '../dataset/types';
import { randomSource } from '../seed';

/** Values of an image; a constant of this module, as the loops read it all the time. */
const SIZE: number = PIXELS;

/** Components of a projection: all of them, and those looked at first. */
export const FINE = 128;
export const COARSE = 32;

/**
 * A projected component in units of a pixel step. Twice a component of an image must fit 16 bits, and an image of 784
 * pixels is at most 28 x 255 long: 2 x 2 x 7,140 = 28,560.
 */
const SCALE = 2;
/** Longest vector of a basis of integers whose products with an image stay below 2^31. */
const LONGEST = 300_000;
const LARGEST = 32_767;

export interface Basis {
  /** FINE x 784, of 16 bits: the directions, times a common factor. */
  readonly directions: Int16Array;
  /** From a product of an image with a direction to a component of its projection. */
  readonly factor: number;
  /** The most by which a distance of projections (without rounding) exceeds that of the images, as a factor. */
  readonly stretch: number;
}

const ITERATIONS = 3;

/**
 * Directions near the principal ones of a sample: orthogonal iteration (Golub and Van Loan, Matrix Computations, 8.2.4),
 * ended early, since only speed depends on how near.
 * @param images count x 784, 0-255
 * @param turn called between pieces of about 100 ms
 */
export async function basisOf(images: Uint8Array, turn: () => Promise<void>): Promise<Basis> {
  const count = images.length / SIZE;
  const centred = new Float64Array(images);
  for (let pixel = 0; pixel < SIZE; pixel += 1) {
    let sum = 0;
    for (let at = pixel; at < images.length; at += SIZE) sum += images[at]!;
    for (let at = pixel; at < images.length; at += SIZE) centred[at]! -= sum / count;
  }
  const random = randomSource(1);
  let directions = Float64Array.from({ length: FINE * SIZE }, () => random() - 0.5);
  orthonormalise(directions);
  for (let iteration = 0; iteration < ITERATIONS; iteration += 1) {
    directions = applyCovariance(centred, directions);
    await turn();
    orthonormalise(directions);
  }
  return quantise(directions);
}

function applyCovariance(centred: Float64Array, directions: Float64Array): Float64Array<ArrayBuffer> {
  const next = new Float64Array(directions.length);
  for (let image = 0; image < centred.length; image += SIZE) {
    const row = centred.subarray(image, image + SIZE);
    for (let at = 0; at < directions.length; at += SIZE) {
      let component = 0;
      for (let pixel = 0; pixel < SIZE; pixel += 1) component += row[pixel]! * directions[at + pixel]!;
      for (let pixel = 0; pixel < SIZE; pixel += 1) next[at + pixel]! += component * row[pixel]!;
    }
  }
  return next;
}

/** Gram and Schmidt, in place. A direction that the others hold already becomes zero, which bounds nothing and harms nothing. */
function orthonormalise(directions: Float64Array): void {
  for (let at = 0; at < directions.length; at += SIZE) {
    const direction = directions.subarray(at, at + SIZE);
    const before = norm(direction);
    for (let earlier = 0; earlier < at; earlier += SIZE) {
      let component = 0;
      for (let pixel = 0; pixel < SIZE; pixel += 1) component += direction[pixel]! * directions[earlier + pixel]!;
      for (let pixel = 0; pixel < SIZE; pixel += 1) direction[pixel]! -= component * directions[earlier + pixel]!;
    }
    const length = norm(direction);
    const kept = length > 1e-9 * before;
    for (let pixel = 0; pixel < SIZE; pixel += 1) direction[pixel] = kept ? direction[pixel]! / length : 0;
  }
}

function norm(vector: Float64Array): number {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return Math.sqrt(sum);
}

function quantise(directions: Float64Array): Basis {
  let largest = 0;
  for (const value of directions) largest = Math.max(largest, Math.abs(value));
  const scale = largest === 0 ? 1 : Math.min(LARGEST / largest, LONGEST);
  const integers = Int16Array.from(directions, (value) => Math.round(value * scale));
  return { directions: integers, factor: SCALE / scale, stretch: stretchOf(integers, scale) };
}

/** Square root of a bound of the largest eigenvalue of the directions' products with each other (Gershgorin). */
function stretchOf(integers: Int16Array, scale: number): number {
  let largest = 0;
  for (let a = 0; a < integers.length; a += SIZE) {
    let row = 0;
    for (let b = 0; b < integers.length; b += SIZE) {
      let product = 0;
      for (let pixel = 0; pixel < SIZE; pixel += 1) product += integers[a + pixel]! * integers[b + pixel]!;
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
export function projectedLimit({ stretch }: Basis, squared: number, components: number): number {
  const distance = SCALE * stretch * Math.sqrt(squared) + Math.sqrt(components);
  return Math.min(0x3fff_ffff, Math.ceil(distance * distance * (1 + 1e-9)));
}
