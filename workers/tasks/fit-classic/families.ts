/**
 * The families that are no network: how each is fitted, and how the arrays it leaves become a model again. A fit is scored
 * with the model read back from its own arrays, so what is stored is what was scored.
 */
import { pixelsOf, type DataShape } from '../../../src/core/dataset/shape';
import type { ImageBatch } from '../../../src/core/dataset/types';
import { LookbookError } from '../../../src/core/errors';
import { inputFor, prepareValues, rawPipeline, type ModelInput } from '../../../src/core/features/input';
import type { FittedPipeline } from '../../../src/core/features/types';
import { MODEL_PREFIX, type ClassicSpec } from '../../../src/core/models/card';
import { centroidProbabilities, fittingCentroids } from '../../../src/core/models/centroid';
import { fitKnn, knnProbabilities, nearestNeighbours } from '../../../src/core/models/knn';
import { fittingLinear, linearProbabilities } from '../../../src/core/models/linear';
import { fitMajority, majorityProbabilities } from '../../../src/core/models/majority';
import type { NdArray } from '../../../src/core/results/types';
import type { TaskContext } from '../types';

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

/**
 * What a family looks at: the pipeline's values; without one, pixels divided by 255, or raw ones for the neighbours, which
 * are compared as bytes.
 */
export function surroundingsOf(
  { family }: ClassicSpec,
  pipeline: FittedPipeline | undefined,
  data: DataShape,
  context: Pick<TaskContext, 'turn' | 'report'>,
): Surroundings {
  return {
    input: inputFor(pipeline ?? (family === 'knn' ? rawPipeline(data) : undefined), data),
    classes: data.classes.length,
    turn: () => context.turn(),
    report: (stage, done, total, unit) => context.report({ stage, done, total, unit }),
  };
}

export interface ClassicFit {
  readonly arrays: ModelArrays;
  /** Numbers that the model keeps. */
  readonly parameters: number;
  /** How often each image was looked at. */
  readonly passes: number;
}

/** Probabilities, count x classes, of raw images (count x pixels). */
export type ClassicPredictor = (images: Uint8Array) => Promise<Float32Array>;

/** What a family knows; `S` is its part of ClassicSpec. */
interface ClassicFamily<S> {
  fit(spec: S, train: ImageBatch, around: Surroundings): Promise<ClassicFit>;
  predictor(spec: S, arrays: ModelArrays, around: Surroundings): ClassicPredictor;
}

const name = (array: string): string => `${MODEL_PREFIX}${array}`;

/** @throws LookbookError `storage/corrupt` if the array is missing or of another type */
function arrayOf<T extends Float64Array | Uint8Array>(
  arrays: ModelArrays,
  array: string,
  type: new (length: number) => T,
): T {
  const data = arrays[name(array)]?.data;
  if (!(data instanceof type)) throw new LookbookError('storage/corrupt', `The model's "${array}" cannot be read.`);
  return data;
}

/** Runs a fit that comes in pieces, with a turn after each. */
async function inPieces<P, R>(
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

/** Predicts slices of the images, with a turn after each. */
async function inSlices(
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

const majority: ClassicFamily<Extract<ClassicSpec, { family: 'majority' }>> = {
  async fit(_spec, { labels }, { classes }) {
    const { shares } = fitMajority(labels, classes);
    return { arrays: { [name('shares')]: { data: shares, shape: [classes] } }, parameters: classes, passes: 1 };
  },
  predictor(_spec, arrays, { input }) {
    const shares = arrayOf(arrays, 'shares', Float64Array);
    return async (images) => Float32Array.from(majorityProbabilities({ shares }, images.length / pixelsOf(input.raw)));
  },
};

/** Images whose predictions are worked out between two turns: some 10 ms with whole images. */
const PREDICTED_AT_ONCE = 1000;

const centroid: ClassicFamily<Extract<ClassicSpec, { family: 'centroid' }>> = {
  async fit(_spec, { images, labels }, { input, classes, turn }) {
    const values = await prepareValues(input, images, turn);
    const { centroids, sharpness } = await inPieces(fittingCentroids(values, labels, input.size, classes), turn);
    return {
      arrays: {
        [name('centroids')]: { data: centroids, shape: [classes, input.size] },
        [name('sharpness')]: { data: Float64Array.of(sharpness), shape: [1] },
      },
      parameters: centroids.length + 1,
      passes: 1,
    };
  },
  predictor(_spec, arrays, { input, classes, turn }) {
    const model = {
      centroids: arrayOf(arrays, 'centroids', Float64Array),
      sharpness: arrayOf(arrays, 'sharpness', Float64Array)[0]!,
      classes,
      size: input.size,
    };
    return async (images) => {
      const values = await prepareValues(input, images, turn);
      return inSlices(images.length / pixelsOf(input.raw), PREDICTED_AT_ONCE, { classes, turn }, (from, to) =>
        centroidProbabilities(model, values.subarray(from * input.size, to * input.size), to - from),
      );
    };
  },
};

/** Pairs of images compared between two turns: some 45 ms. */
const PAIRS_AT_ONCE = 200_000;

/** @throws LookbookError `params/invalid` for features that are not whole numbers of 0 to 255 */
function requireBytes({ layout }: ModelInput): void {
  if (layout.values === 'bytes') return;
  throw new LookbookError(
    'params/invalid',
    'The k nearest neighbours are found exactly, on pixels of 0 to 255: give them raw pixels, or features that leave ' +
      'pixels as they are (crop, mask, centre of mass).',
  );
}

async function bytesOf(images: Uint8Array, { input, turn }: Surroundings): Promise<Uint8Array> {
  return input.pipeline.steps.length === 0 ? images : Uint8Array.from(await prepareValues(input, images, turn));
}

const knn: ClassicFamily<Extract<ClassicSpec, { family: 'knn' }>> = {
  async fit({ k }, { images, labels }, around) {
    requireBytes(around.input);
    const count = labels.length;
    if (!Number.isInteger(k) || k < 1 || k > count) {
      throw new LookbookError(
        'params/invalid',
        `The number of neighbours must lie between 1 and the ${count} images fitted on, not ${k}.`,
      );
    }
    const vectors = await bytesOf(images, around);
    return {
      arrays: {
        [name('vectors')]: { data: vectors, shape: [count, around.input.size] },
        [name('labels')]: { data: labels, shape: [count] },
      },
      parameters: vectors.length,
      passes: 1,
    };
  },
  predictor({ k }, arrays, around) {
    const { input, classes, report } = around;
    const labels = arrayOf(arrays, 'labels', Uint8Array);
    const image = input.layout.kind === 'image' ? input.layout : undefined;
    const model = fitKnn(arrayOf(arrays, 'vectors', Uint8Array), labels, input.size, classes, image);
    const slice = Math.max(1, Math.floor(PAIRS_AT_ONCE / model.count));
    return async (images) => {
      const queries = await bytesOf(images, around);
      const count = images.length / pixelsOf(input.raw);
      return inSlices(count, slice, around, (from, to) => {
        report('Looking for neighbours', from, count, 'images');
        return knnProbabilities(model, nearestNeighbours(model, queries, k, from, to), k);
      });
    };
  },
};

/**
 * Looser than the fit's own default: on 10,000 images and the 12 named features it ends after 157 passes instead of 322
 * with an objective that differs by 1e-5 and the same accuracy.
 */
const TOLERANCE = 1e-4;

const linear: ClassicFamily<Extract<ClassicSpec, { family: 'linear' }>> = {
  async fit({ penalty }, { images, labels }, { input, classes, turn, report }) {
    const values = await prepareValues(input, images, turn);
    const options = { l2: penalty, tolerance: TOLERANCE };
    const fitting = fittingLinear(values, labels, input.size, classes, options);
    const { model, passes } = await inPieces(fitting, turn, ({ iterations }) =>
      report('Fitting a linear model', iterations, 0, 'iterations'),
    );
    return {
      arrays: {
        [name('weights')]: { data: model.weights, shape: [classes, input.size] },
        [name('bias')]: { data: model.bias, shape: [classes] },
      },
      parameters: model.weights.length + model.bias.length,
      passes,
    };
  },
  predictor(_spec, arrays, { input, classes, turn }) {
    const model = {
      weights: arrayOf(arrays, 'weights', Float64Array),
      bias: arrayOf(arrays, 'bias', Float64Array),
      classes,
      size: input.size,
    };
    return async (images) => {
      const values = await prepareValues(input, images, turn);
      return inSlices(images.length / pixelsOf(input.raw), PREDICTED_AT_ONCE, { classes, turn }, (from, to) =>
        linearProbabilities(model, values.subarray(from * input.size, to * input.size), to - from),
      );
    };
  },
};

const FAMILIES: { readonly [F in ClassicSpec['family']]: ClassicFamily<Extract<ClassicSpec, { family: F }>> } = {
  majority,
  centroid,
  knn,
  linear,
};

const familyOf = (spec: ClassicSpec): ClassicFamily<ClassicSpec> =>
  FAMILIES[spec.family] as unknown as ClassicFamily<ClassicSpec>;

/** @throws LookbookError `params/invalid` for what the family cannot be fitted with, `train/diverged` for values that are no numbers */
export function fitClassic(spec: ClassicSpec, train: ImageBatch, around: Surroundings): Promise<ClassicFit> {
  return familyOf(spec).fit(spec, train, around);
}

/** The model that these arrays are. @throws LookbookError `storage/corrupt` if one is missing */
export function classicPredictor(spec: ClassicSpec, arrays: ModelArrays, around: Surroundings): ClassicPredictor {
  return familyOf(spec).predictor(spec, arrays, around);
}
