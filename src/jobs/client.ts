/**
 * The page's client of the coordinator: a small state machine around one worker. A call never hangs: Comlink's calls do
 * not settle when a worker ends (comlink #601), so each races the worker's death. After a death the next call starts a
 * new coordinator, which finds in storage what was done.
 */
import * as Comlink from 'comlink';
import { LookbookError, fromErrorRecord } from '../core/errors';
import type { Options } from '../core/options';
import type { Outcome } from '../core/results/coordinator-api';
import type { JobEvent, RunRequest } from '../core/results/events';
import type { Environment, StoredResult, TaskCall } from '../core/results/types';
import type { TaskMap } from '../../workers/tasks/registry';
import { spawnCoordinator, type CoordinatorHandle } from './spawn';

interface Running {
  readonly handle: CoordinatorHandle;
  readonly environment: Promise<Environment>;
}

export class JobsClient {
  readonly #options: Options;
  readonly #spawn: () => CoordinatorHandle;
  readonly #listeners = new Set<(event: JobEvent) => void>();
  #running: Running | undefined;

  constructor(options: Options, spawn: () => CoordinatorHandle = spawnCoordinator) {
    this.#options = options;
    this.#spawn = spawn;
  }

  /** @returns a function that ends the subscription */
  subscribe(listener: (event: JobEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Where computation happens. @throws LookbookError if no coordinator can be started or no backend runs */
  environment(): Promise<Environment> {
    return this.#start().environment;
  }

  /** Runs a job to its end; failures of cells come as status events. @throws LookbookError `job/other-tab`, `worker/crashed` */
  run(request: RunRequest): Promise<void> {
    return this.#call((handle) => handle.api.run(request));
  }

  /** Continues a job that was cut off. @returns false if there was none, or another tab runs it */
  resume(notebookId: string): Promise<boolean> {
    return this.#call((handle) => handle.api.resume(notebookId));
  }

  /** Runs one task that belongs to no cell, or gives its stored result. @throws LookbookError its own failure, `worker/crashed` */
  task<K extends keyof TaskMap & string>(
    kind: K,
    call: TaskCall<TaskMap[K]['spec']>,
  ): Promise<StoredResult<TaskMap[K]['summary']>> {
    return this.#call((handle) => handle.api.task(kind, call)) as Promise<never>;
  }

  async cancel(cellId?: string): Promise<void> {
    if (this.#running) await this.#running.handle.api.cancel(cellId);
  }

  /** Ends the coordinator and with it its task workers. */
  close(): void {
    this.#running?.handle.terminate();
    this.#running = undefined;
  }

  #start(): Running {
    if (this.#running) return this.#running;
    const handle = this.#spawn();
    const listener = Comlink.proxy((event: JobEvent) => {
      for (const hear of this.#listeners) hear(event);
    });
    const environment = this.#race(handle, async () => {
      await handle.ready;
      return handle.api.start(this.#options, listener);
    });
    const running: Running = { handle, environment };
    this.#running = running;
    void handle.death.then(() => {
      if (this.#running !== running) return;
      handle.terminate();
      this.#running = undefined;
    });
    // A start that failed must not be remembered: the next call may find the storage freed or the device back.
    environment.catch(() => {
      if (this.#running === running) this.close();
    });
    return running;
  }

  async #call<T>(call: (handle: CoordinatorHandle) => Promise<Outcome<T>>): Promise<T> {
    const { handle, environment } = this.#start();
    await environment;
    return this.#race(handle, () => call(handle));
  }

  async #race<T>(handle: CoordinatorHandle, call: () => Promise<Outcome<T>>): Promise<T> {
    const died = handle.death.then((reason): never => {
      throw new LookbookError(
        'worker/crashed',
        `The coordinator stopped (${reason}). Run again to continue where it was.`,
      );
    });
    const outcome = await Promise.race([call(), died]);
    if (!outcome.ok) throw fromErrorRecord(outcome.error);
    return outcome.value;
  }
}
