/** A small world on real images for the drift tests: the training part, its named features, and a model cheap enough to fit. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { CLASSES, PIXELS, SIDE, CLASS_NAMES } from '../../../src/core/dataset/fashion-mnist';
import type { ImageBatch } from '../../../src/core/dataset/types';
import { splitIndices } from '../../../src/core/dataset/splits';
import { featureColumns, modelColumns, type Column } from '../../../src/core/drift/columns';
import { takeImages } from '../../../src/core/dataset/batch';
import { FEATURE_COUNT, namedFeatures } from '../../../src/core/features/named';
import { derive } from '../../../src/core/seed';

const FOLDERS = [process.env.FASHION_MNIST_DIR, '/usr/share/datasets/fashion-mnist', '.cache/fashion-mnist'];

function readIdx(name: string, header: number): Uint8Array {
  const folder = FOLDERS.find((candidate) => candidate && existsSync(join(candidate, `${name}.gz`)));
  if (!folder) throw new Error(`${name}.gz is in none of ${FOLDERS.join(', ')}: install dataset-fashion-mnist.`);
  return gunzipSync(readFileSync(join(folder, `${name}.gz`))).subarray(header);
}

export interface World {
  readonly all: ImageBatch;
  /** Named features of all images. */
  readonly features: Float32Array;
  /** 7 x 7 means of all images, 0-1. */
  readonly small: Float32Array;
}

const CELLS = 49;

function shrink(images: Uint8Array): Float32Array {
  const count = images.length / PIXELS;
  const small = new Float32Array(count * CELLS);
  for (let i = 0; i < count; i += 1) {
    for (let y = 0; y < SIDE; y += 1) {
      for (let x = 0; x < SIDE; x += 1) {
        small[i * CELLS + (y >> 2) * 7 + (x >> 2)]! += images[i * PIXELS + y * SIDE + x]! / (16 * 255);
      }
    }
  }
  return small;
}

/** The training part of the official files. @throws Error if they are not installed */
export function readTraining(): ImageBatch {
  const images = readIdx('train-images-idx3-ubyte', 16);
  const labels = readIdx('train-labels-idx1-ubyte', 8);
  return { images, labels, indices: Uint32Array.from(labels.keys()), height: 28, width: 28 };
}

export function loadWorld(): World {
  const all = readTraining();
  return { all, features: namedFeatures(all.images, all.labels.length, all), small: shrink(all.images) };
}

/** Softmax of minus the squared distance to each class' mean of 7 x 7 means: about 0.66 accurate. */
class CentroidModel {
  readonly #centroids = new Float64Array(CLASSES * CELLS);

  constructor(world: World, train: Uint32Array) {
    const counts = new Float64Array(CLASSES);
    for (const index of train) {
      const label = world.all.labels[index]!;
      counts[label]! += 1;
      for (let k = 0; k < CELLS; k += 1) this.#centroids[label * CELLS + k]! += world.small[index * CELLS + k]!;
    }
    for (let k = 0; k < this.#centroids.length; k += 1) this.#centroids[k]! /= counts[Math.floor(k / CELLS)]!;
  }

  probabilities(small: Float32Array): Float64Array {
    const count = small.length / CELLS;
    const out = new Float64Array(count * CLASSES);
    for (let i = 0; i < count; i += 1) {
      let sum = 0;
      for (let c = 0; c < CLASSES; c += 1) {
        let distance = 0;
        for (let k = 0; k < CELLS; k += 1) distance += (small[i * CELLS + k]! - this.#centroids[c * CELLS + k]!) ** 2;
        const weight = Math.exp(-3 * distance);
        out[i * CLASSES + c] = weight;
        sum += weight;
      }
      for (let c = 0; c < CLASSES; c += 1) out[i * CLASSES + c]! /= sum;
    }
    return out;
  }
}

/** Everything Monitor would measure for one seed of the splits. */
export class Setting {
  readonly splits: ReturnType<typeof splitIndices>;
  readonly #world: World;
  readonly #model: CentroidModel;

  constructor(world: World, seed: number) {
    this.#world = world;
    this.splits = splitIndices(world.all.labels, derive(seed, 'splits'));
    this.#model = new CentroidModel(world, this.splits.train);
  }

  images(indices: Uint32Array): ImageBatch {
    return takeImages(this.#world.all, indices);
  }

  /** Columns of images, measured anew if they may have been changed. */
  columns(batch: ImageBatch, changed: boolean): Column[] {
    const { features, small } = this.#measure(batch, changed);
    return [...featureColumns(features), ...modelColumns(this.#model.probabilities(small), CLASS_NAMES)];
  }

  correct(columns: readonly Column[], labels: Uint8Array): number {
    const predicted = columns.find((column) => column.id === 'prediction')!.values;
    return labels.reduce((sum, label, i) => sum + (predicted[i] === label ? 1 : 0), 0);
  }

  #measure(batch: ImageBatch, changed: boolean): { features: Float32Array; small: Float32Array } {
    const count = batch.labels.length;
    if (changed) return { features: namedFeatures(batch.images, count, batch), small: shrink(batch.images) };
    const features = new Float32Array(count * FEATURE_COUNT);
    const small = new Float32Array(count * CELLS);
    for (const [i, index] of batch.indices.entries()) {
      features.set(
        this.#world.features.subarray(index * FEATURE_COUNT, (index + 1) * FEATURE_COUNT),
        i * FEATURE_COUNT,
      );
      small.set(this.#world.small.subarray(index * CELLS, (index + 1) * CELLS), i * CELLS);
    }
    return { features, small };
  }
}
