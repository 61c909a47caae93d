/** The Monitor cell's job over the real tasks in Node. Who uses it puts images in place of the stored ones. */
import { job } from '../../../src/cells/monitor/job';
import { params, type MonitorInputs, type MonitorParams, type MonitorSummary } from '../../../src/cells/monitor/types';
import type { CellContent } from '../../../src/cells/types';
import { CLASS_NAMES } from '../../../src/core/dataset/fashion-mnist';
import { SPLIT_VERSION, type DatasetSummary } from '../../../src/core/dataset/types';
import type { LedgerEvent } from '../../../src/core/ledger/types';
import type { HoldsModel } from '../../../src/core/models/card';
import { DEFAULT_OPTIONS } from '../../../src/core/options';
import { parseParams } from '../../../src/core/params/parse';
import { outputHashes, resultKey } from '../../../src/core/results/keys';
import type { ArtifactRef, Environment, Json, NdArray, Output, StoredResult } from '../../../src/core/results/types';
import { derive } from '../../../src/core/seed';
import type { DatasetStore } from '../../../src/storage/port';
import { prepareResult } from '../../../src/storage/results';
import { registry } from '../../../workers/tasks/registry';
import type { Task } from '../../../workers/tasks/types';
import type { TrainSpec, TrainSummary } from '../../../workers/tasks/train/types';
import { GARMENTS } from '../garments';
import { servedImages } from '../images';

const environment: Environment = {
  backend: 'wasm',
  description: 'WASM (SIMD)',
  numericMode: 'wasm/strict',
  workers: 1,
};

type TaskKind = keyof typeof registry;
interface Call {
  readonly params: unknown;
  readonly inputs?: Readonly<Record<string, StoredResult>>;
  readonly seed?: number;
}

/** Stores results and arrays in memory, and runs each task once. */
export class Laboratory {
  readonly arrays = new Map<string, NdArray>();
  readonly tasks = new Map<string, StoredResult>();
  /** Kinds of the tasks that were run, in order. */
  readonly ran: string[] = [];
  /** Every call of a task, also of one that had been run. */
  readonly asked: (Call & { readonly kind: TaskKind })[] = [];
  readonly ledger: LedgerEvent[] = [];
  #last: Promise<unknown> = Promise.resolve();

  readonly read = (ref: ArtifactRef): Promise<NdArray> => Promise.resolve(this.arrays.get(ref.hash)!);

  keep<S>(output: Output<S>, kind: string, key = `${kind}-key`): StoredResult<S> {
    const prepared = prepareResult(output, { key, kind, version: 1, seconds: 1 });
    for (const { ref, array } of prepared.arrays) this.arrays.set(ref.hash, array);
    return prepared.result as StoredResult<S>;
  }

  /** Tasks share one backend, so they run one after the other. */
  task(kind: TaskKind, call: Call, onProgress?: (progress: never) => void): Promise<StoredResult> {
    this.asked.push({ kind, ...call });
    const run = this.#last.then(() => this.#run(kind, call, onProgress));
    this.#last = run.catch(() => undefined);
    return run;
  }

  async #run(kind: TaskKind, call: Call, onProgress?: (progress: never) => void): Promise<StoredResult> {
    const inputs = call.inputs ?? {};
    const key = resultKey({
      kind: `task:${kind}`,
      version: registry[kind].version,
      params: call.params as Json,
      inputs: outputHashes(inputs),
      seed: call.seed,
    });
    const known = this.tasks.get(key);
    if (known) return known;
    const { task } = (await registry[kind].load()) as unknown as { task: Task<unknown, unknown, unknown> };
    const output = await task.run(call.params, {
      key,
      signal: new AbortController().signal,
      seed: call.seed ?? 0,
      inputs,
      options: DEFAULT_OPTIONS,
      environment,
      images: servedImages,
      datasets: {} as DatasetStore,
      report: (progress) => onProgress?.(progress as never),
      turn: () => Promise.resolve(),
      read: this.read,
      loadCheckpoint: () => Promise.resolve(undefined),
      saveCheckpoint: () => Promise.resolve(),
    });
    this.ran.push(kind);
    const result = this.keep(output, `task:${kind}`, key);
    this.tasks.set(key, result);
    return result;
  }

  /** A trained network as the Explain cell leaves it. */
  async model(spec: TrainSpec, data: StoredResult): Promise<StoredResult<HoldsModel>> {
    const trained = (await this.task('train', {
      params: spec,
      inputs: { data },
      seed: 3,
    })) as StoredResult<TrainSummary>;
    const summary = { card: trained.summary.card, train: trained.summary };
    return { ...trained, key: 'explain', kind: 'cell:explain', summary };
  }

  async monitor(
    values: Record<string, Json>,
    inputs: Readonly<Record<string, StoredResult>>,
    rootSeed = 11,
  ): Promise<{
    output: Output<MonitorSummary>;
    content: CellContent<MonitorParams, MonitorSummary>;
    stages: string[];
  }> {
    const stages: string[] = [];
    const parsed = parseParams(params, values, 'test');
    const output = await job.run({
      cellId: 'monitor',
      notebookId: 'notebook',
      params: parsed,
      inputs: inputs as MonitorInputs,
      environment,
      signal: new AbortController().signal,
      seed: (...path) => derive(rootSeed, 'monitor', ...path),
      task: ((kind: TaskKind, call: Call, onProgress?: (progress: never) => void) =>
        this.task(kind, call, onProgress)) as never,
      read: this.read,
      report: ({ stage }) => void stages.push(stage),
      ledger: () => Promise.resolve(this.ledger),
      append: (event) => {
        if (!this.ledger.some(({ id }) => id === event.id)) this.ledger.push(event);
        return Promise.resolve();
      },
    });
    const result = this.keep(output, 'cell:monitor');
    const content = {
      cellId: 'monitor',
      params: parsed,
      summary: output.summary,
      result,
      inputs,
      read: this.read,
      data: GARMENTS,
      ledger: this.ledger,
    };
    return { output, content, stages };
  }
}

/** What the Data cell says of a set with so many images in its stream. */
export function datasetOf(stream: number, splitSeed = 1): DatasetSummary {
  return {
    hash: 'h',
    name: 'test',
    synthetic: false,
    height: 28,
    width: 28,
    classes: CLASS_NAMES,
    files: [],
    counts: { train: 0, test: 0 },
    splitVersion: SPLIT_VERSION,
    splitSeed,
    splits: { stream: { count: stream, perClass: [] } } as unknown as DatasetSummary['splits'],
  };
}
