/** Batches of a training: labelled images in any order, as the network's input values. */
import { pixelsOf } from '../../src/core/dataset/shape';
import type { ApplyOptions } from '../../src/core/features/pipeline';
import { derive } from '../../src/core/seed';
import { inputTensor, prepareValues, type ModelInput } from './input';
import { Lookups } from './lookups';
import type { Examples } from './loss';
import * as tf from './tf';

export interface LabelledImages {
  /** count x pixels, 0-255. */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

/**
 * Input values that no table gives are worked out once and kept: 40,000 images of 784 values are 125 MB. Above it, batch by
 * batch.
 */
const KEPT_BYTES = 160 * 1024 * 1024;

/** Rows of a matrix, in the order of the positions. */
function gather<T extends Uint8Array | Float32Array>(from: T, into: T, size: number, positions: Uint32Array): T {
  positions.forEach((position, row) => into.set(from.subarray(position * size, (position + 1) * size), row * size));
  return into;
}

export class Batches {
  readonly #input: ModelInput;
  readonly #data: LabelledImages;
  readonly #seed: number;
  #values: Float32Array | undefined;
  #lookups: Lookups | undefined;

  /** @param seed of the augmentation; every epoch has its own */
  constructor(input: ModelInput, data: LabelledImages, seed: number) {
    this.#input = input;
    this.#data = data;
    this.#seed = seed;
  }

  /** Works out what does not change from epoch to epoch, if it may be kept. */
  async prepare(turn: () => Promise<void>): Promise<void> {
    const input = this.#input;
    if (input.lookup() || input.augments || this.#data.labels.length * input.size * 4 > KEPT_BYTES) return;
    this.#values = await prepareValues(input, this.#data.images, turn);
  }

  /**
   * The images at these positions, to be trained on: values [count, ...] and classes [count], int32.
   * @param first place of the first of them in the epoch: with the epoch it decides the augmentation, whatever the batch size
   */
  take(positions: Uint32Array, epoch: number, first: number): Examples {
    const count = positions.length;
    const classes = Int32Array.from(positions, (position) => this.#data.labels[position]!);
    return {
      x:
        this.#onDevice(positions, epoch, first) ??
        inputTensor(this.#input, this.#valuesOf(positions, epoch, first), count),
      labels: tf.tensor1d(classes, 'int32'),
    };
  }

  /** Frees what lies on the device. */
  dispose(): void {
    this.#lookups?.dispose();
    this.#lookups = undefined;
  }

  #training(epoch: number, first: number): ApplyOptions {
    return this.#input.augments ? { augmentSeed: derive(this.#seed, 'augment', epoch), firstIndex: first } : {};
  }

  /** The same values, looked up on the device where the pipeline and the backend know how. */
  #onDevice(positions: Uint32Array, epoch: number, first: number): tf.Tensor | undefined {
    const rawSize = pixelsOf(this.#input.raw);
    const lookup = Lookups.known(rawSize) ? this.#input.lookup() : undefined;
    if (!lookup) return undefined;
    this.#lookups ??= new Lookups(lookup, this.#input.shape, rawSize);
    return this.#lookups.values(lookup.pixels(this.#data.images, positions, this.#training(epoch, first)));
  }

  #valuesOf(positions: Uint32Array, epoch: number, first: number): Float32Array {
    const count = positions.length;
    const { size } = this.#input;
    if (this.#values) return gather(this.#values, new Float32Array(count * size), size, positions);
    const training = this.#training(epoch, first);
    const lookup = this.#input.lookup();
    if (lookup) return lookup.values(this.#data.images, positions, training);
    const pixels = pixelsOf(this.#input.raw);
    const raw = gather(this.#data.images, new Uint8Array(count * pixels), pixels, positions);
    return this.#input.values(raw, count, training);
  }
}
