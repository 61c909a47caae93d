/** Each method over a network: attributions in raw pixels, through whatever pipeline the network was trained on. */
import { pixelsOf } from '../../../src/core/dataset/shape';
import { noisy, randomPaths, single, straightPath } from '../../../src/core/explain/draws';
import { explainByLime, limePixels } from '../../../src/core/explain/lime';
import type { Method } from '../../../src/core/explain/methods';
import { probabilitiesOf } from '../../../src/core/models/softmax';
import { derive } from '../../../src/core/seed';
import { logitsOf, meanGradients } from '../../engine/attribute';
import type { Network } from '../../engine/build';
import { prepareValues } from '../../engine/input';
import type { LimeCheck } from './types';

/** Standard deviation of SmoothGrad's noise, relative to the image's range; its authors found 10 to 20 % best. */
export const NOISE_SHARE = 0.15;

export interface Subject {
  readonly network: Network;
  /** images x pixels */
  readonly raw: Uint8Array;
  /** Class explained for each image. */
  readonly targets: Uint8Array;
}

export interface Conditions {
  readonly samples: number;
  readonly seed: number;
  /** Training images, rows x pixels. */
  readonly background: Uint8Array;
  /** Called between batches with the number of images that are done. */
  readonly turn: (done: number) => Promise<void>;
}

export interface Attributions {
  /** images x pixels */
  readonly pixels: Float32Array;
  /** Logits (one a class) from which attributions should add up to those of the image; left out where they need not. */
  readonly base?: Float64Array;
  /** One an image, from LIME. */
  readonly lime?: readonly LimeCheck[];
}

/** Mean of images, pixel by pixel. @param images count x pixels, 0-255 */
function meanImage(images: Uint8Array, pixels: number): Float32Array {
  const sums = new Float64Array(pixels);
  for (let at = 0, pixel = 0; at < images.length; at += 1, pixel = pixel + 1 === pixels ? 0 : pixel + 1)
    sums[pixel]! += images[at]!;
  return Float32Array.from(sums, (sum) => (sum * pixels) / images.length);
}

/** Column means of rows x classes. */
function meanLogits(logits: Float32Array, classes: number): Float64Array {
  const means = new Float64Array(classes);
  logits.forEach((value, at) => (means[at % classes]! += value));
  return means.map((sum) => (sum * classes) / logits.length);
}

async function gradients(subject: Subject, { samples, seed, turn }: Conditions, smooth: boolean) {
  const { network, raw, targets } = subject;
  const { input } = network;
  const values = await prepareValues(input, raw, () => turn(0));
  const mean = await meanGradients(
    network,
    values,
    targets,
    (image, row) => (smooth ? noisy(image, samples, NOISE_SHARE, derive(seed, 'noise', row)) : single(image)),
    turn,
  );
  return input.pullBack(raw, targets.length, mean, 'gradient');
}

async function integrated(subject: Subject, conditions: Conditions, from: Float32Array): Promise<Attributions> {
  const { network, raw, targets } = subject;
  const { input } = network;
  const idle = (): Promise<void> => conditions.turn(0);
  const baseline = input.values(from, 1);
  const values = await prepareValues(input, raw, idle);
  const sums = await meanGradients(
    network,
    values,
    targets,
    (image) => straightPath(image, baseline, conditions.samples),
    conditions.turn,
  );
  return {
    pixels: input.pullBack(raw, targets.length, sums, 'attribution'),
    base: Float64Array.from(await logitsOf(network, baseline, idle)),
  };
}

/** Expected gradients with the background's images as baselines. */
export async function expectedGradients(subject: Subject, conditions: Conditions): Promise<Attributions> {
  const { network, raw, targets } = subject;
  const { input } = network;
  const idle = (): Promise<void> => conditions.turn(0);
  const background = await prepareValues(input, conditions.background, idle);
  const values = await prepareValues(input, raw, idle);
  const sums = await meanGradients(
    network,
    values,
    targets,
    (image, row) => randomPaths(image, background, conditions.samples, derive(conditions.seed, 'draws', row)),
    conditions.turn,
  );
  return {
    pixels: input.pullBack(raw, targets.length, sums, 'attribution'),
    base: meanLogits(await logitsOf(network, background, idle), network.classes),
  };
}

/** Probabilities of raw images. */
export async function probabilitiesAt(
  network: Network,
  raw: Uint8Array,
  count: number,
  turn: () => Promise<void>,
): Promise<Float32Array> {
  return probabilitiesOf(await logitsOf(network, network.input.values(raw, count), turn), network.classes);
}

async function lime({ network, raw, targets }: Subject, { samples, seed, turn }: Conditions): Promise<Attributions> {
  const size = network.input.raw;
  const each = pixelsOf(size);
  const pixels = new Float32Array(raw.length);
  const checks: LimeCheck[] = [];
  for (let row = 0; row < targets.length; row += 1) {
    const target = targets[row]!;
    const { weights, r2, stability } = await explainByLime(
      raw.subarray(row * each, (row + 1) * each),
      { size, classes: network.classes, samples, seed: derive(seed, 'lime', row) },
      (images, count) => probabilitiesAt(network, images, count, () => turn(row)),
    );
    const squares = weights.length / network.classes;
    pixels.set(limePixels(weights.subarray(target * squares, (target + 1) * squares), size), row * each);
    const stable = stability[target]!;
    checks.push({ r2: r2[target]!, stability: Number.isNaN(stable) ? null : stable });
  }
  return { pixels, lime: checks };
}

/** Attributions of each image's target; none (zeros) for `random`, whose orders are drawn where pixels are deleted. */
export async function explainBy(
  method: Method | 'random',
  subject: Subject,
  conditions: Conditions,
): Promise<Attributions> {
  const { raw, network } = subject;
  const size = pixelsOf(network.input.raw);
  switch (method) {
    case 'saliency':
      return { pixels: (await gradients(subject, conditions, false)).map(Math.abs) };
    case 'smoothgrad':
      return { pixels: (await gradients(subject, conditions, true)).map(Math.abs) };
    case 'gradient-x-input':
      return { pixels: (await gradients(subject, conditions, false)).map((value, pixel) => value * raw[pixel]!) };
    case 'integrated-gradients':
      return integrated(subject, conditions, new Float32Array(size));
    case 'integrated-gradients-mean':
      return integrated(subject, conditions, meanImage(conditions.background, size));
    case 'expected-gradients':
      return expectedGradients(subject, conditions);
    case 'lime':
      return lime(subject, conditions);
    case 'random':
      return { pixels: new Float32Array(raw.length) };
  }
}
