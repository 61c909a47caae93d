/** How long a model takes to predict: part of no summary and no key. */
import { PIXELS, type ImageBatch } from '../../src/core/dataset/types';

/** Images that are predicted once more to be timed. */
const TIMED = 500;

/** Seconds an image from raw pixels to probabilities, over the first 500 images of a batch. */
export async function secondsPerImage(
  { images, labels }: ImageBatch,
  predict: (images: Uint8Array) => Promise<unknown>,
): Promise<number> {
  const count = Math.min(TIMED, labels.length);
  const started = performance.now();
  await predict(images.subarray(0, count * PIXELS));
  return (performance.now() - started) / 1000 / count;
}
