/** How long a model takes to predict: part of no summary and no key. */
import { firstImages } from '../../src/core/dataset/batch';
import type { ImageBatch } from '../../src/core/dataset/types';

/** Images that are predicted once more to be timed. */
const TIMED = 500;

/** Seconds an image from raw pixels to probabilities, over the first 500 images of a batch. */
export async function secondsPerImage(
  batch: ImageBatch,
  predict: (images: Uint8Array) => Promise<unknown>,
): Promise<number> {
  const { images } = firstImages(batch, Math.min(TIMED, batch.labels.length));
  const started = performance.now();
  await predict(images);
  return (performance.now() - started) / 1000 / Math.min(TIMED, batch.labels.length);
}
