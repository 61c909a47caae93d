import type { ImageBatch } from '../../../src/core/dataset/types';
import { LookbookError } from '../../../src/core/errors';
import { selectImages } from '../../../src/core/labels/folds';
import { requireSchedule } from '../../../src/core/models/schedule';
import { requireEarlyStopping } from '../../../src/core/models/stopping';
import type { Json, Output } from '../../../src/core/results/types';
import { openRule } from '../../../src/core/search/pruners';
import { derive } from '../../../src/core/seed';
import { scoreOf } from '../../../src/core/stats/score';
import type { Checkpoint } from '../../../src/storage/records';
import { activate, assertBackendAlive } from '../../engine/backend';
import { buildNetwork } from '../../engine/build';
import { inputFor } from '../../engine/input';
import { LOSS_EVERY, Training, type Curves, type TrainingState } from '../../engine/loop';
import { Spread, serveGradients } from '../../engine/parallel';
import { predict } from '../../engine/predict';
import { readOthers, readTrainAndValidation } from '../images';
import { dataOf, featuresOf } from '../inputs';
import { secondsPerImage } from '../timing';
import type { HelperContext, Task, TaskContext } from '../types';
import {
  TRAIN_ARTIFACTS,
  type TrainDetail,
  type TrainSpec,
  type TrainSummary,
  type TrainArrays,
  type TrainInputs,
} from './types';
import { forClasses, forSize } from '../../../src/core/models/fitted-to';

/** Steps between checkpoints: some seconds of work, against 2.7 MB to write with the reference CNN. */
const CHECKPOINT_EVERY = 20 * LOSS_EVERY;

function toCheckpoint({ step, curves, ...arrays }: TrainingState): Omit<Checkpoint, 'taskKey'> {
  return { step, state: { curves } as unknown as Json, arrays };
}

function fromCheckpoint({ step, state, arrays }: Checkpoint): TrainingState {
  const { curves } = state as unknown as { curves: Curves };
  const named = (name: string): Float32Array => {
    const array = arrays[name];
    if (!(array instanceof Float32Array)) throw new LookbookError('storage/corrupt');
    return array;
  };
  return {
    step,
    curves,
    weights: named('weights'),
    firstMoments: named('firstMoments'),
    secondMoments: named('secondMoments'),
    betaPowers: named('betaPowers'),
    ...('bestWeights' in arrays ? { bestWeights: named('bestWeights') } : {}),
  };
}

/** @throws LookbookError `params/invalid` with a sentence for what no training can be made of */
function requireBudget({ epochs, batchSize, learningRate, schedule, earlyStopping, shards = 1 }: TrainSpec): void {
  const refuse = (sentence: string): never => {
    throw new LookbookError('params/invalid', sentence);
  };
  if (!Number.isInteger(epochs) || epochs < 1) refuse(`A training of ${epochs} epochs trains nothing: give it one.`);
  if (!Number.isInteger(batchSize) || batchSize < 1) refuse(`A batch of ${batchSize} images is none: take 1 or more.`);
  if (!(learningRate > 0)) refuse(`A learning rate of ${learningRate} learns nothing: it must be above 0.`);
  requireSchedule(schedule);
  requireEarlyStopping(earlyStopping);
  if (!Number.isInteger(shards) || shards < 1 || shards > batchSize) {
    refuse(`A batch of ${batchSize} images cannot be cut into ${shards} shards: take 1 to ${batchSize}.`);
  }
}

const heldOutArrays = ({ labels, indices }: ImageBatch, probabilities: Float32Array, classes: number) => ({
  [TRAIN_ARTIFACTS.heldOutProbabilities]: { data: probabilities, shape: [labels.length, classes] },
  [TRAIN_ARTIFACTS.heldOutIndices]: { data: indices, shape: [labels.length] },
});

async function run(
  spec: TrainSpec,
  context: TaskContext<TrainDetail, TrainInputs>,
): Promise<Output<TrainSummary, TrainArrays>> {
  const data = dataOf(context);
  const classes = data.classes.length;
  requireBudget(spec);
  const whyPrune = spec.pruning && (await openRule(spec.pruning));
  await activate(context.environment, context.options);
  const { train: all, validation } = await readTrainAndValidation(context.images, data, spec.trainImages, spec.stream);
  const others = await readOthers(context.images, data, spec.selection?.fold?.others);
  const { train, heldOut } = selectImages(all, spec.selection ?? {}, data.nearGroups, others, data.classes);
  const { pipeline, hash } = await featuresOf(context);
  const modelSeed = derive(context.seed, 'model');
  const model = forSize(forClasses(spec.model, classes), data);
  const network = buildNetwork(model, modelSeed, inputFor(pipeline, data));
  const plan = { ...spec, seed: derive(context.seed, 'loop') };
  const spread =
    spec.shards === undefined ? undefined : new Spread(network, modelSeed, spec.shards, context.helpers ?? []);
  const training = new Training(network, plan, train, validation, spread);
  const total = train.labels.length * spec.epochs;
  const turn = async (): Promise<void> => {
    assertBackendAlive();
    await context.turn();
  };
  try {
    const stored = await context.loadCheckpoint();
    if (stored) training.restore(fromCheckpoint(stored));
    const started = performance.now();
    const probabilities = await training.run({
      turn,
      onProgress(done, epoch, curves) {
        const stage = `Training, epoch ${epoch + 1} of ${spec.epochs}`;
        context.report({ stage, done, total, unit: 'images', detail: { curves } });
      },
      async onBoundary(step, epochEnded, state) {
        if (epochEnded || step % CHECKPOINT_EVERY === 0) await context.saveCheckpoint(toCheckpoint(await state()));
      },
      whyStop({ validationAccuracy: { x, y } }) {
        return whyPrune?.(x.map((step, at) => ({ step, value: y[at]! })));
      },
    });
    const fitSeconds = (performance.now() - started) / 1000;
    const heldOutProbabilities = heldOut && (await predict(network, heldOut.images, turn));
    return {
      summary: {
        spec,
        card: {
          type: 'network',
          network: network.spec,
          parameters: network.parameters,
          ...(hash === undefined ? {} : { pipeline: hash }),
        },
        trainImages: train.labels.length,
        imagesTrained: training.imagesTrained,
        validation: scoreOf(validation.labels, probabilities, classes),
        curves: structuredClone(training.curves),
        ...(heldOut ? { heldOut: scoreOf(heldOut.labels, heldOutProbabilities!, classes) } : {}),
        ...(training.earlyStopped === undefined ? {} : { earlyStopped: training.earlyStopped }),
        ...(training.stopped === undefined ? {} : { pruned: training.stopped }),
      },
      artifacts: {
        [TRAIN_ARTIFACTS.weights]: { data: await network.readWeights(), shape: [network.parameters] },
        [TRAIN_ARTIFACTS.validationProbabilities]: { data: probabilities, shape: [validation.labels.length, classes] },
        ...(heldOut ? heldOutArrays(heldOut, heldOutProbabilities!, classes) : {}),
      },
      timing: {
        fitSeconds,
        secondsPerImage: await secondsPerImage(validation, (images) => predict(network, images, turn)),
      },
    };
  } finally {
    training.dispose();
    network.dispose();
  }
}

async function help(port: MessagePort, { environment, options, signal }: HelperContext): Promise<void> {
  await activate(environment, options);
  await serveGradients(port, signal);
}

export const task: Task<TrainSpec, TrainSummary, TrainDetail, TrainInputs, TrainArrays> = { run, help };
