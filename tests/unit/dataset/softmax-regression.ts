/** A plain softmax regression for judging data sets in tests: mini-batches of 50, momentum, on x/255. */
import { CLASSES, PIXELS } from '../../../src/core/dataset/fashion-mnist';

export interface Labelled {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

const BATCH = 50;
const INPUTS = PIXELS + 1;

/** Trains on `train` in the order given and returns the accuracy on `judge`. */
export function softmaxAccuracy(train: Labelled, judge: Labelled, epochs: number, rate = 0.02): number {
  // Input-major, so that a black pixel is skipped for all classes at once.
  const weights = new Float64Array(INPUTS * CLASSES);
  const velocity = new Float64Array(weights.length);
  const gradient = new Float64Array(weights.length);
  const outputs = new Float64Array(CLASSES);
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    const step = rate / (1 + epoch);
    for (let start = 0; start < train.labels.length; start += BATCH) {
      const end = Math.min(start + BATCH, train.labels.length);
      gradient.fill(0);
      for (let index = start; index < end; index += 1) {
        score(weights, train.images, index, outputs);
        toProbabilities(outputs);
        outputs[train.labels[index]!]! -= 1;
        addOuter(gradient, train.images, index, outputs, 1 / (end - start));
      }
      for (let at = 0; at < weights.length; at += 1) {
        velocity[at] = 0.9 * velocity[at]! - step * gradient[at]!;
        weights[at]! += velocity[at]!;
      }
    }
  }
  let right = 0;
  for (let index = 0; index < judge.labels.length; index += 1) {
    score(weights, judge.images, index, outputs);
    if (outputs.indexOf(Math.max(...outputs)) === judge.labels[index]) right += 1;
  }
  return right / judge.labels.length;
}

function score(weights: Float64Array, images: Uint8Array, index: number, outputs: Float64Array): void {
  for (let label = 0; label < CLASSES; label += 1) outputs[label] = weights[PIXELS * CLASSES + label]!;
  for (let pixel = 0; pixel < PIXELS; pixel += 1) {
    const value = images[index * PIXELS + pixel]! / 255;
    if (value === 0) continue;
    for (let label = 0; label < CLASSES; label += 1) outputs[label]! += weights[pixel * CLASSES + label]! * value;
  }
}

function addOuter(sum: Float64Array, images: Uint8Array, index: number, errors: Float64Array, factor: number): void {
  for (let pixel = 0; pixel < INPUTS; pixel += 1) {
    const value = pixel === PIXELS ? factor : (factor * images[index * PIXELS + pixel]!) / 255;
    if (value === 0) continue;
    for (let label = 0; label < CLASSES; label += 1) sum[pixel * CLASSES + label]! += value * errors[label]!;
  }
}

function toProbabilities(values: Float64Array): void {
  const highest = Math.max(...values);
  let total = 0;
  for (let label = 0; label < CLASSES; label += 1) {
    values[label] = Math.exp(values[label]! - highest);
    total += values[label]!;
  }
  for (let label = 0; label < CLASSES; label += 1) values[label]! /= total;
}
