/**
 * The pool of task workers. Tasks wait in one queue, in the order in which they were asked for; each worker runs one at
 * a time. A worker that dies, falls silent or loses its device is replaced and its task is started once more (training goes
 * on from its checkpoint); the second time the task fails with a sentence. Workers with nothing to do are lent to running
 * tasks that can be spread, and called back when a task waits.
 */
import * as Comlink from 'comlink';
import { LookbookError, fromErrorRecord } from '../../src/core/errors';
import type { Fault, Options } from '../../src/core/options';
import type { Environment, Progress, StoredResult } from '../../src/core/results/types';
import type { HostListener, TaskRequest } from '../tasks/protocol';
import { shapeOf } from '../tasks/shape';
import type { Loss } from './failures';
import type { WorkerHandle } from './spawn';

export interface PoolSurroundings {
  readonly spawn: (name: string) => WorkerHandle;
  readonly environment: Environment;
  readonly options: Options;
  readonly log: (level: 'info' | 'warning', message: string) => void;
}

/** A task as the pool is asked for it. */
export interface PoolRequest extends Omit<TaskRequest, 'faults'> {
  /** Workers that may help with it while they have nothing else to do. */
  readonly helpers?: number;
}

interface Job {
  readonly request: PoolRequest;
  readonly shape: string | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  readonly resolve: (result: StoredResult) => void;
  readonly reject: (error: LookbookError) => void;
  /** Workers that were lost with it. */
  readonly losses: Loss[];
  /** Helpers it may still have; each that is lost is one fewer. */
  helpers: number;
  /** Tasks of other shapes that went before it. */
  overtaken: number;
}

/** A worker lent to the task of another. */
interface Loan {
  readonly id: number;
  readonly leader: Slot;
  readonly job: Job;
}

interface Slot {
  readonly handle: WorkerHandle;
  readonly started: Promise<void>;
  job: Job | undefined;
  loan: Loan | undefined;
  /** Of its last task that had one. */
  shape: string | undefined;
  lastHeard: number;
  tasksRun: number;
  gone: boolean;
}

/** A worker is replaced after so many tasks: whatever they may have left behind goes with it. */
const TASKS_PER_WORKER = 24;
/** A waiting task lets so many later ones go before it that a worker of their shape can take. */
const PATIENCE = 8;
/**
 * How long a task may take to stop by itself before its worker is terminated. A step of a large network takes as long;
 * nothing is lost with the worker but the steps since its checkpoint, and who cancelled waits no longer.
 */
const CANCEL_GRACE_MS = 100;
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
  run(request: PoolRequest, signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<StoredResult> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(new LookbookError('cancelled'));
        return;
      }
      const { helpers = 0 } = request;
      const shape = shapeOf(request);
      const job: Job = { request, shape, signal, onProgress, resolve, reject, losses: [], helpers, overtaken: 0 };
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

  /**
   * On a GPU a worker serves tasks of one shape and then ends: TensorFlow.js keeps the device's buffers of every size that was
   * ever used. On WASM and CPU memory is used again whatever its size, and a worker that has run the code for a while is faster.
   */
  get #grouped(): boolean {
    const { backend } = this.#surroundings.environment;
    return backend === 'webgpu' || backend === 'webgl';
  }

  #dispatch(): void {
    for (;;) {
      const job = this.#nextJob();
      const slot = job && this.#slotFor(job);
      if (!job || !slot) break;
      this.#queue.splice(this.#queue.indexOf(job), 1);
      void this.#give(slot, job);
    }
    if (this.#queue.length === 0) this.#lend();
  }

  get #idle(): Slot[] {
    return this.#slots.filter(({ job, loan }) => !job && !loan);
  }

  /** The first that waits, unless a free worker has served the shape of a later one. */
  #nextJob(): Job | undefined {
    const first = this.#queue[0];
    if (!first || !this.#grouped || first.overtaken >= PATIENCE) return first;
    const shapes = new Set(this.#idle.map(({ shape }) => shape));
    const fitting = this.#queue.find(({ shape }) => shape !== undefined && shapes.has(shape));
    if (!fitting) return first;
    for (const job of this.#queue.slice(0, this.#queue.indexOf(fitting))) job.overtaken += 1;
    return fitting;
  }

  /** A worker that is free for this task, called back or opened if need be. */
  #slotFor(job: Job): Slot | undefined {
    const free = this.#freeFor(job) ?? this.#open();
    if (free) return free;
    const lent = this.#slots.find(({ loan }) => loan !== undefined);
    if (lent) this.#callBack(lent);
    const [idle] = this.#idle;
    if (!idle || this.#serves(idle, job)) return idle;
    this.#remove(idle);
    return this.#open();
  }

  #freeFor(job: Job): Slot | undefined {
    const free = this.#idle.filter((slot) => this.#serves(slot, job));
    return free.find(({ shape }) => shape === job.shape) ?? free[0];
  }

  #serves(slot: Slot, job: Job): boolean {
    return !this.#grouped || slot.shape === undefined || job.shape === undefined || slot.shape === job.shape;
  }

  /** Gives workers with nothing to do to running tasks that can use them, the first that was started before the others. */
  #lend(): void {
    for (const leader of [...this.#slots]) {
      const { job } = leader;
      if (!job || job.signal.aborted) continue;
      while (this.#slots.filter(({ loan }) => loan?.job === job).length < job.helpers) {
        const helper = this.#freeFor(job) ?? this.#open();
        if (!helper) return;
        void this.#lendTo(helper, leader, job);
      }
    }
  }

  async #lendTo(helper: Slot, leader: Slot, job: Job): Promise<void> {
    this.#serial += 1;
    const loan: Loan = { id: this.#serial, leader, job };
    helper.loan = loan;
    helper.shape = job.shape ?? helper.shape;
    helper.lastHeard = performance.now();
    const { key, kind } = job.request;
    try {
      await Promise.all([leader.started, helper.started]);
      if (helper.loan !== loan) return;
      const { port1, port2 } = new MessageChannel();
      void leader.handle.api.addHelper(key, loan.id, Comlink.transfer(port1, [port1]));
      await helper.handle.api.help(kind, loan.id, Comlink.transfer(port2, [port2]));
    } catch (thrown) {
      if (helper.gone || helper.loan !== loan) return;
      this.#surroundings.log('warning', `A worker could not help with the ${kind} task: ${String(thrown)}`);
      this.#lose(helper, { code: 'worker/crashed', reason: String(thrown) });
    }
  }

  /** The worker is free again; the task that it helped does its share itself. */
  #callBack(helper: Slot): void {
    const { loan } = helper;
    if (!loan) return;
    helper.loan = undefined;
    if (!loan.leader.gone) void loan.leader.handle.api.removeHelper(loan.job.request.key, loan.id);
    if (!helper.gone) void helper.handle.api.stopHelping(loan.id);
  }

  #open(): Slot | undefined {
    const { spawn, environment, options, log } = this.#surroundings;
    if (this.#slots.length >= environment.workers) return undefined;
    this.#serial += 1;
    const handle = spawn(`lookbook-task-${this.#serial}-${Math.random().toString(36).slice(2)}`);
    const slot: Slot = {
      handle,
      job: undefined,
      loan: undefined,
      shape: undefined,
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
      this.#lose(slot, { code: 'worker/crashed', reason });
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
      claim: (fault) => {
        const index = this.#faults.findIndex((other) => JSON.stringify(other) === JSON.stringify(fault));
        if (index >= 0) this.#faults = this.#faults.toSpliced(index, 1);
        return index >= 0;
      },
    };
  }

  async #give(slot: Slot, job: Job): Promise<void> {
    slot.job = job;
    slot.shape = job.shape ?? slot.shape;
    slot.lastHeard = performance.now();
    try {
      await slot.started;
      if (slot.gone || slot.job !== job) return;
      const outcome = await slot.handle.api.run({ ...job.request, faults: this.#faults });
      if (slot.gone || slot.job !== job) return;
      slot.job = undefined;
      slot.tasksRun += 1;
      this.#endLoans(slot);
      if (outcome.ok) job.resolve(outcome.value);
      else this.#fail(slot, job, fromErrorRecord(outcome.error));
    } catch (thrown) {
      if (slot.gone) return;
      this.#lose(slot, { code: 'worker/crashed', reason: String(thrown) });
      return;
    }
    if (slot.tasksRun >= TASKS_PER_WORKER) this.#remove(slot);
    this.#dispatch();
  }

  #fail(slot: Slot, job: Job, error: LookbookError): void {
    if (error.code === 'backend/lost') {
      // The device is lost for this worker for good; a new one may get another.
      slot.job = job;
      const cause = error.cause instanceof Error ? error.cause.message : error.message;
      this.#lose(slot, { code: 'backend/lost', reason: cause });
      return;
    }
    job.reject(error);
  }

  /** The worker is no more: its task is started once more elsewhere, or fails if this was the second time. */
  #lose(slot: Slot, loss: Loss): void {
    const { job, loan } = slot;
    // One that helped is not replaced without end: the task goes on with fewer.
    if (loan) loan.job.helpers -= 1;
    this.#remove(slot);
    if (job && !job.signal.aborted) {
      job.losses.push(loss);
      const [first, second] = job.losses;
      if (first && second) {
        // Words that are seldom needed; if they cannot be loaded, the error's own sentence has to do.
        import('./failures').then(
          ({ lostTwice }) => job.reject(lostTwice(job.request.kind, first, second)),
          () => job.reject(new LookbookError(second.code)),
        );
      } else {
        this.#surroundings.log('warning', `Starting the ${job.request.kind} task again.`);
        this.#queue.unshift(job);
      }
    }
    this.#dispatch();
  }

  #endLoans(leader: Slot): void {
    for (const slot of this.#slots) if (slot.loan?.leader === leader) this.#callBack(slot);
  }

  #remove(slot: Slot): void {
    slot.gone = true;
    slot.job = undefined;
    this.#callBack(slot);
    this.#endLoans(slot);
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
      if ((slot.job || slot.loan) && slot.lastHeard < limit) {
        this.#surroundings.log(
          'warning',
          `A task worker has been silent for ${this.#surroundings.options.silenceMs} ms.`,
        );
        this.#lose(slot, { code: 'worker/silent', reason: 'no sign of life' });
      }
    }
  }
}
