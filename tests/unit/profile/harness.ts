/** Runs the Explore job with its real tasks in memory: a map stands in for storage, direct calls for the pool. */
import { CLASSES, PIXELS, CLASS_NAMES } from '../../../src/core/dataset/fashion-mnist';
import type { Shards } from '../../../src/core/dataset/images';
import { SPLIT_NAMES, type DatasetSummary, type ImageBatch, type SplitName } from '../../../src/core/dataset/types';
import { DEFAULT_OPTIONS } from '../../../src/core/options';
import { parseParams } from '../../../src/core/params/parse';
import type {
  ArtifactRef,
  Environment,
  NdArray,
  Output,
  Progress,
  StoredResult,
} from '../../../src/core/results/types';
import { hashJson } from '../../../src/core/results/canonical';
import { prepareResult } from '../../../src/storage/results';
import { job } from '../../../src/cells/explore/job';
import { params, type ExploreLive, type ExploreParams, type ExploreSummary } from '../../../src/cells/explore/types';
import { task } from '../../../workers/tasks/profile';
import { task as productsTask } from '../../../workers/tasks/pixel-products';
import type { PixelProductsSpec } from '../../../workers/tasks/pixel-products/types';
import { task as qualityTask } from '../../../workers/tasks/quality';
import type { QualitySpec } from '../../../workers/tasks/quality/types';
import type { ProfileSpec } from '../../../workers/tasks/profile/types';
import type { TaskContext } from '../../../workers/tasks/types';
import { servedImages } from '../images';

export type Splits = Readonly<Record<SplitName, ImageBatch>>;

const ENVIRONMENT: Environment = { backend: 'cpu', description: 'test', numericMode: 'cpu', workers: 1 };

export function datasetOf(splits: Splits): DatasetSummary {
  const of = (split: SplitName): { count: number; perClass: number[] } => ({
    count: splits[split].labels.length,
    perClass: Array.from({ length: CLASSES }, (_, label) => splits[split].labels.filter((one) => one === label).length),
  });
  const test = splits.test.labels.length;
  return {
    hash: 'in-memory',
    name: 'In memory',
    synthetic: true,
    height: 28,
    width: 28,
    classes: CLASS_NAMES,
    files: [],
    counts: { train: SPLIT_NAMES.reduce((sum, split) => sum + splits[split].labels.length, -test), test },
    splitVersion: 'v2',
    splitSeed: 0,
    splits: Object.fromEntries(SPLIT_NAMES.map((split) => [split, of(split)])) as unknown as DatasetSummary['splits'],
  };
}

/** What stands for the images of a split. */
export function readFrom(splits: Splits, split: SplitName, limit = Number.POSITIVE_INFINITY, start = 0): ImageBatch {
  const { images, labels, indices } = splits[split];
  const count = Math.min(limit, labels.length);
  return {
    images: images.slice(start * PIXELS, count * PIXELS),
    labels: labels.slice(start, count),
    indices: indices.slice(start, count),
    height: 28,
    width: 28,
  };
}

/** A set of one shard: the first images of its training split. */
export const openFrom = (splits: Splits): Promise<Shards> =>
  Promise.resolve({
    storedUnder: 'test',
    counts: { train: 2000, test: 0 },
    shardSize: 2000,
    height: 28,
    width: 28,
    read: () => Promise.resolve(readFrom(splits, 'train', 2000)),
  });

export interface Run {
  readonly result: StoredResult<ExploreSummary>;
  readonly progress: readonly Progress<ExploreLive>[];
  /** Modes of the tasks that really ran, in order. */
  readonly ran: readonly string[];
  read(ref: ArtifactRef): Promise<NdArray>;
}

/** Keeps results between runs, as storage does. */
export class Bench {
  readonly #arrays = new Map<string, NdArray>();
  readonly #results = new Map<string, StoredResult>();
  readonly #data: StoredResult<DatasetSummary>;

  /** @param more what the data set's summary says beyond the splits */
  constructor(splits: Splits, more: Partial<DatasetSummary> = {}) {
    this.#data = this.#keep({ summary: { ...datasetOf(splits), ...more } }, 'data') as StoredResult<DatasetSummary>;
  }

  #keep(output: Output<unknown>, key: string): StoredResult {
    const { result, arrays } = prepareResult(output, { key, kind: 'test', version: 1, seconds: 0 });
    for (const { ref, array } of arrays) this.#arrays.set(ref.hash, array);
    this.#results.set(key, result);
    return result;
  }

  readonly read = (ref: ArtifactRef): Promise<NdArray> => Promise.resolve(this.#arrays.get(ref.hash)!);

  async run(given: Partial<ExploreParams> = {}): Promise<Run> {
    const progress: Progress<ExploreLive>[] = [];
    const ran: string[] = [];
    const runTask = async (
      kind: string,
      call: { params: ProfileSpec | QualitySpec; inputs?: Readonly<Record<string, StoredResult>> },
      onProgress?: (progress: Progress<never>) => void,
    ): Promise<StoredResult> => {
      const inputs = call.inputs ?? {};
      const key = hashJson({
        kind,
        params: call.params,
        inputs: Object.fromEntries(Object.entries(inputs).map(([name, { outputHash }]) => [name, outputHash])),
      });
      const stored = this.#results.get(key);
      if (stored) return stored;
      ran.push(kind === 'profile' ? call.params.mode : `${kind} ${call.params.mode}`);
      const context = {
        key,
        inputs,
        signal: new AbortController().signal,
        seed: 0,
        options: DEFAULT_OPTIONS,
        environment: ENVIRONMENT,
        images: servedImages,
        report: (one: Progress<never>) => onProgress?.(one),
        turn: () => Promise.resolve(),
        read: this.read,
      } as unknown as TaskContext<never, never>;
      const output =
        kind === 'quality'
          ? await qualityTask.run(call.params as QualitySpec, context)
          : kind === 'pixel-products'
            ? await productsTask.run(call.params as PixelProductsSpec, context)
            : await task.run(call.params as ProfileSpec, context);
      return this.#keep(output, key);
    };
    const context = {
      cellId: 'explore',
      params: parseParams(params, given, 'Explore'),
      inputs: { data: this.#data },
      environment: ENVIRONMENT,
      signal: new AbortController().signal,
      task: runTask,
      read: this.read,
      report: (one: Progress<ExploreLive>) => progress.push(one),
    } as unknown as Parameters<typeof job.run>[0];
    const output = await job.run(context);
    const result = this.#keep(output, `explore ${JSON.stringify(given)}`) as StoredResult<ExploreSummary>;
    return { result, progress, ran, read: this.read };
  }
}
