/**
 * Runs jobs: takes a plan of cells, brings the targets and what they depend on up to date, cells that do not depend on
 * each other side by side. To continue a job that was cut off is to run it again: what is done comes from storage.
 */
import { LookbookError, toErrorRecord } from '../../src/core/errors';
import type { Options } from '../../src/core/options';
import type { JobEvent, LogEntry, RunRequest } from '../../src/core/results/events';
import type { CellJob, CellPlan, Environment, StoredResult, TaskCall } from '../../src/core/results/types';
import { commit, readResult } from '../../src/storage/results';
import type { Database } from '../../src/storage/schema';
import { isJobRecord } from '../../src/storage/sound';
import { chooseEnvironment } from './environment';
import { Calibrator } from './calibrator';
import { runCell } from './cell-runner';
import { Pool } from './pool';
import type { WorkerHandle } from './spawn';
import { TaskRunner, type TaskFacts } from './task-runner';

export type AnyJob = CellJob<unknown, never, unknown, unknown>;

export interface CoordinatorSurroundings {
  /** The job of a kind of cell; undefined if there is no such kind. */
  readonly loadJob: (kind: string) => Promise<AnyJob | undefined>;
  readonly taskFacts: TaskFacts;
  readonly spawn: (name: string) => WorkerHandle;
  readonly openDatabase: () => Promise<Database>;
  readonly probe: (options: Options) => Promise<Environment>;
  /** Runs `work` while holding the named lock; resolves to false at once, without running it, if another holds it. */
  readonly withLock: (name: string, work: () => Promise<void>) => Promise<boolean>;
}

interface CellRun {
  readonly controller: AbortController;
  readonly promise: Promise<StoredResult | undefined>;
}

export class Coordinator {
  readonly #surroundings: CoordinatorSurroundings;
  #emit: (event: JobEvent) => void = () => undefined;
  #db!: Database;
  #environment!: Environment;
  #pool!: Pool;
  #tasks!: TaskRunner;
  #calibrator!: Calibrator;
  readonly #running = new Map<string, AbortController>();
  /** Aborts whole jobs, also those that wait for their lock and have no cell yet. */
  readonly #jobs = new Set<AbortController>();

  constructor(surroundings: CoordinatorSurroundings) {
    this.#surroundings = surroundings;
  }

  async start(options: Options, emit: (event: JobEvent) => void): Promise<Environment> {
    const { openDatabase, probe, spawn, taskFacts } = this.#surroundings;
    this.#emit = emit;
    this.#db = await openDatabase();
    this.#environment = await chooseEnvironment(this.#db, taskFacts, options, probe);
    this.#pool = new Pool({
      spawn,
      environment: this.#environment,
      options,
      log: (level, message) => this.#log(level, 'pool', message),
    });
    this.#tasks = new TaskRunner(
      { result: (key) => readResult(this.#db, key) },
      this.#pool,
      taskFacts,
      this.#environment,
    );
    this.#calibrator = new Calibrator({
      tasks: this.#tasks,
      facts: taskFacts,
      environment: this.#environment,
      options,
      measured: (calibration) => {
        this.#environment = { ...this.#environment, calibration };
        emit({ type: 'environment', environment: this.#environment });
      },
      log: (level, message) => this.#log(level, 'calibration', message),
    });
    emit({ type: 'environment', environment: this.#environment });
    return this.#environment;
  }

  /** @throws LookbookError `job/other-tab` if the notebook runs in another tab */
  async run(request: RunRequest): Promise<void> {
    if (!(await this.#withNotebook(request, false))) throw new LookbookError('job/other-tab');
  }

  /** Continues the job of this notebook that was cut off, if there is one and no other tab runs it. */
  async resume(notebookId: string): Promise<boolean> {
    const record: unknown = await this.#db.get('jobs', notebookId);
    if (record === undefined) return false;
    if (!isJobRecord(record)) {
      await this.#db.delete('jobs', notebookId);
      const sentence = 'A run was interrupted, and what was asked for can no longer be read. Run the cells again.';
      throw new LookbookError('storage/corrupt', sentence);
    }
    this.#log('info', notebookId, `Continuing the run that was started at ${record.startedAt}.`);
    return this.#withNotebook(record, true);
  }

  /** Runs one task outside any cell, or gives its stored result. */
  task(kind: string, call: TaskCall<unknown>): Promise<StoredResult> {
    return this.#tasks.run(kind, call, new AbortController().signal);
  }

  /** Cancels one cell, or all. */
  cancel(cellId?: string): void {
    if (cellId !== undefined) this.#running.get(cellId)?.abort();
    else for (const controller of [...this.#jobs, ...this.#running.values()]) controller.abort();
  }

  /** @returns false, having done nothing, if another tab (or an earlier call here) runs this notebook */
  async #withNotebook(request: RunRequest, resumed: boolean): Promise<boolean> {
    const job = new AbortController();
    this.#jobs.add(job);
    try {
      return await this.#surroundings.withLock(`lookbook-job-${request.notebookId}`, () =>
        this.#runJob(request, resumed, job.signal),
      );
    } finally {
      this.#jobs.delete(job);
    }
  }

  async #runJob(request: RunRequest, resumed: boolean, signal: AbortSignal): Promise<void> {
    const { notebookId, plan, targets, rootSeed } = request;
    const record = { notebookId, plan, targets, rootSeed, startedAt: new Date().toISOString() };
    await this.#db.put('jobs', record);
    this.#emit({ type: 'job', notebookId, state: 'started', resumed });
    try {
      const wanted = closure(plan, targets);
      const runs = new Map<string, CellRun>();
      for (const cell of plan.filter(({ id }) => wanted.has(id))) {
        const controller = new AbortController();
        if (signal.aborted) controller.abort();
        this.#running.set(cell.id, controller);
        await this.#setQueued(notebookId, cell);
        const before = [...runs.values()];
        runs.set(cell.id, { controller, promise: this.#runWhenReady(cell, runs, before, controller, request) });
      }
      await Promise.all([...runs.values()].map((run) => run.promise));
    } finally {
      this.#running.clear();
      await this.#db.delete('jobs', notebookId);
      this.#emit({ type: 'job', notebookId, state: 'ended', resumed });
    }
  }

  async #setQueued(notebookId: string, cell: CellPlan): Promise<void> {
    const before = await this.#db.get('statuses', [notebookId, cell.id]);
    const status = { ...before, notebookId, cellId: cell.id, state: 'queued' as const };
    this.#emit({ type: 'status', status });
  }

  async #runWhenReady(
    cell: CellPlan,
    runs: ReadonlyMap<string, CellRun>,
    before: readonly CellRun[],
    controller: AbortController,
    { notebookId, rootSeed }: RunRequest,
  ): Promise<StoredResult | undefined> {
    let job: AnyJob | undefined;
    try {
      job = await this.#surroundings.loadJob(cell.kind);
      if (!job) throw new LookbookError('internal', `There is no cell of kind "${cell.kind}".`);
    } catch (thrown) {
      await this.#refuse(notebookId, cell, thrown);
      return undefined;
    }
    // What reads the ledger reads what the cells above have written, so it waits for them all.
    if (job.readsLedger) await Promise.all(before.map((run) => run.promise));
    const inputs: Record<string, StoredResult> = {};
    let missing: string | undefined;
    for (const [name, provider] of Object.entries(cell.inputs)) {
      const result = await runs.get(provider)?.promise;
      if (result) inputs[name] = result;
      else if (!job.dispensable?.includes(name)) missing ??= name;
    }
    try {
      if (controller.signal.aborted) throw new LookbookError('cancelled');
      if (missing !== undefined && !job.collectsAll) {
        throw new LookbookError('input/missing', `Not run: its input "${missing}" failed; fix it first.`);
      }
    } catch (thrown) {
      await this.#refuse(notebookId, cell, thrown);
      return undefined;
    }
    return runCell(cell, job, inputs, controller.signal, {
      db: this.#db,
      tasks: this.#tasks,
      calibrator: this.#calibrator,
      environment: this.#environment,
      notebookId,
      rootSeed,
      emit: this.#emit,
      log: (level, where, message) => this.#log(level, where, message),
    }).finally(() => this.#running.delete(cell.id));
  }

  async #refuse(notebookId: string, cell: CellPlan, thrown: unknown): Promise<void> {
    const error = toErrorRecord(thrown);
    const before = await this.#db.get('statuses', [notebookId, cell.id]);
    const state = error.code === 'cancelled' ? ('cancelled' as const) : ('failed' as const);
    const status = { ...before, notebookId, cellId: cell.id, state, error, endedAt: new Date().toISOString() };
    await commit(this.#db, { status });
    this.#emit({ type: 'status', status });
    this.#running.delete(cell.id);
  }

  #log(level: LogEntry['level'], where: string, message: string): void {
    this.#emit({ type: 'log', entry: { at: new Date().toISOString(), level, where, message } });
  }
}

/** The targets and all that they depend on. */
function closure(plan: readonly CellPlan[], targets: readonly string[]): Set<string> {
  const byId = new Map(plan.map((cell) => [cell.id, cell]));
  const wanted = new Set<string>();
  const visit = (id: string): void => {
    const cell = byId.get(id);
    if (!cell || wanted.has(id)) return;
    wanted.add(id);
    Object.values(cell.inputs).forEach(visit);
  };
  targets.forEach(visit);
  return wanted;
}
