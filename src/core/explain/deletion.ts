/**
 * Deletion curves (Petsiuk, Das and Saenko, "RISE", BMVC 2018): how fast a class' probability falls when pixels are
 * blacked out in the order of their attribution. A steep fall (a small area) says that the order found pixels the model
 * uses; deleted images are unlike any it was trained on, so it does not say that they are the reason in the world.
 */
import { LookbookError } from '../errors';
import { withDeleted } from './pixels';

/** Probabilities of a batch: count x size pixels of 0-255 in, count x classes out. */
export type Predict = (images: Uint8Array, count: number) => Promise<ArrayLike<number>>;

export interface DeletionOptions {
  readonly size: number;
  readonly classes: number;
  /** Points after the first; pixels are deleted in equal parts. */
  readonly steps: number;
}

export interface DeletionCurve {
  /** Shares of the pixels deleted: 0 to 1, steps + 1 points. */
  readonly deleted: Float64Array;
  /** images x (steps + 1): probability of each image's class. */
  readonly probabilities: Float64Array;
  /** Mean over the images at each point. */
  readonly mean: Float64Array;
  /** Area under each image's curve by trapezoids, 0 to 1; the smaller, the better the order. */
  readonly areas: Float64Array;
}

/** Pixels deleted at each point. */
function countsOf(size: number, steps: number): number[] {
  return Array.from({ length: steps + 1 }, (_, step) => Math.round((step * size) / steps));
}

/** One image at every stage of its deletion: (steps + 1) x size. */
export function deletionBatch(image: Uint8Array, order: ArrayLike<number>, steps: number): Uint8Array {
  const batch = new Uint8Array((steps + 1) * image.length);
  countsOf(image.length, steps).forEach((count, step) => {
    batch.set(withDeleted(image, order, count), step * image.length);
  });
  return batch;
}

/** Area under a curve over [0, 1] by trapezoids. */
export function areaUnder(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let area = 0;
  for (let point = 1; point < x.length; point += 1)
    area += ((x[point]! - x[point - 1]!) * (y[point]! + y[point - 1]!)) / 2;
  return area;
}

/**
 * Curves of images, each predicted in one batch of steps + 1.
 * @param images count x size @param orders one order of all pixels an image @param targets class followed for each image
 * @throws LookbookError `params/invalid` without images or with steps that are not between 1 and the number of pixels
 */
export async function deletionCurve(
  images: Uint8Array,
  orders: readonly ArrayLike<number>[],
  targets: ArrayLike<number>,
  options: DeletionOptions,
  predict: Predict,
): Promise<DeletionCurve> {
  const { size, classes, steps } = options;
  if (orders.length === 0) throw new LookbookError('params/invalid', 'A deletion curve needs at least one image.');
  if (!Number.isInteger(steps) || steps < 1 || steps > size) {
    throw new LookbookError('params/invalid', `A deletion curve needs between 1 and ${size} steps, not ${steps}.`);
  }
  const points = steps + 1;
  const deleted = Float64Array.from(countsOf(size, steps), (count) => count / size);
  const probabilities = new Float64Array(orders.length * points);
  for (let image = 0; image < orders.length; image += 1) {
    const batch = deletionBatch(images.subarray(image * size, (image + 1) * size), orders[image]!, steps);
    const predicted = await predict(batch, points);
    for (let point = 0; point < points; point += 1) {
      probabilities[image * points + point] = predicted[point * classes + targets[image]!]!;
    }
  }
  const mean = Float64Array.from({ length: points }, (_, point) => {
    let sum = 0;
    for (let image = 0; image < orders.length; image += 1) sum += probabilities[image * points + point]!;
    return sum / orders.length;
  });
  const areas = Float64Array.from(orders, (_, image) =>
    areaUnder(deleted, probabilities.subarray(image * points, (image + 1) * points)),
  );
  return { deleted, probabilities, mean, areas };
}
