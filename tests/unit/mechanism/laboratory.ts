/** A coordinator with task workers on message channels and storage in memory: the real mechanism without a browser. */
import * as Comlink from 'comlink';
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import type { JobEvent } from '../../../src/core/results/events';
import { DEFAULT_OPTIONS, type Options } from '../../../src/core/options';
import type { CellPlan, Environment } from '../../../src/core/results/types';
import { databaseStorage } from '../../../src/storage/database';
import { openDatabase, type Database } from '../../../src/storage/schema';
import { Coordinator, type AnyJob } from '../../../workers/coordinator/coordinator';
import type { WorkerHandle } from '../../../workers/coordinator/spawn';
import { TaskHost, type HostSurroundings } from '../../../workers/tasks/host';
import type { HostApi } from '../../../workers/tasks/protocol';
import type { Task, TaskEntry } from '../../../workers/tasks/types';
import { withServedImages } from '../images';

export type AnyEntry = TaskEntry<never, unknown, never>;

export const ENVIRONMENT: Environment = { backend: 'cpu', description: 'test', numericMode: 'cpu/test', workers: 2 };

/** A registry line for a task given as a function. */
export function entry<Spec, Summary>(run: Task<Spec, Summary>['run'], version = 1): AnyEntry {
  return { version, numeric: false, load: async () => ({ task: { run } }) } as unknown as AnyEntry;
}

/** Counts what it answers as a helper. */
class CountingHost extends TaskHost {
  readonly #answered: () => void;

  constructor(answered: () => void, surroundings: HostSurroundings) {
    super(surroundings);
    this.#answered = answered;
  }

  override help(kind: string, id: number, port: MessagePort): Promise<void> {
    const post = port.postMessage.bind(port) as (message: unknown, transfer: Transferable[]) => void;
    port.postMessage = (message: unknown, transfer: unknown) => {
      this.#answered();
      post(message, transfer as Transferable[]);
    };
    return super.help(kind, id, port);
  }
}

export class Laboratory {
  readonly events: JobEvent[] = [];
  readonly workers = new Set<{ vanish: () => void }>();
  database!: Database;
  /** Questions that helpers have answered. */
  answered = 0;
  readonly #held = new Set<string>();

  constructor() {
    // Storage survives its users (tabs, workers), as in a browser; each laboratory has one of its own.
    globalThis.indexedDB = new IDBFactory();
  }

  /** Opens what stands for a tab: a coordinator with its own workers. */
  async open(
    jobs: readonly AnyJob[],
    registry: Readonly<Record<string, AnyEntry>>,
    options: Partial<Options> = {},
    environment: Environment = ENVIRONMENT,
  ): Promise<Coordinator> {
    this.database ??= await openDatabase();
    const coordinator = new Coordinator({
      loadJob: async (kind) => jobs.find((job) => job.kind === kind),
      taskFacts: registry,
      spawn: () => this.#spawn(registry),
      openDatabase,
      probe: async () => environment,
      withLock: async (name, work) => {
        if (this.#held.has(name)) return false;
        this.#held.add(name);
        try {
          await work();
        } finally {
          this.#held.delete(name);
        }
        return true;
      },
    });
    await coordinator.start({ ...DEFAULT_OPTIONS, ...options }, (event) => this.events.push(event));
    return coordinator;
  }

  /** The tab is gone: its workers vanish, its locks are freed; nothing it had begun goes on. */
  crash(): void {
    for (const worker of this.workers) worker.vanish();
    this.#held.clear();
  }

  states(cellId: string): string[] {
    return this.events.flatMap((event) =>
      event.type === 'status' && event.status.cellId === cellId ? [event.status.state] : [],
    );
  }

  #spawn(registry: Readonly<Record<string, AnyEntry>>): WorkerHandle {
    const { port1, port2 } = new MessageChannel();
    let died: (reason: string) => void = () => undefined;
    const death = new Promise<string>((resolve) => {
      died = resolve;
    });
    const end = (): void => {
      port1.close();
      this.workers.delete(worker);
    };
    const worker = {
      vanish: () => {
        end();
        died('vanished');
      },
    };
    this.workers.add(worker);
    Comlink.expose(
      new CountingHost(() => (this.answered += 1), {
        registry,
        openStorage: async () => withServedImages(databaseStorage(await openDatabase())),
        vanish: worker.vanish,
      }),
      port2 as unknown as Comlink.Endpoint,
    );
    const api = Comlink.wrap<HostApi>(port1 as unknown as Comlink.Endpoint);
    return { api, ready: Promise.resolve(), death, terminate: end };
  }
}

export function plan(
  id: string,
  kind: string,
  params: CellPlan['params'] = {},
  inputs: CellPlan['inputs'] = {},
): CellPlan {
  return { id, kind, params, inputs };
}

export function request(cells: readonly CellPlan[], targets: readonly string[] = cells.map(({ id }) => id)) {
  return { notebookId: 'notebook', plan: cells, targets, rootSeed: 1 };
}
