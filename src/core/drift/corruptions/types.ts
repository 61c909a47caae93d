/** What an image corruption brings to the registry in ./index. */
import type { ImageSize } from '../../dataset/shape';

/**
 * A change of images as a camera, a lamp or a conveyor makes it, with a severity from 0 (none: the image stays as it is,
 * byte for byte) to 1 (as far as the kind goes).
 */
export interface Corruption {
  /** The severity in physical units, as the end of a sentence. */
  describe(severity: number): string;
  /**
   * Writes the changed image.
   * @param image height x width values, row-major, 0-255; not changed
   * @param out height x width values; writes are rounded and clamped to 0-255
   * @param random uniform in [0, 1), seeded for this image
   */
  apply(image: Uint8Array, out: Uint8ClampedArray, severity: number, random: () => number, size: ImageSize): void;
}

/** Full scale of a pixel. */
export const WHITE = 255;
