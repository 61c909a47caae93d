/** How often each pixel has each of 256 values in each class, and the median and entropy images that follow from it. */

const LEVELS = 256;
/** Counts that are held at once: 64 MB. */
const MOST_COUNTS = 2 ** 24;

/** Runs of classes [first, end) that can be counted at once: all of them, unless there are many classes of large images. */
export function levelRuns(classes: number, pixels: number): { readonly first: number; readonly end: number }[] {
  const atOnce = Math.max(1, Math.floor(MOST_COUNTS / (pixels * LEVELS)));
  return Array.from({ length: Math.ceil(classes / atOnce) }, (_, run) => ({
    first: run * atOnce,
    end: Math.min(classes, (run + 1) * atOnce),
  }));
}

/** Counts of the classes from `first` to before `end`. */
export class LevelCounts {
  readonly #first: number;
  readonly #classes: number;
  readonly #pixels: number;
  readonly #images: Uint32Array;
  /** classes x pixels x 256; 0.8 MB a class of 28 x 28 pixels. */
  readonly #counts: Uint32Array;

  constructor({ first, end }: { readonly first: number; readonly end: number }, pixels: number) {
    this.#first = first;
    this.#classes = end - first;
    this.#pixels = pixels;
    this.#images = new Uint32Array(this.#classes);
    this.#counts = new Uint32Array(this.#classes * pixels * LEVELS);
  }

  /** @param images count x pixels, 0-255 @param labels one an image; images of other classes are left out */
  add(images: Uint8Array, labels: Uint8Array): void {
    const pixels = this.#pixels;
    const count = Math.floor(images.length / pixels);
    // Class after class: the counts of one class stay in the cache.
    const members = Array.from({ length: this.#classes }, (): number[] => []);
    for (let image = 0; image < count; image += 1) members[(labels[image] ?? NaN) - this.#first]?.push(image);
    for (const [label, of] of members.entries()) {
      this.#images[label]! += of.length;
      const counts = this.#counts.subarray(label * pixels * LEVELS, (label + 1) * pixels * LEVELS);
      for (const image of of) {
        const from = image * pixels;
        for (let pixel = 0; pixel < pixels; pixel += 1) counts[pixel * LEVELS + images[from + pixel]!]! += 1;
      }
    }
  }

  /** Median of x of each pixel, classes x pixels: the mean of the two middle values where images are even. 0 for no images. */
  medians(): Float32Array {
    const medians = new Float32Array(this.#classes * this.#pixels);
    for (let at = 0; at < medians.length; at += 1) {
      const images = this.#images[Math.floor(at / this.#pixels)]!;
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

  /** Shannon entropy in bits (0 to 8) of each pixel's values, classes x pixels. 0 for no images. */
  entropies(): Float32Array {
    const entropies = new Float32Array(this.#classes * this.#pixels);
    for (let at = 0; at < entropies.length; at += 1) {
      const images = this.#images[Math.floor(at / this.#pixels)]!;
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
