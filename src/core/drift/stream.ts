/**
 * The stream: images that come in, in batches, each image at most once; and what is made to happen to it.
 * Batches are numbered from 1, as people count them.
 */
import { type ImageBatch } from '../dataset/types';
import { LookbookError } from '../errors';
import { derive, randomSource, shuffle } from '../seed';
import { CORRUPTIONS, corruptImages, requireSeverity } from './corruptions';
import type { Scenario } from './scenarios';
import { takeImages } from '../dataset/batch';
import { percent } from '../words/numbers';

/** What the summer takes with it as autumn comes, where classes are garments. */
const SUMMER: readonly string[] = ['T-shirt/top', 'Dress', 'Sandal', 'Sneaker'];

/** Labels of the classes that `class-mix` makes rare: what is worn in summer, or every other class of a set without it. */
export function fadingClasses(classes: readonly string[]): number[] {
  const summer = classes.flatMap((name, label) => (SUMMER.includes(name) ? [label] : []));
  return summer.length > 0 ? summer : classes.flatMap((_, label) => (label % 2 === 0 ? [label] : []));
}

/** The most classes that a sentence names. */
const MOST_NAMED = 6;

/** A scenario as a sentence. */
export function describeScenario({ type, severity, fromBatch }: Scenario, classes: readonly string[]): string {
  if (type === 'none' || severity === 0) return 'The stream does not drift.';
  if (type !== 'class-mix') return `From batch ${fromBatch} on: ${CORRUPTIONS[type].describe(severity)}.`;
  const fading = fadingClasses(classes).map((label) => classes[label]!);
  const more = fading.length > MOST_NAMED ? ` and ${fading.length - MOST_NAMED} more classes` : '';
  const names = `${fading.slice(0, MOST_NAMED).join(', ')}${more}`;
  return `From batch ${fromBatch} on: ${percent(severity, 0)} fewer images of ${names}.`;
}

/**
 * Cuts a stream into batches of nearly equal size (they differ by at most one), in a seeded random order.
 *
 * Not in the order of the official file, because images there lie slightly in clusters: over its 120 blocks of 500 the
 * accuracy of a nearest-centroid model varies 1.3 times as much as among random blocks (p = 0.013), and the class counts
 * are uneven too (p = 0.023). Only images in random order make a stream of which "without drift" is exactly true. Nor in
 * the order of the split, whose batches would be more alike than anything that comes in by chance.
 * @param indices index of each stream image in the official file, in any order: the batches depend on the set alone
 * @returns for each batch, positions into `indices`
 * @throws LookbookError `params/invalid` for fewer images than batches
 */
export function streamBatches(indices: Uint32Array, batches: number, seed: number): Uint32Array[] {
  if (!Number.isInteger(batches) || batches < 1 || batches > indices.length) {
    throw new LookbookError(
      'params/invalid',
      `A stream of ${indices.length} images cannot be cut into ${batches} batches: each needs an image.`,
    );
  }
  const order = Uint32Array.from(indices.keys()).sort((a, b) => indices[a]! - indices[b]!);
  shuffle(order, randomSource(derive(seed, 'drift', 'stream')));
  return Array.from({ length: batches }, (_, batch) =>
    order.slice(Math.round((batch * order.length) / batches), Math.round(((batch + 1) * order.length) / batches)),
  );
}

/**
 * Positions of the images that a class mix lets through: an image of a class of weight w is kept with chance w, by a coin
 * that depends on the seed and the image's own index. Images are dropped and never drawn twice, so no image comes in more
 * than once; batches get smaller.
 */
export function thinClasses(
  labels: ArrayLike<number>,
  indices: ArrayLike<number>,
  weights: readonly number[],
  seed: number,
): Uint32Array {
  const kept: number[] = [];
  for (let i = 0; i < labels.length; i += 1) {
    const coin = derive(seed, 'drift', 'class-mix', indices[i]!) / 2 ** 32;
    if (coin < (weights[labels[i]!] ?? 1)) kept.push(i);
  }
  return Uint32Array.from(kept);
}

/**
 * A batch as the scenario lets it come in; the very same batch before the onset.
 * @param batchNumber from 1
 * @throws LookbookError `params/invalid` for a severity outside [0, 1]
 */
export function applyScenario(
  batch: ImageBatch,
  batchNumber: number,
  scenario: Scenario,
  seed: number,
  classes: readonly string[],
): ImageBatch {
  const { type, severity, fromBatch } = scenario;
  requireSeverity(severity);
  if (type === 'none' || severity === 0 || batchNumber < fromBatch) return batch;
  if (type !== 'class-mix') {
    return { ...batch, images: corruptImages(batch, type, severity, seed) };
  }
  const fading = fadingClasses(classes);
  const weights = classes.map((_, label) => (fading.includes(label) ? 1 - severity : 1));
  return takeImages(batch, thinClasses(batch.labels, batch.indices, weights, seed));
}
