/** Bytes of images to input values on the device, for backends that have the kernel. */
import { PIXELS } from '../../src/core/dataset/types';
import type { PixelLookup } from '../../src/core/features/lookup';
import * as tf from './tf';

/** See kernels/webgpu/bytes.ts. */
const LOOK_UP_BYTES = 'LookUpBytes';

/** The tables of a pipeline, kept on the device. */
export class Lookups {
  readonly #sources: tf.Tensor;
  readonly #tables: tf.Tensor;
  readonly #shape: number[];

  /** Whether the active backend has the kernel. */
  static known(): boolean {
    return tf.getKernel(LOOK_UP_BYTES, tf.getBackend()) !== undefined;
  }

  /** @param shape of an image's input values */
  constructor({ sources, tables }: PixelLookup, shape: readonly number[]) {
    this.#sources = tf.keep(tf.tensor1d(Int32Array.from(sources), 'int32'));
    this.#tables = tf.keep(tf.tensor1d(tables));
    this.#shape = [...shape];
  }

  /** @param pixels count x 784 @returns [count, ...shape], equal to the bit to what the processor looks up */
  values(pixels: Uint8Array): tf.Tensor {
    const words = new Int32Array(pixels.buffer, pixels.byteOffset, pixels.length / 4);
    const bytes = tf.tensor2d(words, [pixels.length / PIXELS, PIXELS / 4], 'int32');
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
