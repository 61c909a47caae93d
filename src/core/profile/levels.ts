/** How often each pixel has each of 256 values in each class, and the median and entropy images that follow from it. */
import { PIXELS } from '../dataset/types';

const LEVELS = 256;

export class LevelCounts {
  readonly #classes: number;
  readonly #images: Uint32Array;
  /** classes x 784 x 256; 0.8 MB a class. */
  readonly #counts: Uint32Array;

  constructor(classes: number) {
    this.#classes = classes;
    this.#images = new Uint32Array(classes);
    this.#counts = new Uint32Array(classes * PIXELS * LEVELS);
  }

  /** @param images count x 784, 0-255 @param labels one an image; images without a valid one are left out */
  add(images: Uint8Array, labels: Uint8Array): void {
    const count = Math.floor(images.length / PIXELS);
    // Class after class: the counts of one class stay in the cache.
    const members = Array.from({ length: this.#classes }, (): number[] => []);
    for (let image = 0; image < count; image += 1) members[labels[image] ?? this.#classes]?.push(image);
    for (const [label, of] of members.entries()) {
      this.#images[label]! += of.length;
      const counts = this.#counts.subarray(label * PIXELS * LEVELS, (label + 1) * PIXELS * LEVELS);
      for (const image of of) {
        const from = image * PIXELS;
        for (let pixel = 0; pixel < PIXELS; pixel += 1) counts[pixel * LEVELS + images[from + pixel]!]! += 1;
      }
    }
  }

  /** Median of x of each pixel, classes x 784: the mean of the two middle values where images are even. 0 for no images. */
  medians(): Float32Array {
    const medians = new Float32Array(this.#classes * PIXELS);
    for (let at = 0; at < medians.length; at += 1) {
      const images = this.#images[Math.floor(at / PIXELS)]!;
      if (images === 0) continue;
      const lower = this.#ranked(at, Math.floor((images - 1) / 2));
      medians[at] = (lower + this.#ranked(at, Math.floor(images / 2))) / 2;
    }
    return medians;
  }

  /** The value of rank `rank` (from 0) among a pixel's values. */
  #ranked(at: number, rank: number): number {
    let below = 0;
    for (let level = 0; level < LEVELS; level += 1) {
      below += this.#counts[at * LEVELS + level]!;
      if (below > rank) return level;
    }
    return LEVELS - 1;
  }

  /** Shannon entropy in bits (0 to 8) of each pixel's values, classes x 784. 0 for no images. */
  entropies(): Float32Array {
    const entropies = new Float32Array(this.#classes * PIXELS);
    for (let at = 0; at < entropies.length; at += 1) {
      const images = this.#images[Math.floor(at / PIXELS)]!;
      let sum = 0;
      for (let level = 0; level < LEVELS; level += 1) {
        const count = this.#counts[at * LEVELS + level]!;
        if (count > 0) sum += count * Math.log2(count);
      }
      if (images > 0) entropies[at] = Math.max(0, Math.log2(images) - sum / images);
    }
    return entropies;
  }
}
