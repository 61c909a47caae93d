/** Runs one cell's job: finds its stored result, or runs the job and commits result, status and events together. */
import { LookbookError, toErrorRecord } from '../../src/core/errors';
import { cellKey } from '../../src/core/results/cell-key';
import { outputHashes } from '../../src/core/results/keys';
import { derive } from '../../src/core/seed';
import type { LedgerEvent } from '../../src/core/ledger/types';
import type { JobEvent, LogEntry } from '../../src/core/results/events';
import type {
  CellJob,
  CellPlan,
  CellStatus,
  Environment,
  JobContext,
  Progress,
  StoredResult,
} from '../../src/core/results/types';
import { commit, prepareResult, readArtifact, readLedger, readResult } from '../../src/storage/results';
import type { Database } from '../../src/storage/schema';
import type { TaskRunner } from './task-runner';
import type { TrainingLoad } from '../../src/core/models/expected';
import type { Calibrator } from './calibrator';
import { TimeLeft } from './time-left';

export interface CellSurroundings {
  readonly db: Database;
  readonly tasks: TaskRunner;
  readonly calibrator: Pick<Calibrator, 'begin' | 'expect'>;
  readonly environment: Environment;
  readonly notebookId: string;
  readonly rootSeed: number;
  readonly emit: (event: JobEvent) => void;
  readonly log: (level: LogEntry['level'], where: string, message: string) => void;
}

type AnyContext = JobContext<never, never, never>;

/** Progress reaches the page at most this often; reports that carry a detail always do. */
const REPORT_MS = 100;

/** @throws LookbookError `input/missing`; and what the job says of inputs that it cannot work with */
async function requireInputs(
  job: CellJob<unknown, never, unknown, unknown>,
  inputs: Readonly<Record<string, StoredResult>>,
): Promise<void> {
  for (const [name, { required }] of Object.entries(job.inputs ?? {})) {
    if (required && !inputs[name]) throw new LookbookError('input/missing');
  }
  for (const [name, check] of Object.entries(job.accepts ?? {})) await check(inputs[name]?.summary as never);
}

/**
 * Brings one cell up to date.
 * @returns its result, or undefined if it failed or was cancelled (the status says so)
 */
export async function runCell(
  plan: CellPlan,
  job: CellJob<unknown, never, unknown, unknown>,
  inputs: Readonly<Record<string, StoredResult>>,
  signal: AbortSignal,
  surroundings: CellSurroundings,
): Promise<StoredResult | undefined> {
  const { db, environment, notebookId, rootSeed, emit } = surroundings;
  // Until there is a new result, the cell goes on showing its last one.
  const shown = (await db.get('statuses', [notebookId, plan.id]))?.key;
  const base = { notebookId, cellId: plan.id, ...(shown === undefined ? {} : { key: shown }) };
  const startedAt = new Date().toISOString();
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  const finish = async (status: CellStatus, events?: readonly LedgerEvent[]): Promise<void> => {
    await commit(db, { status, ...(events ? { events } : {}) });
    emit({ type: 'status', status });
  };
  try {
    const ledger = job.readsLedger ? await readLedger(db) : [];
    const key = cellKey(job, {
      params: plan.params,
      inputs: outputHashes(inputs),
      rootSeed,
      numericMode: environment.numericMode,
      ledger,
    });
    const stored = await readResult(db, key);
    if (stored) {
      const status: CellStatus = {
        ...base,
        state: 'done',
        key,
        startedAt,
        endedAt: startedAt,
        seconds: stored.seconds,
      };
      await commit(db, { status });
      emit({ type: 'status', status, result: stored });
      return stored;
    }
    await finish({ ...base, state: 'running', startedAt });
    await requireInputs(job, inputs);
    const context = makeContext(plan, job, inputs, signal, surroundings);
    const output = await job.run(context as AnyContext);
    signal.throwIfAborted();
    const prepared = prepareResult(output, { key, kind: `cell:${job.kind}`, version: job.version, seconds: seconds() });
    const ended = { ...base, key, startedAt, endedAt: new Date().toISOString(), seconds: prepared.result.seconds };
    try {
      const status: CellStatus = { ...ended, state: 'done' };
      await commit(db, { prepared, status });
      emit({ type: 'status', status, result: prepared.result });
    } catch (thrown) {
      // Computed but not kept: the page shows it and says so.
      surroundings.log('error', plan.id, `The result could not be saved: ${String(thrown)}`);
      const status: CellStatus = { ...ended, state: 'not-saved', error: toErrorRecord(thrown) };
      emit({ type: 'status', status, result: prepared.result });
    }
    return prepared.result;
  } catch (thrown) {
    const error = toErrorRecord(signal.aborted ? new LookbookError('cancelled') : thrown);
    const state = error.code === 'cancelled' ? 'cancelled' : 'failed';
    surroundings.log(
      state === 'failed' ? 'error' : 'info',
      plan.id,
      `${error.code}: ${error.message}\n${error.detail ?? ''}`,
    );
    const status: CellStatus = {
      ...base,
      state,
      error,
      startedAt,
      endedAt: new Date().toISOString(),
      seconds: seconds(),
    };
    await finish(status).catch(() => emit({ type: 'status', status }));
    return undefined;
  }
}

function makeContext(
  plan: CellPlan,
  job: CellJob<unknown, never, unknown, unknown>,
  inputs: Readonly<Record<string, StoredResult>>,
  signal: AbortSignal,
  { db, tasks, calibrator, environment, notebookId, rootSeed, emit }: CellSurroundings,
): JobContext<Record<string, { spec: unknown; summary: unknown; detail: unknown }>> {
  const timeLeft = new TimeLeft();
  const trainings = new Set<TrainingLoad>();
  let lastReport = 0;
  const report = (progress: Progress): void => {
    const now = performance.now();
    const secondsLeft = timeLeft.update(progress, now) ?? calibrator.expect(progress, [...trainings]);
    const last = progress.total > 0 && progress.done >= progress.total;
    if (progress.detail === undefined && !last && now - lastReport < REPORT_MS) return;
    lastReport = now;
    emit({
      type: 'progress',
      notebookId,
      cellId: plan.id,
      progress,
      ...(secondsLeft !== undefined ? { secondsLeft } : {}),
    });
  };
  return {
    cellId: plan.id,
    notebookId,
    params: plan.params,
    inputs,
    environment,
    signal,
    seed: (...path) => derive(rootSeed, job.kind, ...path),
    task: (kind, call, onProgress) => {
      const listen = onProgress as ((progress: Progress) => void) | undefined;
      const result = tasks.run(kind, call, signal, listen) as Promise<never>;
      const load = tasks.loadOf(kind, call);
      if (!load) return result;
      void calibrator.begin();
      trainings.add(load);
      return result.finally(() => trainings.delete(load));
    },
    read: (ref) => readArtifact(db, ref),
    report,
    ledger: () => readLedger(db),
    append: async (event) => {
      await commit(db, { events: [event] });
      emit({ type: 'ledger', length: await db.count('ledger') });
    },
  };
}
