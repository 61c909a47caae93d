import { CLASSES, PIXELS, SIDE, type DatasetSummary, type ImageBatch } from '../../../src/core/dataset/types';
import { LookbookError } from '../../../src/core/errors';
import { ATTRIBUTE_ARTIFACTS, type Method } from '../../../src/core/explain/methods';
import { completeness } from '../../../src/core/explain/path';
import {
  attributionOrder,
  bandShares,
  concentration,
  inkOf,
  randomInkOrder,
  withDeleted,
} from '../../../src/core/explain/pixels';
import { probabilitiesOf } from '../../../src/core/models/softmax';
import type { Output, StoredResult } from '../../../src/core/results/types';
import { derive } from '../../../src/core/seed';
import { predictedClasses } from '../../../src/core/stats/classification';
import { quantile, sorted } from '../../../src/core/stats/quantile';
import { readSplit } from '../../../src/storage/datasets';
import { inputGradients, integratedGradients, logitsOf } from '../../engine/attribute';
import { activate, assertBackendAlive } from '../../engine/backend';
import { buildNetwork, type Network } from '../../engine/build';
import { TRAIN_ARTIFACTS, type TrainSummary } from '../train/types';
import type { Task, TaskContext } from '../types';
import type { AttributeSpec, AttributeSummary, ClassPattern, ExplainedImage } from './types';

/** Share of an image's ink that the deletion check blacks out. */
const DELETED_SHARE = 0.2;

/** Rows of the split: the first `perClass` of each class, class by class. */
function firstOfEachClass(labels: Uint8Array, perClass: number): number[] {
  const rows: number[][] = Array.from({ length: CLASSES }, () => []);
  labels.forEach((label, row) => {
    if (rows[label]!.length < perClass) rows[label]!.push(row);
  });
  return rows.flat();
}

const rowOf = <T extends Float32Array | Uint8Array>(values: T, row: number): T =>
  values.subarray(row * PIXELS, (row + 1) * PIXELS) as T;

/** The images to look at, as the model sees them. */
interface Looked {
  readonly select: ImageBatch;
  readonly rows: readonly number[];
  readonly raw: Float32Array;
  readonly logits: Float32Array;
  readonly predicted: Uint8Array;
  readonly gradients: Float32Array;
  readonly integrated: Float32Array;
}

async function look(
  network: Network,
  select: ImageBatch,
  spec: AttributeSpec,
  context: TaskContext,
  turn: () => Promise<void>,
): Promise<Looked> {
  const rows = firstOfEachClass(select.labels, Math.max(spec.perClass, spec.averagedPerClass));
  const raw = new Float32Array(rows.length * PIXELS);
  rows.forEach((row, index) => raw.set(rowOf(select.images, row), index * PIXELS));
  const logits = await logitsOf(network, raw, turn);
  const predicted = predictedClasses(logits, CLASSES);
  const gradients = await inputGradients(network, raw, predicted, turn);
  const integrated = new Float32Array(raw.length);
  for (let row = 0; row < rows.length; row += 1) {
    const part = rowOf(raw, row);
    integrated.set(await integratedGradients(network, part, [predicted[row]!], spec.steps, turn), row * PIXELS);
    context.report({ stage: 'Integrating gradients', done: row + 1, total: rows.length, unit: 'images' });
  }
  return { select, rows, raw, logits, predicted, gradients, integrated };
}

function attributionOf(method: Method, looked: Looked, row: number): Float32Array {
  const gradient = rowOf(looked.gradients, row);
  if (method === 'saliency') return gradient.map(Math.abs);
  if (method === 'integrated-gradients') return rowOf(looked.integrated, row);
  const pixels = rowOf(looked.raw, row);
  return gradient.map((value, pixel) => value * pixels[pixel]!);
}

/** Mean fall of the explained logit when the strongest, or random, ink is blacked out. */
async function deletionCheck(
  network: Network,
  looked: Looked,
  shown: readonly number[],
  seed: number,
  turn: () => Promise<void>,
): Promise<AttributeSummary['deletion']> {
  const fallOf = async (orderOf: (image: Uint8Array, row: number) => Uint32Array): Promise<number> => {
    const changed = new Float32Array(shown.length * PIXELS);
    shown.forEach((row, index) => {
      const image = Uint8Array.from(rowOf(looked.raw, row));
      const count = Math.round(DELETED_SHARE * inkOf(image).length);
      changed.set(withDeleted(image, orderOf(image, row), count), index * PIXELS);
    });
    const logits = await logitsOf(network, changed, turn);
    let total = 0;
    shown.forEach((row, index) => {
      const target = looked.predicted[row]!;
      total += looked.logits[row * CLASSES + target]! - logits[index * CLASSES + target]!;
    });
    return total / shown.length;
  };
  return {
    share: DELETED_SHARE,
    attributed: await fallOf((_image, row) => attributionOrder(rowOf(looked.integrated, row))),
    random: await fallOf((image, row) => randomInkOrder(image, derive(seed, 'deletion', row))),
  };
}

function classPatterns(looked: Looked): { patterns: ClassPattern[]; averages: Float32Array } {
  const averages = new Float32Array(CLASSES * PIXELS);
  const patterns = Array.from({ length: CLASSES }, (_, label): ClassPattern => {
    const ofClass = looked.rows.map((_row, index) => index).filter((index) => labelOf(looked, index) === label);
    const right = ofClass.filter((index) => looked.predicted[index] === label);
    const average = averages.subarray(label * PIXELS, (label + 1) * PIXELS);
    for (const index of right) {
      rowOf(looked.integrated, index).forEach((value, pixel) => (average[pixel]! += value / right.length));
    }
    return { averaged: right.length, looked: ofClass.length, thirds: bandShares(average, SIDE, 3) };
  });
  return { patterns, averages };
}

const labelOf = (looked: Looked, index: number): number => looked.select.labels[looked.rows[index]!]!;

async function run(spec: AttributeSpec, context: TaskContext): Promise<Output<AttributeSummary>> {
  const data = context.inputs['data'] as StoredResult<DatasetSummary> | undefined;
  const trained = context.inputs['train'] as StoredResult<TrainSummary> | undefined;
  const reference = trained?.artifacts[TRAIN_ARTIFACTS.weights];
  if (!data || !trained || !reference) throw new LookbookError('input/missing');
  const turn = async (): Promise<void> => {
    assertBackendAlive();
    await context.turn();
  };
  await activate(context.environment, context.options);
  const select = await readSplit(context.db, data.summary, 'select');
  const weights = (await context.read(reference)).data as Float32Array;
  const network = buildNetwork(trained.summary.spec.model, 0);
  try {
    network.writeWeights(weights);
    const looked = await look(network, select, spec, context, turn);
    const atBlack = await logitsOf(network, new Float32Array(PIXELS), turn);
    const probabilities = probabilitiesOf(looked.logits, CLASSES);
    const counted = new Array<number>(CLASSES).fill(0);
    const shown = looked.rows
      .map((_row, index) => index)
      .filter((index) => (counted[labelOf(looked, index)]! += 1) <= spec.perClass);
    const images = shown.map((row): ExplainedImage => {
      const predicted = looked.predicted[row]!;
      const check = completeness(
        rowOf(looked.integrated, row),
        looked.logits[row * CLASSES + predicted]!,
        atBlack[predicted]!,
      );
      return {
        index: select.indices[looked.rows[row]!]!,
        label: labelOf(looked, row),
        predicted,
        probability: probabilities[row * CLASSES + predicted]!,
        ...check,
      };
    });
    const residuals = sorted(images.map((image) => image.residual));
    const { patterns, averages } = classPatterns(looked);
    const attributions = new Float32Array(spec.methods.length * shown.length * PIXELS);
    spec.methods.forEach((method, at) =>
      shown.forEach((row, index) =>
        attributions.set(attributionOf(method, looked, row), (at * shown.length + index) * PIXELS),
      ),
    );
    const pixels = new Uint8Array(shown.length * PIXELS);
    shown.forEach((row, index) => pixels.set(rowOf(looked.raw, row), index * PIXELS));
    const shares = shown.map((row) => concentration(rowOf(looked.integrated, row), 0.1));
    return {
      summary: {
        spec,
        images,
        residual: { median: quantile(residuals, 0.5), largest: quantile(residuals, 1) },
        topTenthShare: shares.reduce((sum, share) => sum + share, 0) / shares.length,
        deletion: await deletionCheck(network, looked, shown, context.seed, turn),
        classes: patterns,
      },
      artifacts: {
        [ATTRIBUTE_ARTIFACTS.attributions]: { data: attributions, shape: [spec.methods.length, shown.length, PIXELS] },
        [ATTRIBUTE_ARTIFACTS.images]: { data: pixels, shape: [shown.length, PIXELS] },
        [ATTRIBUTE_ARTIFACTS.classAverages]: { data: averages, shape: [CLASSES, PIXELS] },
      },
    };
  } finally {
    network.dispose();
  }
}

export const task: Task<AttributeSpec, AttributeSummary> = { run };
