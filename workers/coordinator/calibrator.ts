/**
 * Knows how fast this machine trains: measured once a browser, in a task beside the first training that is asked for, and
 * kept like any result. It changes no parameter: a batch size that depends on the machine would give each machine results of
 * its own.
 */
import type { expectedSeconds, TrainingLoad } from '../../src/core/models/expected';
import { topSpeed } from '../../src/core/models/speed';
import type { Options } from '../../src/core/options';
import type { Backend, Calibration, Environment, Progress } from '../../src/core/results/types';
import { count } from '../../src/core/words/numbers';
import { candidates, fasterThanGpu, speedTask } from './environment';
import type { TaskFacts, TaskRunner } from './task-runner';

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
    const task = speedTask(facts);
    if (this.#calibration || !task) return loaded;
    const { kind, measures } = task;
    const found = new Map<Backend, Calibration>();
    for (const backend of candidates(environment, options)) {
      try {
        const call = { params: measures.spec(backend, options) };
        const speeds = measures.speeds(await tasks.run(kind, call, new AbortController().signal));
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
