/** Scores of images on principal components, and what a reconstruction by them leaves out. */
/** A fitted projection onto the leading components. */
export interface Projection {
  /** The mean of each pixel, of x/255. */
  readonly mean: Float64Array;
  /** components x pixels, of length 1. */
  readonly components: Float64Array;
}

/** Scores of images, and how far each lies from its reconstruction by all components. */
export class Projector {
  readonly components: number;
  /** pixels x components, divided by 255, so that whole images can be read pixel by pixel. */
  readonly #byPixel: Float64Array;
  readonly #offset: Float64Array;
  readonly #mean: Float64Array;
  readonly #scores: Float64Array;

  constructor({ mean, components }: Projection) {
    const pixels = mean.length;
    const count = components.length / pixels;
    this.components = count;
    this.#mean = mean;
    this.#byPixel = new Float64Array(components.length);
    this.#offset = new Float64Array(count);
    this.#scores = new Float64Array(count);
    for (let component = 0; component < count; component += 1) {
      for (let pixel = 0; pixel < pixels; pixel += 1) {
        const weight = components[component * pixels + pixel]!;
        this.#byPixel[pixel * count + component] = weight / 255;
        this.#offset[component]! -= weight * mean[pixel]!;
      }
    }
  }

  /** Scores of one image; the array is used again by the next call. */
  scores(images: Uint8Array, image: number): Float64Array {
    const [scores, byPixel, count] = [this.#scores, this.#byPixel, this.components];
    scores.set(this.#offset);
    const pixels = this.#mean.length;
    for (let pixel = 0; pixel < pixels; pixel += 1) {
      const value = images[image * pixels + pixel]!;
      if (value === 0) continue;
      const row = pixel * count;
      for (let component = 0; component < count; component += 1) {
        scores[component]! += value * byPixel[row + component]!;
      }
    }
    return scores;
  }

  /**
   * Euclidean distance between an image (x/255) and its reconstruction. The components are orthonormal, so its square is
   * that of the centred image less that of its scores.
   */
  residual(images: Uint8Array, image: number): number {
    let squares = 0;
    const pixels = this.#mean.length;
    for (let pixel = 0; pixel < pixels; pixel += 1) {
      const centred = images[image * pixels + pixel]! / 255 - this.#mean[pixel]!;
      squares += centred * centred;
    }
    for (const score of this.scores(images, image)) squares -= score * score;
    return Math.sqrt(Math.max(0, squares));
  }
}
