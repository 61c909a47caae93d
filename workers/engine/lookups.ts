/** Bytes of images to input values on the device, for backends that have the kernel. */
import type { PixelLookup } from '../../src/core/features/lookup';
import * as tf from './tf';

/** See kernels/webgpu/bytes.ts. */
const LOOK_UP_BYTES = 'LookUpBytes';

/** The tables of a pipeline, kept on the device. */
export class Lookups {
  readonly #sources: tf.Tensor;
  readonly #tables: tf.Tensor;
  readonly #shape: number[];
  readonly #pixels: number;

  /** Whether the active backend has the kernel, and it takes images of so many pixels: it reads four at once. */
  static known(pixels: number): boolean {
    return pixels % 4 === 0 && tf.getKernel(LOOK_UP_BYTES, tf.getBackend()) !== undefined;
  }

  /** @param shape of an image's input values @param pixels of a raw image, a multiple of 4 */
  constructor({ sources, tables }: PixelLookup, shape: readonly number[], pixels: number) {
    this.#pixels = pixels;
    this.#sources = tf.keep(tf.tensor1d(Int32Array.from(sources), 'int32'));
    this.#tables = tf.keep(tf.tensor1d(tables));
    this.#shape = [...shape];
  }

  /** @param pixels count x pixels of an image @returns [count, ...shape], equal to the bit to what the processor looks up */
  values(pixels: Uint8Array): tf.Tensor {
    const words = new Int32Array(pixels.buffer, pixels.byteOffset, pixels.length / 4);
    const bytes = tf.tensor2d(words, [pixels.length / this.#pixels, this.#pixels / 4], 'int32');
    const values = tf
      .engine()
      .runKernel(
        LOOK_UP_BYTES,
        { bytes, sources: this.#sources, tables: this.#tables },
        { shape: this.#shape },
      ) as unknown as tf.Tensor;
    bytes.dispose();
    return values;
  }

  dispose(): void {
    tf.dispose([this.#sources, this.#tables]);
  }
}
