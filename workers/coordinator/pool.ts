/**
 * The pool of task workers. Tasks wait in one queue, in the order in which they were asked for; each worker runs one at
 * a time. A worker that dies or falls silent is replaced and its task is started once more (training goes on from its
 * checkpoint); the second time the task fails with a sentence.
 */
import * as Comlink from 'comlink';
import { LookbookError, fromErrorRecord, type ErrorCode } from '../../src/core/errors';
import type { Fault, Options } from '../../src/core/options';
import type { Environment, Progress, StoredResult } from '../../src/core/results/types';
import type { HostListener, TaskRequest } from '../tasks/protocol';
import type { WorkerHandle } from './spawn';

export interface PoolSurroundings {
  readonly spawn: (name: string) => WorkerHandle;
  readonly environment: Environment;
  readonly options: Options;
  readonly log: (level: 'info' | 'warning', message: string) => void;
}

interface Job {
  readonly request: Omit<TaskRequest, 'faults'>;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  readonly resolve: (result: StoredResult) => void;
  readonly reject: (error: LookbookError) => void;
  attempts: number;
}

interface Slot {
  readonly handle: WorkerHandle;
  readonly started: Promise<void>;
  job: Job | undefined;
  lastHeard: number;
  tasksRun: number;
  gone: boolean;
}

/** A worker is replaced after so many tasks: TensorFlow.js never gives buffers of past shapes back. */
const TASKS_PER_WORKER = 24;
/** How long a task may take to stop by itself before its worker is terminated. */
const CANCEL_GRACE_MS = 500;
const WATCH_MS = 250;

export class Pool {
  readonly #surroundings: PoolSurroundings;
  readonly #slots: Slot[] = [];
  readonly #queue: Job[] = [];
  #faults: readonly Fault[];
  #serial = 0;
  readonly #watch: ReturnType<typeof setInterval>;

  constructor(surroundings: PoolSurroundings) {
    this.#surroundings = surroundings;
    this.#faults = surroundings.options.faults;
    this.#watch = setInterval(() => this.#findSilent(), WATCH_MS);
  }

  /** Runs a task in the next free worker. @throws LookbookError its own failure, `cancelled`, `worker/crashed`, `worker/silent` */
  run(
    request: Omit<TaskRequest, 'faults'>,
    signal: AbortSignal,
    onProgress: (progress: Progress) => void,
  ): Promise<StoredResult> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(new LookbookError('cancelled'));
        return;
      }
      const job: Job = { request, signal, onProgress, resolve, reject, attempts: 0 };
      signal.addEventListener('abort', () => this.#cancel(job), { once: true });
      this.#queue.push(job);
      this.#dispatch();
    });
  }

  /** Ends all workers. Tasks under way are never settled: only for a coordinator that ends itself. */
  close(): void {
    clearInterval(this.#watch);
    for (const slot of this.#slots.splice(0)) slot.handle.terminate();
  }

  #dispatch(): void {
    while (this.#queue.length > 0) {
      const slot = this.#slots.find((candidate) => candidate.job === undefined) ?? this.#open();
      if (!slot) return;
      void this.#give(slot, this.#queue.shift()!);
    }
  }

  #open(): Slot | undefined {
    const { spawn, environment, options, log } = this.#surroundings;
    if (this.#slots.length >= environment.workers) return undefined;
    this.#serial += 1;
    const handle = spawn(`lookbook-task-${this.#serial}-${Math.random().toString(36).slice(2)}`);
    const slot: Slot = {
      handle,
      job: undefined,
      lastHeard: performance.now(),
      tasksRun: 0,
      gone: false,
      started: handle.ready.then(() =>
        handle.api.start(environment, options, Comlink.proxy(this.#listener(() => slot))),
      ),
    };
    slot.started.catch(() => undefined);
    this.#slots.push(slot);
    void handle.death.then((reason) => {
      if (slot.gone) return;
      log('warning', `A task worker ended: ${reason}.`);
      this.#lose(slot, 'worker/crashed', reason);
    });
    return slot;
  }

  #listener(slot: () => Slot): HostListener {
    const heard = (): void => {
      slot().lastHeard = performance.now();
    };
    return {
      beat: heard,
      progress: (key, progress) => {
        heard();
        const job = slot().job;
        if (job?.request.key === key && !job.signal.aborted) job.onProgress(progress);
      },
      fired: (fault) => {
        this.#faults = this.#faults.filter((other) => JSON.stringify(other) !== JSON.stringify(fault));
      },
    };
  }

  async #give(slot: Slot, job: Job): Promise<void> {
    slot.job = job;
    slot.lastHeard = performance.now();
    job.attempts += 1;
    try {
      await slot.started;
      if (slot.gone || slot.job !== job) return;
      const outcome = await slot.handle.api.run({ ...job.request, faults: this.#faults });
      if (slot.gone || slot.job !== job) return;
      slot.job = undefined;
      slot.tasksRun += 1;
      if (outcome.ok) job.resolve(outcome.value);
      else this.#fail(slot, job, fromErrorRecord(outcome.error));
    } catch (thrown) {
      if (slot.gone) return;
      this.#lose(slot, 'worker/crashed', thrown instanceof Error ? thrown.message : String(thrown));
      return;
    }
    if (slot.tasksRun >= TASKS_PER_WORKER) this.#remove(slot);
    this.#dispatch();
  }

  #fail(slot: Slot, job: Job, error: LookbookError): void {
    if (error.code === 'backend/lost') {
      // The device is lost for this worker for good; a new one may get another.
      slot.job = job;
      this.#lose(slot, 'backend/lost', error.message);
      return;
    }
    job.reject(error);
  }

  /** The worker is no more: its task is started once more elsewhere, or fails if this was the second time. */
  #lose(slot: Slot, code: ErrorCode, reason: string): void {
    const job = slot.job;
    this.#remove(slot);
    if (job && !job.signal.aborted) {
      if (job.attempts < 2) {
        this.#surroundings.log('warning', `Starting the ${job.request.kind} task again.`);
        this.#queue.unshift(job);
      } else {
        job.reject(new LookbookError(code, undefined, { cause: new Error(reason) }));
      }
    }
    this.#dispatch();
  }

  #remove(slot: Slot): void {
    slot.gone = true;
    slot.job = undefined;
    slot.handle.terminate();
    const index = this.#slots.indexOf(slot);
    if (index >= 0) this.#slots.splice(index, 1);
  }

  #cancel(job: Job): void {
    const waiting = this.#queue.indexOf(job);
    if (waiting >= 0) this.#queue.splice(waiting, 1);
    const slot = this.#slots.find((candidate) => candidate.job === job);
    job.reject(new LookbookError('cancelled'));
    if (!slot) return;
    void slot.handle.api.cancel(job.request.key);
    setTimeout(() => {
      if (slot.gone || slot.job !== job) return;
      this.#surroundings.log('info', `The ${job.request.kind} task did not stop by itself; its worker was ended.`);
      this.#remove(slot);
      this.#dispatch();
    }, CANCEL_GRACE_MS);
  }

  #findSilent(): void {
    const limit = performance.now() - this.#surroundings.options.silenceMs;
    for (const slot of [...this.#slots]) {
      if (slot.job && slot.lastHeard < limit) {
        this.#surroundings.log(
          'warning',
          `A task worker has been silent for ${this.#surroundings.options.silenceMs} ms.`,
        );
        this.#lose(slot, 'worker/silent', 'no sign of life');
      }
    }
  }
}
