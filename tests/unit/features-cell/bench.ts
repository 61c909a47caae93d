/** Runs the Features job over the real tasks: a small data set in place of the stored one, a map in place of storage. */
import { job } from '../../../src/cells/features/job';
import {
  params,
  type FeaturesLive,
  type FeaturesParams,
  type FeaturesSummary,
} from '../../../src/cells/features/types';
import { PIXELS, CLASS_NAMES } from '../../../src/core/dataset/fashion-mnist';
import { SPLIT_VERSION, type DatasetSummary, type ImageBatch, type SplitName } from '../../../src/core/dataset/types';
import type { LedgerEvent } from '../../../src/core/ledger/types';
import { DEFAULT_OPTIONS } from '../../../src/core/options';
import { parseParams } from '../../../src/core/params/parse';
import { hashJson } from '../../../src/core/results/canonical';
import { outputHashes } from '../../../src/core/results/keys';
import type {
  ArtifactRef,
  Environment,
  Json,
  NdArray,
  Output,
  Progress,
  StoredResult,
  TaskCall,
} from '../../../src/core/results/types';
import { derive, randomSource } from '../../../src/core/seed';
import { prepareResult } from '../../../src/storage/results';
import { registry, type TaskMap } from '../../../workers/tasks/registry';
import type { Task, TaskContext } from '../../../workers/tasks/types';
import { servedImages } from '../images';

const ENVIRONMENT: Environment = { backend: 'wasm', description: 'WASM', numericMode: 'wasm/strict', workers: 1 };

/** Rows of an image that one class lights up. */
const BAND = 56;

/** Images whose bright band tells the class, on noise: what a mocked `readSplit` answers. */
export function bands(split: SplitName, limit = Number.POSITIVE_INFINITY): ImageBatch {
  const count = Math.min(limit, split === 'train' ? 400 : 300);
  const random = randomSource(split === 'train' ? 1 : 2);
  const images = Uint8Array.from({ length: count * PIXELS }, () => Math.floor(170 * random()));
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 10);
  labels.forEach((label, index) => {
    const from = index * PIXELS + label * BAND;
    for (let at = from; at < from + BAND; at += 1) images[at] = Math.min(255, images[at]! + 80);
  });
  return { images, labels, indices: Uint32Array.from({ length: count }, (_, index) => index), height: 28, width: 28 };
}

export interface Run {
  readonly result: StoredResult<FeaturesSummary>;
  readonly params: FeaturesParams;
  readonly ledger: readonly LedgerEvent[];
  readonly progress: readonly Progress<FeaturesLive>[];
  /** Kinds of the tasks that really ran, in order. */
  readonly ran: readonly string[];
}

/** Keeps results between runs, as storage does. */
export class Bench {
  readonly #arrays = new Map<string, NdArray>();
  readonly #results = new Map<string, StoredResult>();

  keep<S>(output: Output<S>, key: string): StoredResult<S> {
    const { result, arrays } = prepareResult(output, { key, kind: 'test', version: 1, seconds: 1 });
    for (const { ref, array } of arrays) this.#arrays.set(ref.hash, array);
    this.#results.set(key, result);
    return result as StoredResult<S>;
  }

  readonly read = (ref: ArtifactRef): Promise<NdArray> => Promise.resolve(this.#arrays.get(ref.hash)!);

  async run(given: Partial<FeaturesParams>, explanation?: Json): Promise<Run> {
    const dataset = {
      hash: 'bands',
      name: 'bands',
      splitVersion: SPLIT_VERSION,
      height: 28,
      width: 28,
      classes: [...CLASS_NAMES] as readonly string[],
    } as DatasetSummary;
    const data = this.keep({ summary: dataset }, 'data');
    const [ledger, progress, ran]: [LedgerEvent[], Progress<FeaturesLive>[], string[]] = [[], [], []];
    const runTask = async (kind: keyof TaskMap, call: TaskCall<never>, tell?: (progress: Progress<never>) => void) => {
      const inputs = call.inputs ?? {};
      const key = hashJson({ kind, params: call.params, inputs: outputHashes(inputs), seed: call.seed ?? 0 });
      const stored = this.#results.get(key);
      if (stored) return stored;
      ran.push(kind);
      const { task } = (await registry[kind].load()) as { task: Task<unknown, unknown> };
      const context = {
        key,
        inputs,
        signal: new AbortController().signal,
        seed: call.seed ?? 0,
        options: DEFAULT_OPTIONS,
        environment: ENVIRONMENT,
        images: servedImages,
        report: (one: Progress<never>) => tell?.(one),
        turn: () => Promise.resolve(),
        read: this.read,
        loadCheckpoint: () => Promise.resolve(undefined),
        saveCheckpoint: () => Promise.resolve(),
      } as unknown as TaskContext<never>;
      return this.keep(await task.run(call.params, context), key);
    };
    // One worker: one task at a time.
    let last: Promise<unknown> = Promise.resolve();
    const inTurn = (...call: Parameters<typeof runTask>): Promise<StoredResult> => {
      const next = last.then(() => runTask(...call));
      last = next.catch(() => undefined);
      return next;
    };
    const resolved = parseParams(params, given, 'Features');
    const context = {
      cellId: 'features',
      params: resolved,
      inputs: { data, ...(explanation ? { explanation: this.keep({ summary: explanation }, 'explanation') } : {}) },
      environment: ENVIRONMENT,
      signal: new AbortController().signal,
      seed: (...path: readonly (string | number)[]) => derive(5, 'features', ...path),
      task: inTurn,
      read: this.read,
      report: (one: Progress<FeaturesLive>) => progress.push(one),
      append: (event: LedgerEvent) => {
        if (!ledger.some(({ id }) => id === event.id)) ledger.push(event);
        return Promise.resolve();
      },
    } as unknown as Parameters<typeof job.run>[0];
    const output = await job.run(context);
    const result = this.keep(
      output,
      `features ${hashJson({ given: given as Json, explanation: explanation ?? null })}`,
    );
    return { result, params: resolved, ledger, progress, ran };
  }
}
