/** A small data set whose classes are known, and a job run over the real tasks with it. */
import { PIXELS, CLASS_NAMES } from '../../../src/core/dataset/fashion-mnist';
import { SPLIT_VERSION, type DatasetSummary, type ImageBatch, type SplitName } from '../../../src/core/dataset/types';
import type { LedgerEvent } from '../../../src/core/ledger/types';
import { DEFAULT_OPTIONS } from '../../../src/core/options';
import type {
  ArtifactRef,
  CellJob,
  Environment,
  JobContext,
  Json,
  NdArray,
  Output,
  Progress,
  StoredResult,
} from '../../../src/core/results/types';
import { hashJson } from '../../../src/core/results/canonical';
import { outputHashes } from '../../../src/core/results/keys';
import { derive, randomSource } from '../../../src/core/seed';
import type { DatasetStore } from '../../../src/storage/port';
import { prepareResult } from '../../../src/storage/results';
import { registry } from '../../../workers/tasks/registry';
import type { Task } from '../../../workers/tasks/types';
import { servedImages } from '../images';

/** Images whose bright band tells the class, on noise. @param without a class that the split lacks */
export function bands(split: SplitName, limit: number, without?: number): ImageBatch {
  const count = Math.min(limit, split === 'train' ? 300 : 100);
  const random = randomSource(split === 'train' ? 1 : 2);
  const images = Uint8Array.from({ length: count * PIXELS }, () => Math.floor(60 * random()));
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 10);
  labels.forEach((label, index) => images.fill(220, index * PIXELS + label * 56, index * PIXELS + label * 56 + 56));
  const kept = Array.from(labels.keys()).filter((index) => labels[index] !== without);
  return {
    images: Uint8Array.from(kept.flatMap((index) => Array.from(images.subarray(index * PIXELS, (index + 1) * PIXELS)))),
    labels: Uint8Array.from(kept, (index) => labels[index]!),
    indices: Uint32Array.from(kept),
    height: 28,
    width: 28,
  };
}

const environment: Environment = {
  backend: 'wasm',
  description: 'WASM (SIMD)',
  numericMode: 'wasm/strict',
  workers: 1,
};
const dataset = {
  hash: 'h',
  name: 'bands',
  splitVersion: SPLIT_VERSION,
  height: 28,
  width: 28,
  classes: [...CLASS_NAMES] as readonly string[],
} as DatasetSummary;

/** Runs tasks as the host does, keeping their arrays and, by key, their results. */
export class Laboratory {
  readonly arrays = new Map<string, NdArray>();
  readonly ledger: LedgerEvent[] = [];
  readonly progress: Progress[] = [];
  readonly data = this.store({ summary: dataset }, 'cell:data');
  #last: Promise<unknown> = Promise.resolve();

  store<S>(output: Output<S>, kind: string, key = kind): StoredResult<S> {
    const prepared = prepareResult(output, { key, kind, version: 1, seconds: 1 });
    for (const { ref, array } of prepared.arrays) this.arrays.set(ref.hash, array);
    return prepared.result as StoredResult<S>;
  }

  readonly read = (ref: ArtifactRef): Promise<NdArray> => {
    const array = this.arrays.get(ref.hash);
    return array ? Promise.resolve(array) : Promise.reject(new Error(`no array ${ref.hash}`));
  };

  /** One task after the other, as one worker does. */
  task(
    kind: string,
    call: { readonly params: unknown; readonly inputs?: Record<string, StoredResult>; readonly seed?: number },
    onProgress: (progress: Progress) => void = () => undefined,
  ): Promise<StoredResult<never>> {
    const result = this.#last.then(async () => {
      const loaded = await registry[kind as keyof typeof registry].load();
      const inputs = call.inputs ?? {};
      const key = hashJson([kind, call.params as Json, outputHashes(inputs), call.seed ?? 0]);
      const output = await (loaded.task as unknown as Task<unknown, never>).run(call.params, {
        key,
        signal: new AbortController().signal,
        seed: call.seed ?? 0,
        inputs,
        options: DEFAULT_OPTIONS,
        environment,
        images: servedImages,
        datasets: {} as DatasetStore,
        report: onProgress as never,
        turn: () => Promise.resolve(),
        read: this.read,
        loadCheckpoint: () => Promise.resolve(undefined),
        saveCheckpoint: () => Promise.resolve(),
      });
      return this.store<never>(output, `task:${kind}`, key);
    });
    this.#last = result.catch(() => undefined);
    return result;
  }

  run<Params, Summary>(
    job: CellJob<never, Params, Summary>,
    params: Params,
    inputs: Record<string, StoredResult> = {},
  ): Promise<Output<Summary>> {
    const context = {
      cellId: 'cell-1',
      params,
      inputs: { data: this.data, ...inputs },
      environment,
      signal: new AbortController().signal,
      seed: (...path: readonly (string | number)[]) => derive(11, ...path),
      task: ((kind: string, call: never, onProgress: never) => this.task(kind, call, onProgress)) as never,
      read: this.read,
      report: (progress: Progress) => void this.progress.push(progress),
      ledger: () => Promise.resolve(this.ledger),
      append: (event: LedgerEvent) => Promise.resolve(void this.ledger.push(event)),
    };
    return job.run(context as unknown as Parameters<typeof job.run>[0] & JobContext<never, Params>);
  }
}
