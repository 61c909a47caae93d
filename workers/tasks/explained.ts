/** What tasks that explain a network share: the images that are looked at, and curves of their deletion. */
import { takeImages } from '../../src/core/dataset/batch';
import { pixelsOf } from '../../src/core/dataset/shape';
import type { ImageBatch } from '../../src/core/dataset/types';
import { LookbookError } from '../../src/core/errors';
import { deletionCurve } from '../../src/core/explain/deletion';
import { attributionOrder } from '../../src/core/explain/pixels';
import { predictedClasses } from '../../src/core/stats/classification';
import { logitsOf, probabilitiesAt } from '../engine/attribute';
import type { Network } from '../engine/build';
import { prepareValues } from '../engine/input';

/** Deletion curves of images: the probability of the predicted class while pixels are blacked out. */
export interface Deletion {
  /** Shares of the pixels: 0 to 1. */
  readonly deleted: readonly number[];
  /** Mean probability over the images at each share. */
  readonly mean: readonly number[];
  /** Area under each image's curve, 0 to 1. */
  readonly areas: readonly number[];
}

/** Images, and what a network says of them. */
export interface LookedAt {
  readonly batch: ImageBatch;
  /** images x classes */
  readonly logits: Float32Array;
  readonly predicted: Uint8Array;
}

/** The first `perClass` images of each class, class by class. */
function firstOfEachClass(batch: ImageBatch, classes: number, perClass: number): ImageBatch {
  const rows: number[][] = Array.from({ length: classes }, () => []);
  batch.labels.forEach((label, row) => {
    if (rows[label]!.length < perClass) rows[label]!.push(row);
  });
  return takeImages(batch, rows.flat());
}

/** @throws LookbookError `params/invalid` for no image of each class */
export function requireImages(perClass: number): void {
  if (!(perClass >= 1)) {
    throw new LookbookError('params/invalid', 'There is no image to explain: choose at least one of each class.');
  }
}

/** What a network says of the first images of each class of a split. */
export async function lookAt(
  network: Network,
  split: ImageBatch,
  perClass: number,
  turn: () => Promise<void>,
): Promise<LookedAt> {
  const { classes, input } = network;
  const batch = firstOfEachClass(split, classes, perClass);
  const logits = await logitsOf(network, await prepareValues(input, batch.images, turn), turn);
  return { batch, logits, predicted: predictedClasses(logits, classes) };
}

/**
 * Curves of images whose pixels are blacked out, the largest attribution first.
 * @param predicted class of each image @param attributions images x pixels
 */
export async function deletionOf(
  network: Network,
  batch: ImageBatch,
  predicted: Uint8Array,
  attributions: Float32Array,
  steps: number,
  turn: () => Promise<void>,
): Promise<Deletion> {
  const pixels = pixelsOf(batch);
  const orders = Array.from(predicted, (_, row) =>
    attributionOrder(attributions.subarray(row * pixels, (row + 1) * pixels)),
  );
  const { deleted, mean, areas } = await deletionCurve(
    batch.images,
    orders,
    predicted,
    { size: pixels, classes: network.classes, steps },
    (images) => probabilitiesAt(network, images, turn),
  );
  return { deleted: Array.from(deleted), mean: Array.from(mean), areas: Array.from(areas) };
}
