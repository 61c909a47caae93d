/** What the page calls on the coordinator. Types only; errors travel as data because a structured clone drops their fields. */
import type { ErrorRecord } from '../errors';
import type { Options } from '../options';
import type { JobEvent, RunRequest } from './events';
import type { Environment, StoredResult, TaskCall } from './types';

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorRecord };

export interface CoordinatorApi {
  start(options: Options, listener: (event: JobEvent) => void): Promise<Outcome<Environment>>;
  run(request: RunRequest): Promise<Outcome<void>>;
  resume(notebookId: string): Promise<Outcome<boolean>>;
  /** Runs one task that belongs to no cell, or gives its stored result. */
  task(kind: string, call: TaskCall<unknown>): Promise<Outcome<StoredResult>>;
  cancel(cellId?: string): void;
}
