/**
 * How much better the best of many models looks for having been chosen on the images it is scored on: the bootstrap bias
 * correction of Tsamardinos, Greasidou and Borboudakis ("Bootstrapping the out-of-sample predictions for efficient and
 * accurate cross-validation", Machine Learning 107, 2018), on held-out predictions of each model.
 */
import { randomSource } from '../seed';
import { percentileInterval } from './bootstrap';

export interface ChoiceOptimism {
  /** Models among which was chosen. */
  readonly models: number;
  /** Accuracy of the best on all images. */
  readonly apparent: number;
  /** Mean accuracy, on the images not drawn, of the model that was best on those drawn. */
  readonly corrected: number;
  /** 95 %, percentiles of the resamples. */
  readonly interval: readonly [number, number];
  /** apparent - corrected. */
  readonly optimism: number;
}

/** Draws resamples one at a time, so that a caller can yield in between. */
export class OptimismBootstrap {
  readonly #right: readonly Uint8Array[];
  readonly #random: () => number;
  readonly #weights: Uint16Array;
  readonly #outOfBag: number[] = [];

  /** @param right one list a model: 1 where it is right, of equal length @throws RangeError without models or images */
  constructor(right: readonly Uint8Array[], seed: number) {
    const images = right[0]?.length ?? 0;
    if (images === 0 || right.some((list) => list.length !== images))
      throw new RangeError('optimism: needs models scored on the same images');
    this.#right = right;
    this.#random = randomSource(seed);
    this.#weights = new Uint16Array(images);
  }

  resample(): void {
    const weights = this.#weights.fill(0);
    const images = weights.length;
    for (let draw = 0; draw < images; draw += 1) weights[Math.floor(this.#random() * images)]! += 1;
    let best = -1;
    let outOfBag: number | undefined;
    for (const right of this.#right) {
      let inside = 0;
      let outside = 0;
      let left = 0;
      for (let image = 0; image < images; image += 1) {
        const weight = weights[image]!;
        inside += weight * right[image]!;
        if (weight > 0) continue;
        left += 1;
        outside += right[image]!;
      }
      if (inside <= best) continue;
      best = inside;
      outOfBag = left === 0 ? undefined : outside / left;
    }
    if (outOfBag !== undefined) this.#outOfBag.push(outOfBag);
  }

  /** @throws RangeError before any resample left an image out */
  finish(): ChoiceOptimism {
    if (this.#outOfBag.length === 0) throw new RangeError('optimism: no resample left an image out');
    const share = (right: Uint8Array): number => right.reduce((sum, one) => sum + one, 0) / right.length;
    const apparent = Math.max(...this.#right.map(share));
    const corrected = this.#outOfBag.reduce((sum, value) => sum + value, 0) / this.#outOfBag.length;
    const { low, high } = percentileInterval(corrected, this.#outOfBag);
    return { models: this.#right.length, apparent, corrected, interval: [low, high], optimism: apparent - corrected };
  }
}
