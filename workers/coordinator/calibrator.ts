/**
 * Knows how fast this machine trains: measured once a browser, in a task beside the first training that is asked for, and
 * kept like any result. It chooses the backend where a GPU and WASM could both be it, but from the next start on: to change
 * it while results are being made would put them out of date. It changes no parameter: a batch size that depends on the
 * machine would give each machine results of its own.
 */
import type { expectedSeconds, TrainingLoad } from '../../src/core/models/expected';
import { topSpeed, type Calibration } from '../../src/core/models/speed';
import type { Options } from '../../src/core/options';
import type { Backend, Environment, Progress } from '../../src/core/results/types';
import { readResult } from '../../src/storage/results';
import type { Database } from '../../src/storage/schema';
import { speedsOf } from '../tasks/calibrate/types';
import { taskKey, type TaskFacts, type TaskRunner } from './task-runner';
import { count } from '../../src/core/words/numbers';

/** WASM must train so many times as fast in one worker to be taken instead of a GPU: it has several, but figures waver. */
const CLEARLY = 1.25;

const CALIBRATE = 'calibrate';
const callFor = (backend: Backend, { kernels, arithmetic }: Options) => ({ params: { backend, kernels, arithmetic } });

/** Backends that `auto` may come down to here: the probe's own, and WASM where that is a GPU. */
const candidates = ({ backend }: Environment, options: Options): readonly Backend[] =>
  options.backend === 'auto' && backend.startsWith('webg') ? [backend, 'wasm'] : [backend];

/** What has been measured earlier, by backend. */
async function measuredEarlier(
  db: Database,
  facts: TaskFacts,
  environment: Environment,
  options: Options,
): Promise<ReadonlyMap<Backend, Calibration>> {
  const found = new Map<Backend, Calibration>();
  const known = facts[CALIBRATE];
  if (!known) return found;
  for (const backend of candidates(environment, options)) {
    const result = await readResult(db, taskKey(CALIBRATE, known, callFor(backend, options), environment));
    const speeds = result && speedsOf(result);
    if (speeds) found.set(backend, { speeds });
  }
  return found;
}

/** How many times as fast as the GPU WASM was found to be, where that is clear. */
function fasterThanGpu(measured: ReadonlyMap<Backend, Calibration>, gpu: Backend): number | undefined {
  const [ofGpu, ofWasm] = [measured.get(gpu), measured.get('wasm')];
  if (gpu === 'wasm' || !ofGpu || !ofWasm) return undefined;
  const times = topSpeed(ofWasm) / topSpeed(ofGpu);
  return times >= CLEARLY ? times : undefined;
}

/**
 * The environment to compute in: the probe's, unless the backend is free to choose and WASM was found to be clearly faster
 * than the GPU here. With what was measured, if anything was.
 */
export async function chooseEnvironment(
  db: Database,
  facts: TaskFacts,
  options: Options,
  probe: (options: Options) => Promise<Environment>,
): Promise<Environment> {
  const probed = await probe(options);
  const measured = await measuredEarlier(db, facts, probed, options);
  const environment =
    fasterThanGpu(measured, probed.backend) === undefined ? probed : await probe({ ...options, backend: 'wasm' });
  const calibration = measured.get(environment.backend);
  return calibration ? { ...environment, calibration } : environment;
}

export interface CalibratorSurroundings {
  readonly tasks: Pick<TaskRunner, 'run'>;
  readonly facts: TaskFacts;
  readonly environment: Environment;
  readonly options: Options;
  readonly measured: (calibration: Calibration) => void;
  readonly log: (level: 'info' | 'warning', message: string) => void;
}

export class Calibrator {
  readonly #surroundings: CalibratorSurroundings;
  #calibration: Calibration | undefined;
  /** Loaded with the first training. */
  #expected: typeof expectedSeconds | undefined;
  #begun = false;

  constructor(surroundings: CalibratorSurroundings) {
    this.#surroundings = surroundings;
    this.#calibration = surroundings.environment.calibration;
  }

  /** Measures, unless that was done or begun before. Never fails: without figures there is only no estimate. */
  async begin(): Promise<void> {
    const { facts, environment, options, tasks, measured, log } = this.#surroundings;
    if (this.#begun) return;
    this.#begun = true;
    const loaded = this.#loadEstimate();
    if (this.#calibration || !facts[CALIBRATE]) return loaded;
    const found = new Map<Backend, Calibration>();
    for (const backend of candidates(environment, options)) {
      try {
        const speeds = speedsOf(await tasks.run(CALIBRATE, callFor(backend, options), new AbortController().signal));
        if (speeds) found.set(backend, { speeds });
      } catch (thrown) {
        log('warning', `The speed of ${backend} could not be measured: ${String(thrown)}`);
      }
    }
    const own = found.get(environment.backend);
    if (!own) return;
    const times = fasterThanGpu(found, environment.backend);
    this.#calibration = { ...own, ...(times === undefined ? {} : { faster: { backend: 'wasm', times } }) };
    await loaded;
    log('info', `One worker trains ${count(Math.round(topSpeed(own)))} images a second (small CNN).`);
    measured(this.#calibration);
  }

  async #loadEstimate(): Promise<void> {
    try {
      this.#expected = (await import('../../src/core/models/expected')).expectedSeconds;
    } catch (thrown) {
      this.#surroundings.log('warning', `Time left cannot be estimated: ${String(thrown)}`);
    }
  }

  /** Seconds left of a cell whose trainings have no pace yet; undefined if that cannot be told. */
  expect({ unit, done, total }: Progress, trainings: readonly TrainingLoad[]): number | undefined {
    if (!this.#calibration || !this.#expected || unit !== 'images' || total <= 0 || trainings.length === 0) {
      return undefined;
    }
    const { workers } = this.#surroundings.environment;
    return this.#expected(this.#calibration, trainings, Math.max(0, total - done), workers);
  }
}
