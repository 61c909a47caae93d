import { CLASSES, type DatasetSummary } from '../../../src/core/dataset/types';
import { LookbookError } from '../../../src/core/errors';
import type { Json, Output, StoredResult } from '../../../src/core/results/types';
import { derive } from '../../../src/core/seed';
import { scoreOf } from '../../../src/core/stats/score';
import type { Checkpoint } from '../../../src/storage/records';
import { readSplit } from '../../../src/storage/datasets';
import { activate, assertBackendAlive } from '../../engine/backend';
import { buildNetwork } from '../../engine/build';
import { LOSS_EVERY, Training, type Curves, type TrainingState } from '../../engine/loop';
import type { Task, TaskContext } from '../types';
import { TRAIN_ARTIFACTS, type TrainDetail, type TrainSpec, type TrainSummary } from './types';

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
  };
}

async function run(spec: TrainSpec, context: TaskContext<TrainDetail>): Promise<Output<TrainSummary>> {
  const data = context.inputs['data'] as StoredResult<DatasetSummary> | undefined;
  if (!data) throw new LookbookError('input/missing');
  await activate(context.environment, context.options);
  const fit = await readSplit(context.db, data.summary, 'fit', spec.fitImages);
  const select = await readSplit(context.db, data.summary, 'select');
  const network = buildNetwork(spec.model, derive(context.seed, 'model'));
  const plan = { ...spec, seed: derive(context.seed, 'loop') };
  const training = new Training(network, plan, fit, select);
  const total = fit.labels.length * spec.epochs;
  try {
    const stored = await context.loadCheckpoint();
    if (stored) training.restore(fromCheckpoint(stored));
    const probabilities = await training.run({
      async turn() {
        assertBackendAlive();
        await context.turn();
      },
      onProgress(done, epoch, curves) {
        const stage = `Training, epoch ${epoch + 1} of ${spec.epochs}`;
        context.report({ stage, done, total, unit: 'images', detail: { curves } });
      },
      async onBoundary(step, epochEnded, state) {
        if (epochEnded || step % CHECKPOINT_EVERY === 0) await context.saveCheckpoint(toCheckpoint(await state()));
      },
    });
    return {
      summary: {
        spec,
        card: { type: 'network', network: spec.model, parameters: network.parameters },
        fitImages: fit.labels.length,
        imagesTrained: training.imagesTrained,
        select: scoreOf(select.labels, probabilities, CLASSES),
        curves: structuredClone(training.curves),
      },
      artifacts: {
        [TRAIN_ARTIFACTS.weights]: { data: await network.readWeights(), shape: [network.parameters] },
        [TRAIN_ARTIFACTS.selectProbabilities]: { data: probabilities, shape: [select.labels.length, CLASSES] },
      },
    };
  } finally {
    training.dispose();
    network.dispose();
  }
}

export const task: Task<TrainSpec, TrainSummary, TrainDetail> = { run };
