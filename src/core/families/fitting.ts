/**
 * The contract of a model that is fitted without a network: how it is fitted, and how the arrays it leaves become a model again.
 * A fit is scored with the model read back from its own arrays, so what is stored is what was scored.
 */
import { pixelsOf } from '../dataset/shape';
import type { ImageBatch } from '../dataset/types';
import { LookbookError } from '../errors';
import { prepareValues, type ModelInput } from '../features/input';
import { MODEL_PREFIX, type ClassicSpec } from '../models/card';
import type { NdArray } from '../results/types';

/** A model's arrays by full name, as a result holds them. */
export type ModelArrays = Readonly<Record<string, NdArray>>;

/** What fitting and predicting get from the task around them. */
export interface Surroundings {
  readonly input: ModelInput;
  /** How many the data set has. */
  readonly classes: number;
  turn(): Promise<void>;
  report(stage: string, done: number, total: number, unit: string): void;
}

export interface FittedModel {
  readonly arrays: ModelArrays;
  /** Numbers that the model keeps. */
  readonly parameters: number;
  /** How often each image was looked at. */
  readonly passes: number;
}

/** Probabilities, count x classes, of raw images (count x pixels). */
export type Predictor = (images: Uint8Array) => Promise<Float32Array>;

/** What `fit.ts` of a family's folder exports as `fit`; `S` is what its card says of it. */
export interface ClassicFit<S extends ClassicSpec = ClassicSpec> {
  /** Compares images as bytes: without features it is given raw pixels, and not pixels divided by 255. */
  readonly raw?: boolean;
  /** @throws LookbookError `params/invalid` for what it cannot be fitted with, `train/diverged` for values that are no numbers */
  fit(spec: S, train: ImageBatch, around: Surroundings): Promise<FittedModel>;
  /** The model that these arrays are. @throws LookbookError `storage/corrupt` if one is missing */
  predictor(spec: S, arrays: ModelArrays, around: Surroundings): Predictor;
}

/** Erases a fit's own settings, for the registry: a card holds what `fit` was given. */
export const defineFit = <S extends ClassicSpec>(fit: ClassicFit<S>): ClassicFit => fit as unknown as ClassicFit;

/** The full name of a model's array. */
export const arrayName = (array: string): string => `${MODEL_PREFIX}${array}`;

/** @throws LookbookError `storage/corrupt` if the array is missing or of another type */
export function arrayOf<T extends Float64Array | Uint8Array>(
  arrays: ModelArrays,
  array: string,
  type: new (length: number) => T,
): T {
  const data = arrays[arrayName(array)]?.data;
  if (!(data instanceof type)) throw new LookbookError('storage/corrupt', `The model's "${array}" cannot be read.`);
  return data;
}

/** Runs a fit that comes in pieces, with a turn after each. */
export async function inPieces<P, R>(
  fitting: Generator<P, R>,
  turn: () => Promise<void>,
  onPiece?: (piece: P) => void,
): Promise<R> {
  let step = fitting.next();
  while (!step.done) {
    onPiece?.(step.value);
    await turn();
    step = fitting.next();
  }
  return step.value;
}

/** Images whose predictions are worked out between two turns: some 10 ms with whole images. */
const PREDICTED_AT_ONCE = 1000;

/** Predicts slices of the images, with a turn after each. */
export async function inSlices(
  count: number,
  slice: number,
  { classes, turn }: Pick<Surroundings, 'classes' | 'turn'>,
  probabilitiesOf: (from: number, to: number) => Float64Array,
): Promise<Float32Array> {
  const out = new Float32Array(count * classes);
  for (let from = 0; from < count; from += slice) {
    out.set(probabilitiesOf(from, Math.min(count, from + slice)), from * classes);
    await turn();
  }
  return out;
}

/** How many raw images these are. */
export const countOf = (images: Uint8Array, { raw }: ModelInput): number => images.length / pixelsOf(raw);

/** Predicts raw images by what the model looks at: `of` gives the probabilities of count x size values. */
export async function byValues(
  images: Uint8Array,
  { input, classes, turn }: Surroundings,
  of: (values: Float32Array, count: number) => Float64Array,
): Promise<Float32Array> {
  const values = await prepareValues(input, images, turn);
  return inSlices(countOf(images, input), PREDICTED_AT_ONCE, { classes, turn }, (from, to) =>
    of(values.subarray(from * input.size, to * input.size), to - from),
  );
}
