/** When speed is measured, what is done with it, and that it changes no key. */
import { expect, test } from 'vitest';
import { OFFICIAL_SHAPE } from '../../../src/core/dataset/files';
import { MODELS } from '../../support/networks';
import { DEFAULT_OPTIONS, type Options } from '../../../src/core/options';
import type { Backend, CellJob, Environment, StoredResult, TaskTypes } from '../../../src/core/results/types';
import { Calibrator } from '../../../workers/coordinator/calibrator';
import { chooseEnvironment } from '../../../workers/coordinator/environment';
import type { TaskFacts } from '../../../workers/coordinator/task-runner';
import { toTiming } from '../../../workers/tasks/calibrate/timing';
import { speed, type CalibrateSpec } from '../../../workers/tasks/calibrate/types';
import { trainingLoad } from '../../../workers/tasks/train/pace';
import { ENVIRONMENT, entry, Laboratory, plan, request } from './laboratory';

const data: StoredResult = {
  key: 'data',
  kind: 'task:load',
  version: 1,
  summary: OFFICIAL_SHAPE,
  artifacts: {},
  outputHash: 'data',
  createdAt: '',
  seconds: 0,
};
const load = { model: MODELS['cnn-small'], batchSize: 64, data: OFFICIAL_SHAPE };

/** A cell that trains once, and a machine of these speeds (images a second, by backend). */
function machine(speeds: Partial<Record<Backend, number>>) {
  const calls: string[] = [];
  const job: CellJob<Record<string, TaskTypes>> = {
    kind: 'trainer',
    version: 1,
    numeric: true,
    async run(context) {
      const work = context.task('train', {
        params: { model: load.model, batchSize: load.batchSize },
        inputs: { data },
      });
      // The training ends only when the calibration has been told of.
      while (!lab.events.some((event) => event.type === 'environment' && event.environment.calibration)) {
        if (lab.events.some((event) => event.type === 'log' && /could not be measured/.test(event.entry.message)))
          break;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      context.report({ stage: 'Training', done: 0, total: 8000, unit: 'images' });
      await work;
      return { summary: 'done' };
    },
  };
  const registry = {
    train: {
      ...entry(async () => {
        calls.push('train');
        await new Promise((resolve) => setTimeout(resolve, 50));
        return { summary: 'trained' };
      }),
      paced: trainingLoad,
    },
    calibrate: {
      ...entry(async ({ backend }: CalibrateSpec) => {
        calls.push(backend);
        const imagesPerSecond = speeds[backend];
        if (imagesPerSecond === undefined) throw new Error('no such device');
        return { summary: {}, timing: toTiming([{ batchSize: 64, imagesPerSecond }]) };
      }),
      measures: speed,
    },
  };
  const lab = new Laboratory();
  const open = (environment: Environment = ENVIRONMENT, options: Partial<Options> = {}) =>
    lab.open([job as never], registry, options, environment);
  const environments = (): Environment[] =>
    lab.events.flatMap((event) => (event.type === 'environment' ? [event.environment] : []));
  return { lab, open, calls, environments, facts: registry as TaskFacts };
}

test('speed is measured beside the first training, told of, used for time left, and never measured again', async () => {
  const { lab, open, calls, environments } = machine({ cpu: 2000 });
  const first = await open();
  expect(calls).toEqual([]);
  await first.run(request([plan('a', 'trainer')]));
  expect(lab.states('a').at(-1)).toBe('done');
  expect(calls.toSorted()).toEqual(['cpu', 'train']);
  expect(environments()[0]).toEqual(ENVIRONMENT);
  expect(environments().at(-1)!.calibration!.speeds).toEqual([{ batchSize: 64, imagesPerSecond: 2000 }]);
  expect(lab.events.find((event) => event.type === 'progress')).toMatchObject({ secondsLeft: 4 });
  await open();
  expect(environments().at(-1)!.calibration!.speeds[0]!.imagesPerSecond).toBe(2000);
  expect(calls.filter((call) => call === 'cpu')).toHaveLength(1);
});

test('a result is the same, and under the same key, whether speed is known or not', async () => {
  const { lab, open } = machine({ cpu: 2000 });
  const coordinator = await open();
  await coordinator.run(request([plan('a', 'trainer')]));
  await (await open()).run(request([plan('a', 'trainer')]));
  const keys = lab.events.flatMap((event) =>
    event.type === 'status' && event.result ? [[event.result.key, event.result.outputHash]] : [],
  );
  expect(keys).toHaveLength(2);
  expect(keys[1]).toEqual(keys[0]);
});

test('a speed that cannot be measured is logged and harms nothing', async () => {
  const { lab, open } = machine({});
  await (await open()).run(request([plan('a', 'trainer')]));
  expect(lab.states('a').at(-1)).toBe('done');
  expect(lab.events.find((event) => event.type === 'progress')).not.toHaveProperty('secondsLeft');
});

const GPU: Environment = { backend: 'webgpu', description: 'GPU', numericMode: 'webgpu/float32', workers: 1 };
const probe = async ({ backend }: Options): Promise<Environment> =>
  backend === 'wasm' ? { ...GPU, backend, numericMode: 'wasm/strict', workers: 2 } : GPU;

test('a GPU that trains clearly slower than one WASM worker is left from the next start on, unless it was asked for', async () => {
  for (const [wasm, expected] of [
    [3000, 'wasm'],
    [1100, 'webgpu'],
    [400, 'webgpu'],
  ] as const) {
    const { lab, open, calls, environments, facts } = machine({ webgpu: 1000, wasm });
    await (await open(GPU)).run(request([plan('a', 'trainer')]));
    expect(calls.toSorted()).toEqual(['train', 'wasm', 'webgpu']);
    const { backend, calibration } = environments().at(-1)!;
    expect(backend).toBe('webgpu');
    expect(calibration!.faster).toEqual(expected === 'wasm' ? { backend: 'wasm', times: 3 } : undefined);
    const next = (options: Options) => chooseEnvironment(lab.database, facts, options, probe);
    const chosen = await next(DEFAULT_OPTIONS);
    expect(chosen.backend).toBe(expected);
    expect(chosen.calibration!.speeds[0]!.imagesPerSecond).toBeCloseTo(expected === 'wasm' ? wasm : 1000, 6);
    expect((await next({ ...DEFAULT_OPTIONS, backend: 'webgpu' })).backend).toBe('webgpu');
  }
});

test('time left is told for trainings alone, and only once speed is known', async () => {
  const about = {
    tasks: { run: () => Promise.reject(new Error('not asked')) },
    facts: {},
    options: DEFAULT_OPTIONS,
    measured: () => undefined,
    log: () => undefined,
  };
  const calibration = { speeds: [{ batchSize: 64, imagesPerSecond: 1000 }] };
  const unknown = new Calibrator({ ...about, environment: ENVIRONMENT });
  const known = new Calibrator({ ...about, environment: { ...ENVIRONMENT, calibration } });
  const progress = { stage: 'Training', done: 2000, total: 5000, unit: 'images' };
  await Promise.all([unknown.begin(), known.begin()]);
  expect(unknown.expect(progress, [load])).toBeUndefined();
  expect(known.expect(progress, [load])).toBe(3);
  expect(known.expect(progress, [])).toBeUndefined();
  expect(known.expect({ ...progress, unit: 'families' }, [load])).toBeUndefined();
  expect(known.expect({ ...progress, total: 0 }, [load])).toBeUndefined();
});
