/**
 * What tasks and jobs leave behind, and the contracts by which a cell's job asks for work.
 * Types only: pages, coordinator and task workers share them, so no two ends can disagree.
 */
import type { LedgerEvent } from '../ledger/types';
import type { ErrorRecord } from '../errors';
import type { ArtifactRef, Json, NdArray } from './values';

export type * from './values';

/** The arrays of a kind of result, by name: those that it always has, and those that it has at times. */
export type Arrays<Always extends string, AtTimes extends string = never> = { readonly [N in Always]: ArtifactRef } & {
  readonly [N in AtTimes]?: ArtifactRef;
};
export type AnyArrays = Readonly<Record<string, ArtifactRef>>;
export type AnyInputs = Readonly<Record<string, StoredResult>>;

/** What a task or a job computes. Numbers for people and for keys go in the summary; arrays go in artifacts. */
export interface Output<S, A = AnyArrays> {
  readonly summary: S;
  readonly artifacts?: { readonly [N in keyof A]: NdArray };
  /** Arrays that are stored already (of a task's result) and are passed on without being read. */
  readonly refs?: Readonly<Record<string, ArtifactRef>>;
  /** Durations by name, in seconds: stored beside the result and no part of any hash. */
  readonly timing?: Readonly<Record<string, number>>;
}

/** An immutable, stored result of a task or a cell. */
export interface StoredResult<S = unknown, A = AnyArrays> {
  readonly key: string;
  /** `task:<kind>` or `cell:<kind>`. */
  readonly kind: string;
  readonly version: number;
  readonly summary: S;
  readonly artifacts: A;
  /** SHA-256 of summary and artifact hashes: what dependants' keys are made of. */
  readonly outputHash: string;
  /** ISO time and duration; never part of any hash. */
  readonly createdAt: string;
  readonly seconds: number;
  readonly timing?: Readonly<Record<string, number>>;
}

/** One call for a unit of work. Its inputs are results that the task reads; they enter the key by what they contain. */
export type TaskCall<Spec, Inputs = AnyInputs> = {
  readonly params: Spec;
  /** Derived seed, if the task is random. */
  readonly seed?: number;
} & (Record<string, never> extends Inputs ? { readonly inputs?: Inputs } : { readonly inputs: Inputs });

/** The types of one kind of task; a TaskMap maps kinds to these. */
export interface TaskTypes<Spec = unknown, Summary = unknown, Detail = unknown, Inputs = unknown, A = unknown> {
  readonly spec: Spec;
  readonly summary: Summary;
  /** What a progress report may carry beyond numbers (a loss curve so far, first images); structured-cloneable. */
  readonly detail: Detail;
  /** Results that it reads, by name, and the arrays of what it leaves. */
  readonly inputs: Inputs;
  readonly arrays: A;
}

/** Progress of a task or of a cell. `done` and `total` share `unit`; `total` 0 means not known. */
export interface Progress<Detail = unknown> {
  /** What is being done, in a few words for people: "Training, epoch 2 of 4". */
  readonly stage: string;
  readonly done: number;
  readonly total: number;
  readonly unit: string;
  readonly detail?: Detail;
}

export interface BatchSpeed {
  readonly batchSize: number;
  readonly imagesPerSecond: number;
}

/** Training of the small CNN in one worker. A measurement of one moment: no part of any key. */
export interface Calibration {
  /** At least one, by rising batch size. */
  readonly speeds: readonly BatchSpeed[];
  /** Another backend that was found to be faster here, and how many times; it is taken from the next start on. */
  readonly faster?: { readonly backend: string; readonly times: number };
}

/** Where computation happens; `numericMode` is part of the key of every task that says it is numeric. */
export interface Environment {
  readonly backend: Backend;
  /** For people: "WASM, SIMD" or "WebGPU (nvidia)". */
  readonly description: string;
  /** For keys: backend and the arithmetic it uses, e.g. "wasm/strict". */
  readonly numericMode: string;
  readonly workers: number;
  /** How fast it trains here, once that was measured. No part of any key. */
  readonly calibration?: Calibration;
}
export type Backend = 'webgpu' | 'webgl' | 'wasm' | 'cpu';

/** The ids and params of a cell as the coordinator is asked to run it: params resolved, inputs named. */
export interface CellPlan {
  readonly id: string;
  readonly kind: string;
  readonly params: Json;
  /** input name -> id of the cell that provides it (earlier in the plan, or with a stored result). */
  readonly inputs: Readonly<Record<string, string>>;
}

/** What a cell's job may do. Jobs are replayed after a crash: everything costly or random goes through `task`. */
export interface JobContext<Tasks, Params = Json, Live = unknown, Inputs = AnyInputs> {
  readonly cellId: string;
  readonly notebookId: string;
  readonly params: Params;
  readonly inputs: Inputs;
  readonly environment: Environment;
  readonly signal: AbortSignal;
  /** A seed from the notebook's root seed, this cell's kind and a path; equal paths give equal seeds. */
  seed(...path: readonly (string | number)[]): number;
  /** Runs one task, or returns its stored result. Calls may be made in parallel; the pool queues them. */
  task<K extends keyof Tasks & string>(
    kind: K,
    call: Tasks[K] extends TaskTypes<infer Spec, unknown, unknown, infer Inputs> ? TaskCall<Spec, Inputs> : never,
    onProgress?: (progress: Progress<Tasks[K] extends TaskTypes<unknown, unknown, infer D> ? D : never>) => void,
  ): Promise<Tasks[K] extends TaskTypes<unknown, infer S, unknown, unknown, infer A> ? StoredResult<S, A> : never>;
  /** The arrays behind a stored result, checked against their checksum. */
  read(ref: ArtifactRef): Promise<NdArray>;
  /** Tells the page how far the cell is; the time left is worked out by the coordinator. */
  report(progress: Progress<Live>): void;
  /** All events of the ledger up to now. */
  ledger(): Promise<readonly LedgerEvent[]>;
  /** Appends to the ledger unless an event of this id is there (so that a replay changes nothing). */
  append(event: LedgerEvent): Promise<void>;
}

/** What a cell is given by another cell: a person wires it. */
export interface InputSlot {
  readonly label: string;
  /** Kinds of cell that can feed this input. */
  readonly kinds: readonly string[];
  /** The job never runs without it. */
  readonly required: boolean;
  /** Fed from a cell below where none above fits: the cell sums up what stands below it. */
  readonly fromBelow?: boolean;
}
export type InputSlots = Readonly<Record<string, InputSlot>>;

/** The results that a job is given, by its cell's slots; of each the part of the summary that the job reads. */
export type InputsOf<Slots extends InputSlots, Read extends Readonly<Record<keyof Slots, unknown>>> = {
  readonly [K in keyof Slots as Slots[K]['required'] extends true ? K : never]: StoredResult<Read[K]>;
} & {
  readonly [K in keyof Slots as Slots[K]['required'] extends true ? never : K]?: StoredResult<Read[K]>;
};

/** The code a cell runs, in `cells/<kind>/job/index.ts`. */
export interface CellJob<Tasks = unknown, Params = never, Summary = unknown, Live = unknown, Inputs = AnyInputs> {
  readonly kind: string;
  /** Raise it when the same params would now give another summary. */
  readonly version: number;
  /** Whether the numeric mode is part of the cell's key. */
  readonly numeric: boolean;
  /** Whether the state of the ledger is part of the cell's key (Track, Report). */
  readonly readsLedger?: boolean;
  /** The cell's slots: without one that is required the job is not run, so it finds what its `Inputs` say. */
  readonly inputs?: InputSlots;
  /** By the name of an input: throws a sentence if what is there cannot be worked with. Asked before the job runs. */
  readonly accepts?: Readonly<Record<string, (summary: never) => void | Promise<void>>>;
  /** Inputs that it does without where their cells did not end well; it says what is missing then. */
  readonly dispensable?: readonly string[];
  /** Takes what other cells have left, and runs also when some of them failed (Report). */
  readonly collectsAll?: boolean;
  run(context: JobContext<Tasks, Params, Live, Inputs>): Promise<Output<Summary>>;
}

export type CellState = 'idle' | 'queued' | 'running' | 'done' | 'failed' | 'cancelled' | 'interrupted' | 'not-saved';

/** The stored status of a cell. Staleness is not here: it is derived from `key`. */
export interface CellStatus {
  readonly notebookId: string;
  readonly cellId: string;
  readonly state: CellState;
  /** Key of the result that the cell shows: its newest, also while it runs again or after it failed. */
  readonly key?: string;
  readonly error?: ErrorRecord;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly seconds?: number;
}
