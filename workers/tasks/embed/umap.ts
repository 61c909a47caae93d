/**
 * UMAP (McInnes, Healy and Melville, arXiv:1802.03426) by the package umap-js, with two things taken out of its hands: it is
 * given exact neighbours, so that no approximate search is in the result, and it starts from the first two principal
 * components, scaled as umap-learn scales its start, rather than from random points, so that the large shape of the map is
 * the data's (Kobak and Linderman, Nature Biotechnology 39, 2021).
 */
import { UMAP } from 'umap-js';
import { randomSource } from '../../../src/core/seed';

export interface UmapOptions {
  /** The image itself included. */
  readonly neighbours: number;
  readonly minDistance: number;
  readonly epochs: number;
  readonly seed: number;
}

/** Half the width of the start, as in umap-learn. */
const START = 10;

/** The start: two columns of the scores, scaled together; images that lie on one point are drawn apart a little. */
function startFrom(scores: Float64Array, size: number, random: () => number): [number, number][] {
  const count = scores.length / size;
  let largest = 0;
  for (let image = 0; image < count; image += 1) {
    for (let axis = 0; axis < Math.min(2, size); axis += 1) {
      largest = Math.max(largest, Math.abs(scores[image * size + axis]!));
    }
  }
  const place = (image: number, axis: number): number =>
    (axis < size && largest > 0 ? (START * scores[image * size + axis]!) / largest : 0) + 1e-4 * (random() - 0.5);
  return Array.from({ length: count }, (_, image) => [place(image, 0), place(image, 1)]);
}

/** A map that is made pass by pass. */
export class Umap {
  readonly #umap: UMAP;
  readonly #points: number[][];
  readonly epochs: number;
  #epoch = 0;

  /**
   * @param scores images x size
   * @param indices images x (neighbours - 1): exact nearest others, the nearest first @param distances theirs
   */
  constructor(
    scores: Float64Array,
    size: number,
    indices: Int32Array,
    distances: Float64Array,
    { neighbours, minDistance, epochs, seed }: UmapOptions,
  ) {
    const random = randomSource(seed);
    const count = scores.length / size;
    const others = neighbours - 1;
    this.#umap = new UMAP({ nNeighbors: neighbours, minDist: minDistance, nEpochs: epochs, random });
    const rows = Array.from({ length: count }, (_, image) => image);
    this.#umap.setPrecomputedKNN(
      rows.map((image) => [image, ...indices.subarray(image * others, (image + 1) * others)]),
      rows.map((image) => [0, ...distances.subarray(image * others, (image + 1) * others)]),
    );
    this.epochs = this.#umap.initializeFit(rows.map((image) => [image]));
    // The optimisation moves these very points.
    this.#points = this.#umap.getEmbedding();
    startFrom(scores, size, random).forEach((start, image) => {
      this.#points[image]![0] = start[0];
      this.#points[image]![1] = start[1];
    });
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** One pass. */
  step(): void {
    this.#umap.step();
    this.#epoch += 1;
  }

  /** images x 2. */
  points(): Float32Array<ArrayBuffer> {
    const points = new Float32Array(this.#points.length * 2);
    this.#points.forEach((point, image) => points.set(point, image * 2));
    return points;
  }
}
