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
  /** A drill is about to fire; it must not fire again after the restart. */
  fired(fault: Fault): void;
}

/** Heard by the task host. */
export interface HostApi {
  start(environment: Environment, options: Options, listener: HostListener): Promise<void>;
  run(request: TaskRequest): Promise<Outcome<StoredResult>>;
  cancel(key: string): void;
}
