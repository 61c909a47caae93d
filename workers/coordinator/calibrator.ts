/**
 * Knows how fast this machine trains: measured once a browser, in a task beside the first training that is asked for, and
 * kept like any result. It chooses the backend where a GPU and WASM could both be it, but from the next start on: to change
 * it while results are being made would put them out of date. It changes no parameter: a batch size that depends on the
 * machine would give each machine results of its own.
 */
import type { expectedSeconds, TrainingLoad } from '../../src/core/models/expected';
import type { Calibration } from '../../src/core/models/speed';
import type { Options } from '../../src/core/options';
import type { Backend, Environment, Progress } from '../../src/core/results/types';
import { readResult } from '../../src/storage/results';
import type { Database } from '../../src/storage/schema';
import { speedsOf } from '../tasks/calibrate/types';
import { taskKey, type TaskFacts, type TaskRunner } from './task-runner';
import { CALIBRATE, callFor, candidates, fasterThanGpu } from './speeds';

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
    const { facts, log, measured } = this.#surroundings;
    if (this.#begun) return;
    this.#begun = true;
    try {
      const { expectedSeconds, measure } = await import('./measuring');
      this.#expected = expectedSeconds;
      if (this.#calibration || !facts[CALIBRATE]) return;
      this.#calibration = await measure(this.#surroundings);
      if (this.#calibration) measured(this.#calibration);
    } catch (thrown) {
      log('warning', `Time left cannot be estimated: ${String(thrown)}`);
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
