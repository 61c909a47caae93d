/** The image corruptions by name: a new one is a file beside this and one line here. */
import { LookbookError } from '../../errors';
import { PIXELS } from '../../dataset/types';
import { derive, randomSource } from '../../seed';
import { blur } from './blur';
import { brightness, contrast } from './light';
import { rotation, shift } from './move';
import { noise } from './noise';
import type { Corruption } from './types';

export const CORRUPTIONS = { noise, blur, brightness, contrast, rotation, shift } as const satisfies Record<
  string,
  Corruption
>;
export type CorruptionName = keyof typeof CORRUPTIONS;

/** @throws LookbookError `params/invalid` for a severity outside [0, 1] */
export function requireSeverity(severity: number): void {
  if (!(severity >= 0 && severity <= 1)) {
    throw new LookbookError('params/invalid', `The severity of drift must lie between 0 and 1, not at ${severity}.`);
  }
}

/**
 * Corrupts images. What happens to an image depends on the seed, the kind and the image's own index, never on the batch
 * it comes in.
 * @param images count x 784, 0-255; not changed
 * @param indices index of each image within its part
 * @returns new images, count x 784
 */
export function corruptImages(
  images: Uint8Array,
  indices: ArrayLike<number>,
  name: CorruptionName,
  severity: number,
  seed: number,
): Uint8Array {
  requireSeverity(severity);
  const corruption: Corruption = CORRUPTIONS[name];
  const out = new Uint8ClampedArray(images.length);
  for (let i = 0; i < indices.length; i += 1) {
    const image = images.subarray(i * PIXELS, (i + 1) * PIXELS);
    const random = randomSource(derive(seed, 'drift', name, indices[i]!));
    corruption.apply(image, out.subarray(i * PIXELS, (i + 1) * PIXELS), severity, random);
  }
  return new Uint8Array(out.buffer);
}
