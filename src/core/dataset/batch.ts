/** Parts of a batch of images. */
import { pixelsOf, sizeOf } from './shape';
import type { ImageBatch } from './types';

/** The images at these positions, in this order. */
export function takeImages(all: ImageBatch, positions: ArrayLike<number>): ImageBatch {
  const pixels = pixelsOf(all);
  const images = new Uint8Array(positions.length * pixels);
  const labels = new Uint8Array(positions.length);
  const indices = new Uint32Array(positions.length);
  for (let i = 0; i < positions.length; i += 1) {
    const from = positions[i]!;
    images.set(all.images.subarray(from * pixels, (from + 1) * pixels), i * pixels);
    labels[i] = all.labels[from]!;
    indices[i] = all.indices[from]!;
  }
  return { images, labels, indices, ...sizeOf(all) };
}

/** The first images: views, not copies. */
export function firstImages(all: ImageBatch, count: number): ImageBatch {
  return {
    images: all.images.subarray(0, count * pixelsOf(all)),
    labels: all.labels.subarray(0, count),
    indices: all.indices.subarray(0, count),
    ...sizeOf(all),
  };
}

/** All images of some batches of one data set, one batch after the other. @param parts at least one */
export function joinImages(parts: readonly ImageBatch[]): ImageBatch {
  const count = parts.reduce((sum, part) => sum + part.labels.length, 0);
  const pixels = pixelsOf(parts[0]!);
  const all = {
    images: new Uint8Array(count * pixels),
    labels: new Uint8Array(count),
    indices: new Uint32Array(count),
    ...sizeOf(parts[0]!),
  };
  let at = 0;
  for (const { images, labels, indices } of parts) {
    all.images.set(images, at * pixels);
    all.labels.set(labels, at);
    all.indices.set(indices, at);
    at += labels.length;
  }
  return all;
}
