/**
 * What the retraining rule promises, with a real network on real images: over 20 seeds the shipped scenario alarms after its
 * onset and not before at least 19 times, and without drift at most 1 of 20 streams is retrained. The network is trained
 * once, on the training split; each seed draws its own calibrate and stream from the 20,000 images that the network has never seen, and
 * its own noise. Everything runs by the tasks' own code.
 */
import { beforeAll, expect, it } from 'vitest';
import { splitIndices } from '../../src/core/dataset/splits';
import { type ImageBatch, type SplitName } from '../../src/core/dataset/types';
import { askFor, DETECTORS } from '../../src/core/drift/detectors';
import { checkAccuracy } from '../../src/core/drift/rule';
import { takeImages } from '../../src/core/dataset/batch';
import type { Scenario } from '../../src/core/drift/scenarios';
import { watchStream, type Alarm } from '../../src/core/drift/watch';
import type { HoldsModel } from '../../src/core/models/card';
import { MODELS } from '../support/networks';
import type { StoredResult } from '../../src/core/results/types';
import { derive, randomSource, shuffle } from '../../src/core/seed';
import type { TaskMap } from '../../workers/tasks/registry';
import { SHIPPED, SHIPPED_SCENARIO } from '../unit/drift/shipped';
import { readTraining } from '../unit/drift/world';
import { datasetOf, Laboratory } from '../unit/monitor/laboratory';
import { serveImages } from '../unit/images';

const SEEDS = 20;
const SPLIT_SEED = 1;

const training = readTraining();
const base = splitIndices(training.labels, SPLIT_SEED);
const unseen = Uint32Array.from([...base.validation, ...base.calibration, ...base.stream]);

/** Calibrate and stream of a seed, drawn from what was not fitted on; the order within does not matter. */
function indicesOf(split: SplitName, seed: number): Uint32Array {
  if (split === 'train' || split === 'validation') return base[split];
  const order = shuffle(unseen.slice(), randomSource(derive(seed, 'unseen')));
  return split === 'calibration' ? order.slice(0, 5000) : order.slice(5000, 15_000);
}

/** The last set that was asked for: tasks of a seed come one after the other. */
let held: { readonly name: string; readonly batch: ImageBatch } | undefined;

serveImages({
  split: ({ splitSeed }, split, limit = Number.POSITIVE_INFINITY) => {
    const name = `${split}/${splitSeed}/${limit}`;
    if (held?.name !== name) {
      held = { name, batch: takeImages(training, indicesOf(split, splitSeed).subarray(0, limit)) };
    }
    return Promise.resolve(held.batch);
  },
});

const laboratory = new Laboratory();
let model: StoredResult<HoldsModel>;

async function watch(scenario: Scenario, seed: number): Promise<Alarm> {
  const { batches } = SHIPPED;
  const data = laboratory.keep({ summary: datasetOf(10_000, seed) }, 'cell:data');
  const reference = (await laboratory.task('drift-reference', {
    params: {},
    inputs: { data, model },
  })) as StoredResult<TaskMap['drift-reference']['summary']>;
  const stream = Array.from({ length: batches }, (_, index) => ({
    batch: index + 1,
    batches,
    scenario,
    streamSeed: derive(seed, 'stream'),
  }));
  const scored = (await laboratory.task('drift-batches', {
    params: { stream, detectors: askFor(DETECTORS) },
    inputs: { data, model, reference },
  })) as StoredResult<TaskMap['drift-batches']['summary']>;
  const { accuracy, images } = reference.summary.score;
  const known = { correct: Math.round(accuracy * images), images };
  const found = scored.summary.batches;
  return watchStream(
    found.map(({ report }) => report!),
    found.map((batch) => checkAccuracy(batch.batch, batch, known)),
    SHIPPED,
  );
}

/** Alarms by seed, told as they come. */
async function overSeeds(scenario: Scenario): Promise<Alarm[]> {
  const alarms: Alarm[] = [];
  for (let seed = 0; seed < SEEDS; seed += 1) {
    const alarm = await watch(scenario, seed);
    console.log(`seed ${seed}: ${alarm.sentence}`);
    alarms.push(alarm);
  }
  return alarms;
}

beforeAll(async () => {
  const data = laboratory.keep({ summary: datasetOf(10_000, SPLIT_SEED) }, 'cell:data');
  const spec = { model: MODELS['cnn-small'], trainImages: 20_000, epochs: 3, batchSize: 32, learningRate: 0.002 };
  model = await laboratory.model(spec, data);
  const { validation } = (model.summary as unknown as { train: { validation: { accuracy: number } } }).train;
  console.log(`the network names ${(100 * validation.accuracy).toFixed(1)} % of the validation split rightly`);
  expect(validation.accuracy).toBeGreaterThan(0.82);
});

it('alarms after the onset of the shipped scenario and not before, in at least 19 of 20 streams', async () => {
  const alarms = await overSeeds(SHIPPED_SCENARIO);
  const inTime = alarms.filter(({ after }) => after !== null && after >= SHIPPED_SCENARIO.fromBatch);
  expect(inTime.length).toBeGreaterThanOrEqual(19);
});

it('retrains at most 1 of 20 streams without drift', async () => {
  const alarms = await overSeeds({ ...SHIPPED_SCENARIO, type: 'none' });
  expect(alarms.filter(({ retrain }) => retrain).length).toBeLessThanOrEqual(1);
});
