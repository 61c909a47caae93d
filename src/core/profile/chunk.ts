/** The profile of a run of images: what one worker counts, and what several of them add up to. */
import { pixelsOf } from '../dataset/shape';
import { type ImageBatch, type SplitName } from '../dataset/types';
import { FEATURE_COUNT, namedFeatures } from '../features/named';
import type { NdArray } from '../results/types';
import { HASH_BYTES, hashImages } from './duplicates';
import { addImages, emptyPixelCounts, pixelCountArrays, pixelCountsOf, type PixelCounts } from './pixels';
import type { InvalidCounts } from './types';
import { NOTHING_INVALID, addInvalid, countInvalid } from './validity';

/** Everything that later steps need of some images of one split, without their pixels. */
export interface ChunkProfile {
  readonly split: SplitName;
  readonly start: number;
  readonly invalid: InvalidCounts;
  readonly counts: PixelCounts;
  /** count x 12. */
  readonly features: Float32Array;
  /** count x 32. */
  readonly hashes: Uint8Array;
  readonly labels: Uint8Array;
  readonly indices: Uint32Array;
}

/** Profiles images step by step, so that a worker can listen between the steps. */
export class ChunkProfiler {
  readonly #batch: ImageBatch;
  readonly #classes: number;
  readonly #pixels: number;
  readonly #counts: PixelCounts;
  readonly #features: Float32Array;
  readonly #hashes: Uint8Array;
  readonly count: number;
  #invalid: InvalidCounts = NOTHING_INVALID;
  #done = 0;

  constructor(batch: ImageBatch, classes: number) {
    this.#batch = batch;
    this.#classes = classes;
    this.#pixels = pixelsOf(batch);
    this.#counts = emptyPixelCounts(classes, this.#pixels);
    this.count = Math.floor(batch.images.length / this.#pixels);
    this.#features = new Float32Array(this.count * FEATURE_COUNT);
    this.#hashes = new Uint8Array(this.count * HASH_BYTES);
  }

  /** Images profiled so far. */
  get done(): number {
    return this.#done;
  }

  /** Profiles the next images, at most `limit`. */
  step(limit: number): void {
    const from = this.#done;
    const to = Math.min(this.count, from + limit);
    // The last step also sees a torn image at the end, if there is one.
    const end = to === this.count ? this.#batch.images.length : to * this.#pixels;
    const images = this.#batch.images.subarray(from * this.#pixels, end);
    const labels = this.#batch.labels.subarray(from, to);
    this.#invalid = addInvalid(this.#invalid, countInvalid(images, labels, this.#classes, this.#pixels));
    addImages(this.#counts, images, labels);
    this.#features.set(namedFeatures(images, to - from, this.#batch), from * FEATURE_COUNT);
    this.#hashes.set(hashImages(images, this.#pixels), from * HASH_BYTES);
    this.#done = to;
  }

  finish(split: SplitName, start: number): ChunkProfile {
    return {
      split,
      start,
      invalid: this.#invalid,
      counts: this.#counts,
      features: this.#features,
      hashes: this.#hashes,
      labels: this.#batch.labels.slice(0, this.count),
      indices: this.#batch.indices.slice(0, this.count),
    };
  }
}

/** Profiles a batch at once. */
export function profileBatch(split: SplitName, start: number, batch: ImageBatch, classes: number): ChunkProfile {
  const profiler = new ChunkProfiler(batch, classes);
  profiler.step(Math.max(1, profiler.count));
  return profiler.finish(split, start);
}

/** The arrays of a chunk's profile, to store. */
export function chunkArrays(chunk: ChunkProfile): Record<string, NdArray> {
  const count = chunk.features.length / FEATURE_COUNT;
  return {
    ...pixelCountArrays(chunk.counts),
    features: { data: chunk.features, shape: [count, FEATURE_COUNT] },
    hashes: { data: chunk.hashes, shape: [count, HASH_BYTES] },
    labels: { data: chunk.labels, shape: [chunk.labels.length] },
    indices: { data: chunk.indices, shape: [chunk.indices.length] },
  };
}

/** Inverse of {@link chunkArrays}. @throws TypeError if an array is missing or of another type */
export function chunkOf(
  about: Pick<ChunkProfile, 'split' | 'start' | 'invalid'>,
  arrays: Readonly<Record<string, NdArray>>,
): ChunkProfile {
  const features = arrays['features']?.data;
  const hashes = arrays['hashes']?.data;
  const labels = arrays['labels']?.data;
  const indices = arrays['indices']?.data;
  if (
    !(features instanceof Float32Array) ||
    !(hashes instanceof Uint8Array) ||
    !(labels instanceof Uint8Array) ||
    !(indices instanceof Uint32Array)
  ) {
    throw new TypeError('chunkOf: an array is missing or of another type');
  }
  const { split, start, invalid } = about;
  return { split, start, invalid, counts: pixelCountsOf(arrays), features, hashes, labels, indices };
}

/** Splits a number of images into runs [start, end) of at most `size`. */
export function runsOf(count: number, size: number): { start: number; end: number }[] {
  return Array.from({ length: Math.ceil(count / size) }, (_, run) => ({
    start: run * size,
    end: Math.min(count, (run + 1) * size),
  }));
}
