/** What pool and task host say to each other. Types only. */
import type { Outcome } from '../../src/core/results/coordinator-api';
import type { Fault, Options } from '../../src/core/options';
import type { Environment, Json, Progress, StoredResult } from '../../src/core/results/types';

/** One unit of work as it is sent to a worker. */
export interface TaskRequest {
  readonly key: string;
  readonly kind: string;
  readonly params: Json;
  readonly inputs: Readonly<Record<string, StoredResult>>;
  readonly seed: number;
  /** Drills that have not fired yet. */
  readonly faults: readonly Fault[];
}

export type { Outcome };

/** Heard by the pool. */
export interface HostListener {
  progress(key: string, progress: Progress): void;
  /** The worker lives. */
  beat(): void;
  /** Asked before a drill fires: whether it is this worker's to fire, as it is for the first to ask. */
  claim(fault: Fault): boolean | Promise<boolean>;
}

/** Heard by the task host. */
export interface HostApi {
  start(environment: Environment, options: Options, listener: HostListener): Promise<void>;
  run(request: TaskRequest): Promise<Outcome<StoredResult>>;
  cancel(key: string): void;
  /** Gives the task that runs under this key a helper, at the other end of the port. */
  addHelper(key: string, id: number, port: MessagePort): void;
  /** The helper has gone or is needed elsewhere: the task does its share itself. */
  removeHelper(key: string, id: number): void;
  /** Helps with a task of this kind that runs in another worker; ends after {@link stopHelping}. */
  help(kind: string, id: number, port: MessagePort): Promise<void>;
  stopHelping(id: number): void;
}
