import { pixelsOf, type ImageSize } from '../../../src/core/dataset/shape';
import type { ImageBatch } from '../../../src/core/dataset/types';
import { LookbookError } from '../../../src/core/errors';
import { deletionCurve } from '../../../src/core/explain/deletion';
import { ATTRIBUTE_ARTIFACTS } from '../../../src/core/explain/methods';
import { completeness } from '../../../src/core/explain/path';
import { attributionOrder, bandShares, concentration } from '../../../src/core/explain/pixels';
import { probabilitiesOf } from '../../../src/core/models/softmax';
import type { NdArray, Output } from '../../../src/core/results/types';
import { derive, randomSource } from '../../../src/core/seed';
import { predictedClasses } from '../../../src/core/stats/classification';
import { logitsOf } from '../../engine/attribute';
import { assertBackendAlive } from '../../engine/backend';
import type { Network } from '../../engine/build';
import { prepareValues } from '../../engine/input';
import { dataOf } from '../inputs';
import type { Task, TaskContext } from '../types';
import { explainBy, probabilitiesAt, type Attributions } from './methods';
import { openNetwork } from '../model';
import type { AttributeSpec, AttributeSummary, ClassPattern, CompletenessCheck, ExplainedImage } from './types';
import { takeImages } from '../../../src/core/dataset/batch';

/** Rows of the split: the first `perClass` of each class, class by class. */
function firstOfEachClass(labels: Uint8Array, classes: number, perClass: number): number[] {
  const rows: number[][] = Array.from({ length: classes }, () => []);
  labels.forEach((label, row) => {
    if (rows[label]!.length < perClass) rows[label]!.push(row);
  });
  return rows.flat();
}

/** One image's values of count x size. */
const rowOf = (values: Float32Array, row: number, size: number): Float32Array =>
  values.subarray(row * size, (row + 1) * size);

/**
 * Mean attributions of the rightly named images of each class, and where in the image they lie.
 * @param attributions count x pixels @param size of an image
 */
function classPatterns(
  labels: Uint8Array,
  predicted: Uint8Array,
  attributions: Float32Array,
  classes: number,
  size: ImageSize,
): { patterns: ClassPattern[]; averages: Float32Array } {
  const pixels = pixelsOf(size);
  const averages = new Float32Array(classes * pixels);
  const patterns = Array.from({ length: classes }, (_, label): ClassPattern => {
    const ofClass = Array.from(labels.keys()).filter((row) => labels[row] === label);
    const right = ofClass.filter((row) => predicted[row] === label);
    const average = rowOf(averages, label, pixels);
    for (const row of right) {
      rowOf(attributions, row, pixels).forEach((value, pixel) => (average[pixel]! += value / right.length));
    }
    return { averaged: right.length, looked: ofClass.length, thirds: bandShares(average, size, 3) };
  });
  return { patterns, averages };
}

function completenessOf(
  { pixels, base }: Attributions,
  logits: Float32Array,
  predicted: Uint8Array,
  shown: readonly number[],
  size: number,
): CompletenessCheck[] | undefined {
  if (!base) return undefined;
  const classes = base.length;
  return shown.map((row) => {
    const target = predicted[row]!;
    const check = completeness(rowOf(pixels, row, size), logits[row * classes + target]!, base[target]!);
    return { ...check, residual: Number.isFinite(check.residual) ? check.residual : null };
  });
}

type Deletion = AttributeSummary['deletion'];

/** Curves of images whose pixels are blacked out, the strongest attribution first. */
async function deletionOf(
  network: Network,
  pictures: ImageBatch,
  predicted: Uint8Array,
  attributions: Float32Array,
  steps: number,
  turn: () => Promise<void>,
): Promise<Deletion> {
  const size = pixelsOf(pictures);
  const orders = Array.from(predicted, (_, row) => attributionOrder(rowOf(attributions, row, size)));
  const { deleted, mean, areas } = await deletionCurve(
    pictures.images,
    orders,
    predicted,
    { size, classes: network.classes, steps },
    (batch, points) => probabilitiesAt(network, batch, points, turn),
  );
  return { deleted: Array.from(deleted), mean: Array.from(mean), areas: Array.from(areas) };
}

/** The same for several random orders of every image, on average. */
async function randomDeletion(
  network: Network,
  pictures: ImageBatch,
  predicted: Uint8Array,
  { samples, deletionSteps }: AttributeSpec,
  seed: number,
  turn: () => Promise<void>,
): Promise<Deletion> {
  const curves: Deletion[] = [];
  for (let order = 0; order < samples; order += 1) {
    const random = randomSource(derive(seed, 'order', order));
    const values = Float32Array.from(pictures.images, () => random());
    curves.push(await deletionOf(network, pictures, predicted, values, deletionSteps, turn));
  }
  const average = (of: (curve: Deletion) => readonly number[]): number[] =>
    of(curves[0]!).map((_, at) => curves.reduce((sum, curve) => sum + of(curve)[at]!, 0) / curves.length);
  return { deleted: curves[0]!.deleted, mean: average(({ mean }) => mean), areas: average(({ areas }) => areas) };
}

async function explain(
  network: Network,
  spec: AttributeSpec,
  validation: ImageBatch,
  background: Uint8Array,
  context: TaskContext,
): Promise<Output<AttributeSummary>> {
  const turn = async (): Promise<void> => {
    assertBackendAlive();
    await context.turn();
  };
  const { classes } = network;
  const looked = takeImages(
    validation,
    firstOfEachClass(validation.labels, classes, Math.max(spec.perClass, spec.averagedPerClass)),
  );
  const total = looked.labels.length;
  const logits = await logitsOf(network, await prepareValues(network.input, looked.images, turn), turn);
  const probabilities = probabilitiesOf(logits, classes);
  const predicted = predictedClasses(logits, classes);
  const attributions = await explainBy(
    spec.method,
    { network, raw: looked.images, targets: predicted },
    {
      samples: spec.samples,
      seed: context.seed,
      background,
      async turn(done) {
        context.report({ stage: 'Attributing', done, total, unit: 'images' });
        await turn();
      },
    },
  );
  const counted = new Array<number>(classes).fill(0);
  const shown = Array.from(looked.labels.keys()).filter((row) => (counted[looked.labels[row]!]! += 1) <= spec.perClass);
  const images = shown.map((row): ExplainedImage => ({
    index: looked.indices[row]!,
    label: looked.labels[row]!,
    predicted: predicted[row]!,
    probability: probabilities[row * classes + predicted[row]!]!,
  }));
  const size = pixelsOf(validation);
  const maps = new Float32Array(shown.length * size);
  shown.forEach((row, index) => maps.set(rowOf(attributions.pixels, row, size), index * size));
  const pictures = takeImages(looked, shown);
  const named = Uint8Array.from(images, (image) => image.predicted);
  const shares = shown.map((_row, index) => concentration(rowOf(maps, index, size), 0.1));
  const { patterns, averages } = classPatterns(looked.labels, predicted, attributions.pixels, classes, validation);
  const averaged: Record<string, NdArray> =
    spec.averagedPerClass > 0
      ? { [ATTRIBUTE_ARTIFACTS.classAverages]: { data: averages, shape: [classes, size] } }
      : {};
  const checks = completenessOf(attributions, logits, predicted, shown, size);
  return {
    summary: {
      spec,
      images,
      ...(checks ? { completeness: checks } : {}),
      ...(attributions.lime ? { lime: shown.map((row) => attributions.lime![row]!) } : {}),
      topTenthShare: shares.reduce((sum, share) => sum + share, 0) / shares.length,
      deletion:
        spec.method === 'random'
          ? await randomDeletion(network, pictures, named, spec, context.seed, turn)
          : await deletionOf(network, pictures, named, maps, spec.deletionSteps, turn),
      classes: spec.averagedPerClass > 0 ? patterns : [],
    },
    artifacts: {
      [ATTRIBUTE_ARTIFACTS.attributions]: { data: maps, shape: [shown.length, size] },
      [ATTRIBUTE_ARTIFACTS.images]: { data: pictures.images, shape: [shown.length, size] },
      ...averaged,
    },
  };
}

async function run(spec: AttributeSpec, context: TaskContext): Promise<Output<AttributeSummary>> {
  const data = dataOf(context);
  if (!(spec.perClass >= 1)) {
    throw new LookbookError('params/invalid', 'There is no image to explain: choose at least one of each class.');
  }
  const network = await openNetwork(context);
  try {
    const validation = await context.images.split(data, 'validation');
    const { images: background } = await context.images.split(data, 'train', spec.background);
    return await explain(network, spec, validation, background, context);
  } finally {
    network.dispose();
  }
}

export const task: Task<AttributeSpec, AttributeSummary> = { run };
