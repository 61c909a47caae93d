import { takeImages } from '../../../src/core/dataset/batch';
import { pixelsOf, type ImageSize } from '../../../src/core/dataset/shape';
import type { ImageBatch } from '../../../src/core/dataset/types';
import { ATTRIBUTE_ARTIFACTS } from '../../../src/core/explain/arrays';
import { checkValues } from '../../../src/core/explain/checks';
import { openMethod } from '../../../src/core/explain/methods';
import { bandShares, concentration } from '../../../src/core/explain/pixels';
import { probabilitiesOf } from '../../../src/core/models/softmax';
import type { NdArray, Output } from '../../../src/core/results/types';
import { explainedBy } from '../../engine/attribute';
import { assertBackendAlive } from '../../engine/backend';
import type { Network } from '../../engine/build';
import { deletionOf, lookAt, requireImages, type LookedAt } from '../explained';
import { dataOf } from '../inputs';
import { openNetwork } from '../model';
import type { Task, TaskContext } from '../types';
import type {
  AttributeArrays,
  AttributeInputs,
  AttributeSpec,
  AttributeSummary,
  ClassPattern,
  ExplainedImage,
} from './types';

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

/** Rows of the first `perClass` images of each class. */
function shownRows(labels: Uint8Array, classes: number, perClass: number): number[] {
  const counted = new Array<number>(classes).fill(0);
  return Array.from(labels.keys()).filter((row) => (counted[labels[row]!]! += 1) <= perClass);
}

/** What is told of the images shown, of what was found for all that were looked at. */
function shownImages({ batch, logits, predicted }: LookedAt, rows: readonly number[], classes: number) {
  const probabilities = probabilitiesOf(logits, classes);
  return rows.map((row): ExplainedImage => ({
    index: batch.indices[row]!,
    label: batch.labels[row]!,
    predicted: predicted[row]!,
    probability: probabilities[row * classes + predicted[row]!]!,
  }));
}

async function explain(
  network: Network,
  spec: AttributeSpec,
  validation: ImageBatch,
  background: Uint8Array,
  context: TaskContext<never, AttributeInputs>,
): Promise<Output<AttributeSummary, AttributeArrays>> {
  const turn = async (): Promise<void> => {
    assertBackendAlive();
    await context.turn();
  };
  const { classes } = network;
  const method = await openMethod(spec.method);
  const looked = await lookAt(network, validation, Math.max(spec.perClass, spec.averagedPerClass), turn);
  const { batch, logits, predicted } = looked;
  const total = batch.labels.length;
  const explained = explainedBy(network, batch.images, predicted, turn);
  const attributions = await method.run(explained, {
    samples: spec.samples,
    seed: context.seed,
    background,
    async turn(done) {
      context.report({ stage: 'Attributing', done, total, unit: 'images' });
      await turn();
    },
  });
  const rows = shownRows(batch.labels, classes, spec.perClass);
  const images = shownImages(looked, rows, classes);
  const size = pixelsOf(validation);
  const maps = new Float32Array(rows.length * size);
  rows.forEach((row, index) => maps.set(rowOf(attributions.pixels, row, size), index * size));
  const pictures = takeImages(batch, rows);
  const named = Uint8Array.from(images, (image) => image.predicted);
  const shares = rows.map((_row, index) => concentration(rowOf(maps, index, size), 0.1));
  const { patterns, averages } = classPatterns(batch.labels, predicted, attributions.pixels, classes, validation);
  const averaged: Record<string, NdArray> =
    spec.averagedPerClass > 0
      ? { [ATTRIBUTE_ARTIFACTS.classAverages]: { data: averages, shape: [classes, size] } }
      : {};
  const checked = Object.entries(checkValues(attributions, explained, logits));
  return {
    summary: {
      spec,
      images,
      checks: Object.fromEntries(checked.map(([name, values]) => [name, rows.map((row) => values[row]!)])),
      topTenthShare: shares.reduce((sum, share) => sum + share, 0) / shares.length,
      deletion: await deletionOf(network, pictures, named, maps, spec.deletionSteps, turn),
      classes: spec.averagedPerClass > 0 ? patterns : [],
    },
    artifacts: {
      [ATTRIBUTE_ARTIFACTS.attributions]: { data: maps, shape: [rows.length, size] },
      [ATTRIBUTE_ARTIFACTS.images]: { data: pictures.images, shape: [rows.length, size] },
      ...averaged,
    },
  };
}

async function run(
  spec: AttributeSpec,
  context: TaskContext<never, AttributeInputs>,
): Promise<Output<AttributeSummary, AttributeArrays>> {
  const data = dataOf(context);
  requireImages(spec.perClass);
  const network = await openNetwork(context);
  try {
    const validation = await context.images.split(data, 'validation');
    const { images: background } = await context.images.split(data, 'train', spec.background);
    return await explain(network, spec, validation, background, context);
  } finally {
    network.dispose();
  }
}

export const task: Task<AttributeSpec, AttributeSummary, never, AttributeInputs, AttributeArrays> = { run };
