/** A few images of each class, to look at. */
import { takeImages } from '../dataset/batch';
import type { ImageBatch } from '../dataset/types';

/** The first images of each class, class after class: fewer where a class has fewer. */
export function firstOfEachClass(batch: ImageBatch, classes: number, perClass: number): ImageBatch {
  const places: number[][] = Array.from({ length: classes }, () => []);
  for (const [place, label] of batch.labels.entries()) {
    const row = places[label];
    if (row && row.length < perClass) row.push(place);
  }
  return takeImages(batch, places.flat());
}
