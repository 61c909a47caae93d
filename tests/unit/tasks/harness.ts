/** Tasks run as a host would run them, on images given here instead of stored ones. */
import { PIXELS, CLASS_NAMES } from '../../../src/core/dataset/fashion-mnist';
import { SPLIT_VERSION, type ImageBatch, type SplitName } from '../../../src/core/dataset/types';
import { DEFAULT_OPTIONS } from '../../../src/core/options';
import type { ArtifactRef, Environment, NdArray, Output, StoredResult } from '../../../src/core/results/types';
import type { StepSpec } from '../../../src/core/features/types';
import { randomSource } from '../../../src/core/seed';
import type { Checkpoint } from '../../../src/storage/records';
import type { DatasetStore } from '../../../src/storage/port';
import { prepareResult } from '../../../src/storage/results';
import { task as fitFeatures } from '../../../workers/tasks/fit-features';
import type { Task, TaskContext } from '../../../workers/tasks/types';
import { servedImages } from '../images';

const ENVIRONMENT: Environment = {
  backend: 'wasm',
  description: 'WASM (SIMD)',
  numericMode: 'wasm/strict',
  workers: 1,
};

const arrays = new Map<string, NdArray>();

/** Keeps an output as storage would, so that other tasks can take it as an input. */
export function stored<S>(output: Output<S>): StoredResult<S> {
  const prepared = prepareResult(output, { key: 'key', kind: 'task:test', version: 1, seconds: 1 });
  for (const { ref, array } of prepared.arrays) arrays.set(ref.hash, array);
  return prepared.result as StoredResult<S>;
}

/** The data set that the mocked storage stands for. */
export const data: StoredResult = stored({
  summary: { hash: 'h', name: 'test', splitVersion: SPLIT_VERSION, height: 28, width: 28, classes: CLASS_NAMES },
});

export function contextOf(
  inputs: Readonly<Record<string, StoredResult>>,
  more: Partial<TaskContext<never, never>> = {},
): TaskContext<never, never> {
  return {
    key: 'key',
    signal: new AbortController().signal,
    seed: 11,
    inputs: { data, ...inputs } as never,
    options: DEFAULT_OPTIONS,
    environment: ENVIRONMENT,
    images: servedImages,
    datasets: {} as DatasetStore,
    report: () => undefined,
    turn: () => Promise.resolve(),
    read: (ref: ArtifactRef) => Promise.resolve(arrays.get(ref.hash)!),
    loadCheckpoint: () => Promise.resolve(undefined),
    saveCheckpoint: () => Promise.resolve(),
    ...more,
  };
}

/** @param inputs beside `data`; what a task asks for is left out on purpose in places, so they are not checked */
export async function runTask<Spec, Summary, Detail, Inputs, A>(
  task: Task<Spec, Summary, Detail, Inputs, A>,
  spec: Spec,
  inputs: Readonly<Record<string, StoredResult>> = {},
  more: Partial<TaskContext<never, never>> = {},
): Promise<StoredResult<Summary>> {
  return stored((await task.run(spec, contextOf(inputs, more) as TaskContext<Detail, never>)) as Output<Summary>);
}

/** A fitted pipeline as the input `features`. */
export const features = (steps: readonly StepSpec[]): Promise<StoredResult> =>
  runTask(fitFeatures, { steps, trainImages: 200 });

export async function arrayOf(result: StoredResult, name: string): Promise<NdArray['data']> {
  return (await contextOf({}).read(result.artifacts[name]!)).data;
}

/** Catches checkpoints and can start a training from one of them. */
export function checkpoints(): { all: Omit<Checkpoint, 'taskKey'>[]; save: Partial<TaskContext<never, never>> } {
  const all: Omit<Checkpoint, 'taskKey'>[] = [];
  return { all, save: { saveCheckpoint: (checkpoint) => Promise.resolve(void all.push(structuredClone(checkpoint))) } };
}

const COUNTS: Readonly<Record<SplitName, number>> = {
  train: 300,
  validation: 100,
  calibration: 50,
  stream: 200,
  test: 50,
};

/** Images whose bright band tells the class, on noise; classes in turn. */
export function bands(split: SplitName, limit: number): ImageBatch {
  const count = Math.min(limit, COUNTS[split]);
  const random = randomSource(split.length * 31 + split.charCodeAt(0));
  const images = Uint8Array.from({ length: COUNTS[split] * PIXELS }, () => Math.floor(60 * random())).slice(
    0,
    count * PIXELS,
  );
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 10);
  labels.forEach((label, index) => images.fill(220, index * PIXELS + label * 56, index * PIXELS + label * 56 + 56));
  return { images, labels, indices: Uint32Array.from({ length: count }, (_, index) => index), height: 28, width: 28 };
}
