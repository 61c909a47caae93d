/** What a task is, and what it may use. Run by the task host in a worker; never imported by the page. */
import type { Images } from '../../src/core/dataset/images';
import type { Options } from '../../src/core/options';
import type { TrainingLoad } from '../../src/core/models/expected';
import type {
  AnyArrays,
  AnyInputs,
  ArtifactRef,
  Backend,
  Calibration,
  Environment,
  Json,
  NdArray,
  Output,
  Progress,
  StoredResult,
  TaskTypes,
} from '../../src/core/results/types';
import type { Checkpoint } from '../../src/storage/records';
import type { DatasetStore } from '../../src/storage/port';
import type { Helper } from '../engine/helper';

export type { Helper };

export interface TaskContext<Detail = unknown, Inputs = AnyInputs> {
  readonly key: string;
  /** Aborts when the task is cancelled; `turn` throws then. */
  readonly signal: AbortSignal;
  readonly seed: number;
  readonly inputs: Inputs;
  readonly options: Options;
  readonly environment: Environment;
  readonly images: Images;
  /** Where sets are kept whole: for the task that brings them in. */
  readonly datasets: DatasetStore;
  report(progress: Progress<Detail>): void;
  /**
   * A step boundary. Lets messages in (a busy loop starves the worker's queue), tells the pool that the worker lives,
   * fires drills. Call it at least every 100 ms of work. @throws LookbookError `cancelled`
   */
  turn(): Promise<void>;
  read(ref: ArtifactRef): Promise<NdArray>;
  /** Long training only: everything else is short enough to start again. */
  loadCheckpoint(): Promise<Checkpoint | undefined>;
  saveCheckpoint(checkpoint: Omit<Checkpoint, 'taskKey'>): Promise<void>;
  /** Those that help at the moment; they come and go while the task runs, and its output must not depend on them. */
  readonly helpers?: readonly Helper[];
}

/** What a helper may use. */
export type HelperContext = Pick<TaskContext, 'signal' | 'options' | 'environment'>;

/** The work of one kind of task; each folder under tasks/ exports one as `task`. */
export interface Task<Spec, Summary, Detail = never, Inputs = AnyInputs, A = AnyArrays> {
  run(spec: Spec, context: TaskContext<Detail, Inputs>): Promise<Output<Summary, A>>;
  /** Does a share of such a task for another worker, until the signal aborts. Kinds with `helpers` have it. */
  help?(port: MessagePort, context: HelperContext): Promise<void>;
}

/** A task that measures how fast a backend trains here. */
export interface SpeedMeasure {
  /** Named in full, and not by the environment: the result is to be found before there is one. */
  spec(backend: Backend, options: Options): Json;
  /** What was measured, by rising batch size; undefined if the result holds nothing of use. */
  speeds(result: StoredResult): Calibration['speeds'] | undefined;
}

export interface TaskEntry<Spec, Summary, Detail, Inputs = AnyInputs, A = AnyArrays> {
  /** Raise it when the same spec would now give another output. */
  readonly version: number;
  /** Whether the numeric mode (backend and arithmetic) is part of the key. */
  readonly numeric: boolean;
  /** Workers that may help with such a task while they have nothing else to do. */
  readonly helpers?: (spec: Spec) => number;
  /** For tasks that train: what their pace depends on, for time left before any has ended. */
  readonly paced?: (spec: Spec, inputs: Readonly<Record<string, StoredResult>>) => TrainingLoad | undefined;
  readonly measures?: SpeedMeasure;
  readonly load: () => Promise<{ readonly task: Task<Spec, Summary, Detail, Inputs, A> }>;
}

/** One line of the registry; the types come from the module it loads. */
export function taskEntry<Spec, Summary, Detail, Inputs, A>(
  entry: TaskEntry<Spec, Summary, Detail, Inputs, A>,
): TaskEntry<Spec, Summary, Detail, Inputs, A> {
  return entry;
}

/** kind -> types, from a registry. */
export type TaskMapOf<Registry> = {
  readonly [K in keyof Registry]: Registry[K] extends TaskEntry<
    infer Spec,
    infer Summary,
    infer Detail,
    infer Inputs,
    infer A
  >
    ? TaskTypes<Spec, Summary, Detail, Inputs, A>
    : never;
};
