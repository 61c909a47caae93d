/** Runs tasks in a task worker: opens storage, loads the task's module, commits its result, answers with it. */
import { LookbookError, toErrorRecord } from '../../src/core/errors';
import type { Fault, Options } from '../../src/core/options';
import type { Environment, Output, Progress, StoredResult } from '../../src/core/results/types';
import type { TaskStorage } from '../../src/storage/port';
import { prepareResult } from '../../src/storage/results';
import type { HostApi, HostListener, Outcome, TaskRequest } from './protocol';
import type { Helper, Task, TaskContext, TaskEntry } from './types';

type Registry = Readonly<Record<string, TaskEntry<never, unknown, never, never, unknown>>>;

/** What the host needs of the worker it lives in. */
export interface HostSurroundings {
  readonly registry: Registry;
  openStorage(): Promise<TaskStorage>;
  /** Makes the worker vanish without a word. */
  vanish(): void;
}

/** One turn of the message queue: setTimeout would be clamped to 4 ms, a microtask would let no message in. */
class Turnstile {
  readonly #channel = new MessageChannel();
  #wake: (() => void) | undefined;

  constructor() {
    this.#channel.port1.onmessage = () => this.#wake?.();
  }

  pass(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      this.#channel.port2.postMessage(null);
    });
  }

  close(): void {
    this.#channel.port1.close();
  }
}

/** A task under way. */
interface Running {
  readonly controller: AbortController;
  readonly helpers: (Helper & { readonly id: number; readonly leave: () => void })[];
}

/** Heartbeats at most this often. */
const BEAT_MS = 250;

export class TaskHost implements HostApi {
  readonly #surroundings: HostSurroundings;
  readonly #running = new Map<string, Running>();
  readonly #helping = new Map<number, AbortController>();
  #storage: Promise<TaskStorage> | undefined;
  #environment: Environment | undefined;
  #options: Options | undefined;
  #listener: HostListener | undefined;
  #lastBeat = 0;

  constructor(surroundings: HostSurroundings) {
    this.#surroundings = surroundings;
  }

  async start(environment: Environment, options: Options, listener: HostListener): Promise<void> {
    this.#environment = environment;
    this.#options = options;
    this.#listener = listener;
    this.#storage = this.#surroundings.openStorage();
    await this.#storage;
    // While a task waits for a device or for storage, no step boundary comes: the timer speaks for it.
    setInterval(() => this.#beat(), BEAT_MS * 4);
  }

  async run(request: TaskRequest): Promise<Outcome<StoredResult>> {
    const controller = new AbortController();
    const running: Running = { controller, helpers: [] };
    this.#running.set(request.key, running);
    try {
      return { ok: true, value: await this.#execute(request, running) };
    } catch (thrown) {
      return { ok: false, error: toErrorRecord(controller.signal.aborted ? new LookbookError('cancelled') : thrown) };
    } finally {
      for (const helper of running.helpers) helper.port.close();
      this.#running.delete(request.key);
    }
  }

  cancel(key: string): void {
    this.#running.get(key)?.controller.abort();
  }

  addHelper(key: string, id: number, port: MessagePort): void {
    const running = this.#running.get(key);
    if (!running) {
      port.close();
      return;
    }
    const gone = new AbortController();
    running.helpers.push({ id, port, gone: gone.signal, leave: () => gone.abort() });
  }

  removeHelper(key: string, id: number): void {
    const helpers = this.#running.get(key)?.helpers ?? [];
    const index = helpers.findIndex((helper) => helper.id === id);
    const [helper] = index < 0 ? [] : helpers.splice(index, 1);
    helper?.leave();
    helper?.port.close();
  }

  async help(kind: string, id: number, port: MessagePort): Promise<void> {
    const controller = new AbortController();
    this.#helping.set(id, controller);
    try {
      const { task } = await this.#surroundings.registry[kind]!.load();
      const surroundings = { environment: this.#environment!, options: this.#options!, signal: controller.signal };
      if (!controller.signal.aborted) await task.help?.(port, surroundings);
    } finally {
      port.close();
      this.#helping.delete(id);
    }
  }

  stopHelping(id: number): void {
    this.#helping.get(id)?.abort();
  }

  async #execute(request: TaskRequest, running: Running): Promise<StoredResult> {
    const { signal } = running.controller;
    const entry = this.#surroundings.registry[request.kind];
    if (!entry) throw new LookbookError('internal', `There is no task of kind "${request.kind}".`);
    const storage = await this.#storage!;
    const module = await entry.load();
    const started = performance.now();
    const turn = new Turnstile();
    const context = this.#context(request, running, storage, turn);
    let output: Output<unknown>;
    try {
      output = await (module.task as Task<unknown, unknown, unknown>).run(request.params, context);
    } finally {
      turn.close();
    }
    signal.throwIfAborted();
    const prepared = prepareResult(output, {
      key: request.key,
      kind: `task:${request.kind}`,
      version: entry.version,
      seconds: (performance.now() - started) / 1000,
    });
    const quota = request.faults.find((fault) => fault.type === 'quota' && fault.task === request.kind);
    if (quota && (await this.#listener?.claim(quota))) {
      throw new LookbookError('storage/quota');
    }
    await storage.results.commit(prepared);
    return prepared.result;
  }

  #context(request: TaskRequest, running: Running, storage: TaskStorage, turnstile: Turnstile): TaskContext {
    const { images, datasets, results } = storage;
    const { signal } = running.controller;
    let step = 0;
    const faults = request.faults.filter((fault) => fault.type !== 'quota' && fault.task === request.kind);
    return {
      key: request.key,
      signal,
      seed: request.seed,
      inputs: request.inputs,
      options: this.#options!,
      environment: this.#environment!,
      images,
      datasets,
      report: (progress: Progress) => {
        this.#lastBeat = performance.now();
        this.#listener?.progress(request.key, progress);
      },
      turn: async () => {
        step += 1;
        for (const fault of faults) {
          if ('step' in fault && fault.step === step) await this.#fire(fault);
        }
        this.#beat();
        await turnstile.pass();
        if (signal.aborted) throw new LookbookError('cancelled');
      },
      read: (ref) => results.read(ref),
      loadCheckpoint: () => results.checkpoint(request.key),
      saveCheckpoint: (checkpoint) => results.saveCheckpoint({ ...checkpoint, taskKey: request.key }),
      helpers: running.helpers,
    };
  }

  #beat(): void {
    const now = performance.now();
    if (now - this.#lastBeat < BEAT_MS) return;
    this.#lastBeat = now;
    this.#listener?.beat();
  }

  async #fire(fault: Fault): Promise<void> {
    if (!(await this.#listener?.claim(fault))) return;
    const { fire } = await import('./drills');
    await fire(fault, { vanish: this.#surroundings.vanish, fallSilent: () => (this.#listener = undefined) });
  }
}
