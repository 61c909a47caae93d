/** The image corruptions by name: a new one is a file beside this, a line here, and its label in ../scenarios. */
import { LookbookError } from '../../errors';
import { pixelsOf, type ImageSize } from '../../dataset/shape';
import { derive, randomSource } from '../../seed';
import type { ScenarioType } from '../scenarios';
import { blur } from './blur';
import { brightness, contrast } from './light';
import { rotation, shift } from './move';
import { noise } from './noise';
import type { Corruption } from './types';

export type CorruptionName = Exclude<ScenarioType, 'none' | 'class-mix'>;
export const CORRUPTIONS: Readonly<Record<CorruptionName, Corruption>> = {
  noise,
  blur,
  brightness,
  contrast,
  rotation,
  shift,
};

/** @throws LookbookError `params/invalid` for a severity outside [0, 1] */
export function requireSeverity(severity: number): void {
  if (!(severity >= 0 && severity <= 1)) {
    throw new LookbookError('params/invalid', `The severity of drift must lie between 0 and 1, not at ${severity}.`);
  }
}

/** Images of one size, and where they stand. */
export interface IndexedImages extends ImageSize {
  /** count x (height x width), row-major, 0-255. */
  readonly images: Uint8Array;
  /** Index of each image within its part. */
  readonly indices: ArrayLike<number>;
}

/**
 * Corrupts images. What happens to an image depends on the seed, the kind and the image's own index, never on the batch
 * it comes in.
 * @param batch not changed
 * @returns new images, count x (height x width)
 */
export function corruptImages(batch: IndexedImages, name: CorruptionName, severity: number, seed: number): Uint8Array {
  requireSeverity(severity);
  const corruption = CORRUPTIONS[name];
  const { images, indices } = batch;
  const pixels = pixelsOf(batch);
  const out = new Uint8ClampedArray(images.length);
  for (let i = 0; i < indices.length; i += 1) {
    const image = images.subarray(i * pixels, (i + 1) * pixels);
    const random = randomSource(derive(seed, 'drift', name, indices[i]!));
    corruption.apply(image, out.subarray(i * pixels, (i + 1) * pixels), severity, random, batch);
  }
  return new Uint8Array(out.buffer);
}
