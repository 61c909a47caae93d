/**
 * A small world for the Search and Tune cells: labels in memory, trainings that only pretend (their accuracy is a function
 * of the settings), and everything after them real.
 */
import {} from 'vitest';
import { PIXELS, CLASS_NAMES } from '../../../src/core/dataset/fashion-mnist';
import { SPLIT_VERSION, type DatasetSummary } from '../../../src/core/dataset/types';
import { LookbookError } from '../../../src/core/errors';
import type { LedgerEvent } from '../../../src/core/ledger/types';
import { WEIGHTS } from '../../../src/core/models/card';
import type { Json, StoredResult } from '../../../src/core/results/types';
import { openRule } from '../../../src/core/search/pruners';
import { derive, randomSource } from '../../../src/core/seed';
import { scoreOf } from '../../../src/core/stats/score';
import { readArtifact, readLedger } from '../../../src/storage/results';
import type { AnyJob } from '../../../workers/coordinator/coordinator';
import { task as choiceOptimism } from '../../../workers/tasks/choice-optimism';
import { task as compareModels } from '../../../workers/tasks/compare-models';
import { task as examine } from '../../../workers/tasks/examine';
import type { FitClassicSpec } from '../../../workers/tasks/fit-classic/types';
import type { ScoreSpec } from '../../../workers/tasks/score/types';
import type { TrainSpec } from '../../../workers/tasks/train/types';
import type { TaskContext } from '../../../workers/tasks/types';
import { ENVIRONMENT, entry, Laboratory, plan, request, type AnyEntry } from '../mechanism/laboratory';
import { GARMENTS } from '../garments';
import { serveImages } from '../images';

const IMAGES = 400;
const CLASSES = 10;

const labelsOf = (count: number): Uint8Array => Uint8Array.from({ length: count }, (_, index) => index % CLASSES);

serveImages({
  split: (_summary, _split, limit = Number.POSITIVE_INFINITY) => {
    const count = Math.min(limit, IMAGES);
    const indices = Uint32Array.from({ length: count }, (_, index) => index);
    const images = new Uint8Array(count * PIXELS);
    return Promise.resolve({ images, labels: labelsOf(count), indices, height: 28, width: 28 });
  },
});

/** Predictions that are right with this probability, image by image, from a seed. */
function predictions(accuracy: number, seed: number): Float32Array {
  const random = randomSource(seed);
  const out = new Float32Array(IMAGES * CLASSES);
  labelsOf(IMAGES).forEach((label, image) => {
    const named = random() < accuracy ? label : (label + 1 + Math.floor(9 * random())) % CLASSES;
    const sureness = 0.4 + 0.5 * random();
    out.fill((1 - sureness) / 9, image * CLASSES, (image + 1) * CLASSES);
    out[image * CLASSES + named] = sureness;
  });
  return out;
}

/** Best near a learning rate of 0.002; more passes are better. */
const accuracyOf = ({ learningRate, trainImages }: TrainSpec, epoch: number): number =>
  Math.max(0.15, 0.9 - 0.12 * Math.abs(Math.log(learningRate / 0.002)) - 0.2 / (epoch + 1) - 20 / trainImages);

const right = (probabilities: Float32Array): number => scoreOf(labelsOf(IMAGES), probabilities, CLASSES).accuracy;

export interface WorldOptions {
  /** Settings whose training gives no numbers. */
  readonly diverges?: (spec: TrainSpec) => boolean;
  /** Called before a training, by its place; may never settle. */
  readonly before?: (trained: number) => Promise<void>;
  /** Milliseconds a training takes. */
  readonly delay?: (spec: TrainSpec) => number;
}

/** The tasks; `trained` notes each training that was done to its end. */
export function world(trained: TrainSpec[], options: WorldOptions = {}): Record<string, AnyEntry> {
  const { diverges = () => false, before = () => Promise.resolve(), delay = () => 0 } = options;
  const train = async (spec: TrainSpec, { seed, turn }: TaskContext) => {
    await turn();
    await before(trained.length);
    await new Promise((resolve) => setTimeout(resolve, delay(spec)));
    if (diverges(spec)) throw new LookbookError('train/diverged', 'The loss is no longer a number.');
    const x: number[] = [];
    const y: number[] = [];
    let probabilities = predictions(0.1, 0);
    let pruned: string | undefined;
    const whyPrune = spec.pruning && (await openRule(spec.pruning));
    for (let epoch = 0; epoch < spec.epochs && pruned === undefined; epoch += 1) {
      probabilities = predictions(accuracyOf(spec, epoch), derive(seed, epoch));
      x.push((epoch + 1) * spec.trainImages);
      y.push(right(probabilities));
      if (epoch + 1 < spec.epochs) pruned = whyPrune?.(x.map((step, at) => ({ step, value: y[at]! })));
    }
    trained.push(spec);
    return {
      summary: {
        spec,
        card: { type: 'network', network: spec.model, parameters: 100 },
        trainImages: spec.trainImages,
        imagesTrained: x.at(-1)!,
        validation: scoreOf(labelsOf(IMAGES), probabilities, CLASSES),
        curves: { trainLoss: { x, y }, validationAccuracy: { x, y }, validationLogLoss: { x, y } },
        ...(pruned === undefined ? {} : { pruned }),
      },
      artifacts: {
        [WEIGHTS]: { data: Float32Array.of(spec.learningRate, seed), shape: [2] },
        validationProbabilities: { data: probabilities, shape: [IMAGES, CLASSES] },
      },
      timing: { fitSeconds: 1, secondsPerImage: 0.001 },
    };
  };
  const RIGHT: Readonly<Record<string, number>> = { majority: 0.1, centroid: 0.6, knn: 0.75, linear: 0.5 };
  const fitClassic = async (spec: FitClassicSpec) => {
    if (spec.trainImages < 200 && spec.model.family === 'centroid')
      throw new LookbookError('params/invalid', 'Too few.');
    const family = spec.model.family;
    const probabilities = predictions(RIGHT[family] ?? 0.5, family.length);
    return {
      summary: {
        spec,
        card: { type: 'classic', classic: spec.model, parameters: 10 },
        trainImages: spec.trainImages,
        imagesTrained: spec.trainImages,
        validation: scoreOf(labelsOf(IMAGES), probabilities, CLASSES),
      },
      artifacts: { validationProbabilities: { data: probabilities, shape: [IMAGES, CLASSES] } },
      timing: { fitSeconds: 1, secondsPerImage: 0.001 },
    };
  };
  const score = async (spec: ScoreSpec, context: TaskContext) => {
    // Models without a network keep no weights here.
    const weights = context.inputs['model']!.artifacts[WEIGHTS];
    const seed = weights ? (await context.read(weights)).data[1]! : 0;
    const probabilities = predictions(0.8, derive(1, spec.split, seed));
    const scored = scoreOf(labelsOf(IMAGES), probabilities, CLASSES);
    return {
      summary: { spec, score: scored, brier: 0.3, calibrationError: 0.05 },
      artifacts: { probabilities: { data: probabilities, shape: [IMAGES, CLASSES] } },
    };
  };
  const fitFeatures = async (spec: unknown) => ({
    summary: {
      pipeline: { steps: [], output: { kind: 'vector', size: 12, values: 'signed' }, hash: JSON.stringify(spec) },
    },
  });
  return {
    train: entry(train),
    'fit-classic': entry(fitClassic),
    score: entry(score),
    'fit-features': entry(fitFeatures),
    'compare-models': entry((spec: never, context) => compareModels.run(spec, context as never)),
    'choice-optimism': entry((spec: never, context) => choiceOptimism.run(spec, context as never)),
    examine: entry((spec: never, context) => examine.run(spec, context as never)),
  };
}

const dataset = {
  hash: 'h',
  name: 'small world',
  splitVersion: SPLIT_VERSION,
  height: 28,
  width: 28,
  classes: CLASS_NAMES,
  splitSeed: 1,
  counts: { train: 6000, test: 1000 },
  splits: {
    train: { count: 4000, perClass: new Array<number>(CLASSES).fill(400) },
    validation: { count: 500, perClass: new Array<number>(CLASSES).fill(50) },
    calibration: { count: 500, perClass: new Array<number>(CLASSES).fill(50) },
    stream: { count: 1000, perClass: new Array<number>(CLASSES).fill(100) },
    test: { count: 1000, perClass: new Array<number>(CLASSES).fill(100) },
  },
} as unknown as DatasetSummary;

/** Stands for a cell whose result is given. */
export const given = (kind: string, summary: unknown): AnyJob =>
  ({ kind, version: 1, numeric: false, run: () => Promise.resolve({ summary }) }) as unknown as AnyJob;

export interface Ran<S> {
  readonly state: string | undefined;
  readonly message: string | undefined;
  readonly result: StoredResult<S>;
  readonly ledger: readonly LedgerEvent[];
  readonly laboratory: Laboratory;
}

/** The cells of a notebook of the data and the cell that is tried; others are its further inputs. */
export function cells(kind: string, params: Json, others: readonly string[] = []) {
  const inputs = Object.fromEntries(['data', ...others].map((other) => [other, other]));
  return request([
    plan('data', 'data'),
    ...others.map((other) => plan(other, other)),
    plan('cell', kind, params, inputs),
  ]);
}

export async function outcome<S>(laboratory: Laboratory): Promise<Ran<S>> {
  const status = await laboratory.database.get('statuses', ['notebook', 'cell']);
  const result = (status?.key ? await laboratory.database.get('results', status.key) : undefined) as StoredResult<S>;
  const ledger = await readLedger(laboratory.database);
  return { state: status?.state, message: status?.error?.message, result, ledger, laboratory };
}

/** Runs one cell in a laboratory of its own. */
export async function runCell<S>(
  job: AnyJob,
  params: Json,
  options: WorldOptions & {
    readonly workers?: number;
    readonly trained?: TrainSpec[];
    readonly others?: readonly AnyJob[];
  } = {},
): Promise<Ran<S>> {
  const { workers = 2, trained = [], others = [] } = options;
  const laboratory = new Laboratory();
  const registry = world(trained, options);
  const jobs = [given('data', dataset), ...others, job];
  const coordinator = await laboratory.open(jobs, registry, {}, { ...ENVIRONMENT, workers });
  await coordinator.run(
    cells(
      job.kind,
      params,
      others.map(({ kind }) => kind),
    ),
  );
  return outcome(laboratory);
}

export const dataJob = given('data', dataset);

/** What findings and blocks are made from. */
export const contentOf = <P, S>({ result, ledger, laboratory }: Ran<S>, params: P) => ({
  cellId: 'cell',
  params,
  summary: result.summary,
  result,
  data: GARMENTS,
  inputs: {},
  read: (ref: Parameters<typeof readArtifact>[1]) => readArtifact(laboratory.database, ref),
  ledger,
});
