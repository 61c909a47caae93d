/** A few images of each class, to look at. */
import { PIXELS, type ImageBatch } from '../dataset/types';

/** The first images of each class, class after class: fewer where a class has fewer. */
export function firstOfEachClass(batch: ImageBatch, classes: number, perClass: number): ImageBatch {
  const places: number[][] = Array.from({ length: classes }, () => []);
  for (const [place, label] of batch.labels.entries()) {
    const row = places[label];
    if (row && row.length < perClass) row.push(place);
  }
  const chosen = places.flat();
  const images = new Uint8Array(chosen.length * PIXELS);
  for (const [at, place] of chosen.entries()) {
    images.set(batch.images.subarray(place * PIXELS, (place + 1) * PIXELS), at * PIXELS);
  }
  return {
    images,
    labels: Uint8Array.from(chosen, (place) => batch.labels[place]!),
    indices: Uint32Array.from(chosen, (place) => batch.indices[place]!),
  };
}
