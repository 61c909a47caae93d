/** Runs tasks by key: from storage if they are done, joined if they are under way, in the pool otherwise. */
import { LookbookError } from '../../src/core/errors';
import { outputHashes, resultKey } from '../../src/core/results/keys';
import type { Environment, Json, Progress, StoredResult, TaskCall } from '../../src/core/results/types';
import type { ResultStore } from '../../src/storage/port';
import type { TaskEntry } from '../tasks/types';
import type { TrainingLoad } from '../../src/core/models/expected';
import type { Pool } from './pool';

interface UnderWay {
  readonly promise: Promise<StoredResult>;
  readonly controller: AbortController;
  readonly listeners: Set<(progress: Progress) => void>;
  waiting: number;
}

/** What keys need to know of a kind of task, without loading its module. */
export type TaskFacts = Readonly<
  Record<string, Pick<TaskEntry<never, unknown, never>, 'version' | 'numeric' | 'helpers' | 'paced' | 'measures'>>
>;

/** The key of one call, under which its result is stored. */
export function taskKey(
  kind: string,
  facts: TaskFacts[string],
  { params, inputs, seed }: TaskCall<unknown>,
  environment: Pick<Environment, 'numericMode'>,
): string {
  return resultKey({
    kind: `task:${kind}`,
    version: facts.version,
    params: params as Json,
    inputs: outputHashes(inputs),
    seed,
    numericMode: facts.numeric ? environment.numericMode : undefined,
  });
}

export class TaskRunner {
  readonly #results: Pick<ResultStore, 'result'>;
  readonly #pool: Pick<Pool, 'run'>;
  readonly #facts: TaskFacts;
  readonly #environment: Environment;
  readonly #underWay = new Map<string, UnderWay>();

  constructor(
    results: Pick<ResultStore, 'result'>,
    pool: Pick<Pool, 'run'>,
    facts: TaskFacts,
    environment: Environment,
  ) {
    this.#results = results;
    this.#pool = pool;
    this.#facts = facts;
    this.#environment = environment;
  }

  async run(
    kind: string,
    call: TaskCall<unknown>,
    signal: AbortSignal,
    onProgress: (progress: Progress) => void = () => undefined,
  ): Promise<StoredResult> {
    signal.throwIfAborted();
    const facts = this.#facts[kind];
    if (!facts) throw new LookbookError('internal', `There is no task of kind "${kind}".`);
    const inputs = call.inputs ?? {};
    const params = call.params as Json;
    const key = taskKey(kind, facts, call, this.#environment);
    const stored = await this.#results.result(key);
    if (stored) return stored;
    signal.throwIfAborted();
    let task = this.#underWay.get(key);
    if (!task) {
      const helpers = facts.helpers?.(params as never) ?? 0;
      task = this.#start(key, { key, kind, params, inputs, seed: call.seed ?? 0, helpers });
    }
    return this.#join(task, signal, onProgress);
  }

  /** What the pace of a call depends on, if it is a training. */
  loadOf(kind: string, { params, inputs = {} }: TaskCall<unknown>): TrainingLoad | undefined {
    return this.#facts[kind]?.paced?.(params as never, inputs);
  }

  #start(key: string, request: Parameters<Pool['run']>[0]): UnderWay {
    const controller = new AbortController();
    const listeners = new Set<(progress: Progress) => void>();
    const promise = this.#pool
      .run(request, controller.signal, (progress) => {
        for (const listener of listeners) listener(progress);
      })
      .finally(() => this.#underWay.delete(key));
    // Those who wait hear of a failure through #join; a task that no one waits for any more fails unheard.
    promise.catch(() => undefined);
    const task: UnderWay = { promise, controller, listeners, waiting: 0 };
    this.#underWay.set(key, task);
    return task;
  }

  /** Waits for a task with others; the last to lose interest cancels it. */
  #join(task: UnderWay, signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<StoredResult> {
    task.waiting += 1;
    task.listeners.add(onProgress);
    return new Promise<StoredResult>((resolve, reject) => {
      const leave = (): void => {
        task.waiting -= 1;
        task.listeners.delete(onProgress);
        signal.removeEventListener('abort', abandon);
      };
      const abandon = (): void => {
        leave();
        if (task.waiting === 0) task.controller.abort();
        reject(new LookbookError('cancelled'));
      };
      signal.addEventListener('abort', abandon);
      task.promise.then(resolve, reject).finally(() => {
        if (task.listeners.has(onProgress)) leave();
      });
    });
  }
}
