/**
 * Profiles a data set in parts: chunks run beside each other on the pool, a merge adds them up. The counting itself is
 * in src/core/profile.
 */
import { pixelsOf } from '../../../src/core/dataset/shape';
import { classesOf, type ImageBatch } from '../../../src/core/dataset/types';
import { ChunkProfiler, chunkArrays, chunkOf, profileBatch, type ChunkProfile } from '../../../src/core/profile/chunk';
import { LevelCounts, levelRuns } from '../../../src/core/profile/levels';
import { mergeProfiles } from '../../../src/core/profile/merge';
import { firstOfEachClass } from '../../../src/core/profile/samples';
import { SCOPES } from '../../../src/core/profile/types';
import type { NdArray, Output, StoredResult } from '../../../src/core/results/types';
import { dataOf, numbered } from '../inputs';
import type { Task, TaskContext } from '../types';
import type { ProfileArrays, ProfileInputs, ProfileSpec, ProfileTaskSummary } from './types';

/** Images between two step boundaries: about 30 ms of work. */
const STEP = 1000;
/** Images whose values are counted between two step boundaries: about 20 ms. */
const LEVEL_STEP = 5000;

export const task: Task<ProfileSpec, ProfileTaskSummary, never, ProfileInputs, ProfileArrays> = {
  run(spec, context) {
    switch (spec.mode) {
      case 'chunk':
        return profileChunk(spec, context);
      case 'merge':
        return merge(spec, context);
      case 'preview':
        return preview(spec, context);
      case 'levels':
        return levels(spec, context);
      case 'samples':
        return sample(spec, context);
    }
  },
};

type Mode<M extends ProfileSpec['mode']> = Extract<ProfileSpec, { mode: M }>;

async function profileChunk(
  { split, start, end }: Mode<'chunk'>,
  context: TaskContext<never, ProfileInputs>,
): Promise<Output<ProfileTaskSummary, ProfileArrays>> {
  const batch = await context.images.split(dataOf(context), split, end, start);
  const profiler = new ChunkProfiler(batch, classesOf(dataOf(context)));
  const report = (): void =>
    context.report({ stage: `Profiling ${split}`, done: profiler.done, total: profiler.count, unit: 'images' });
  report();
  while (profiler.done < profiler.count) {
    profiler.step(STEP);
    report();
    await context.turn();
  }
  const chunk = profiler.finish(split, start);
  return {
    summary: { mode: 'chunk', split, start, images: profiler.count, invalid: chunk.invalid },
    artifacts: chunkArrays(chunk),
  };
}

async function readChunk(
  { summary, artifacts }: StoredResult<ProfileTaskSummary>,
  context: TaskContext<never, ProfileInputs>,
): Promise<ChunkProfile> {
  if (summary.mode !== 'chunk') throw new TypeError('profile: the inputs of a merge must be chunks');
  const arrays: Record<string, NdArray> = {};
  for (const [name, ref] of Object.entries(artifacts)) arrays[name] = await context.read(ref);
  return chunkOf(summary, arrays);
}

async function merge(
  { scope }: Mode<'merge'>,
  context: TaskContext<never, ProfileInputs>,
): Promise<Output<ProfileTaskSummary, ProfileArrays>> {
  const dataset = dataOf(context);
  const chunks: ChunkProfile[] = [];
  for (const result of numbered(context.inputs, 'chunk.')) {
    chunks.push(await readChunk(result, context));
    await context.turn();
  }
  context.report({ stage: 'Correlations, duplicates, histograms', done: 0, total: 0, unit: 'images' });
  await context.turn();
  const { summary, artifacts } = mergeProfiles(chunks, scope, dataset, dataset.counts.train, dataset.missing);
  return { summary: { mode: 'merge', profile: summary }, artifacts };
}

async function preview(
  { images }: Mode<'preview'>,
  context: TaskContext<never, ProfileInputs>,
): Promise<Output<ProfileTaskSummary, ProfileArrays>> {
  const first = await (await context.images.open(dataOf(context).hash)).read('train', 0);
  const count = Math.min(images, first.labels.length);
  const batch: ImageBatch = {
    ...first,
    images: first.images.subarray(0, count * pixelsOf(first)),
    labels: first.labels.subarray(0, count),
    indices: Uint32Array.from({ length: count }, (_, index) => index),
  };
  // One split stands for all: nothing of a preview is said by split.
  const data = dataOf(context);
  const { summary, artifacts } = mergeProfiles([profileBatch('train', 0, batch, classesOf(data))], 'train', data);
  return { summary: { mode: 'preview', profile: summary }, artifacts };
}

async function levels(
  { scope }: Mode<'levels'>,
  context: TaskContext<never, ProfileInputs>,
): Promise<Output<ProfileTaskSummary, ProfileArrays>> {
  const data = dataOf(context);
  const classes = classesOf(data);
  const { height, width } = data;
  const pixels = pixelsOf(data);
  const medians = new Float32Array(classes * pixels);
  const entropies = new Float32Array(classes * pixels);
  for (const run of levelRuns(classes, pixels)) {
    const counts = new LevelCounts(run, pixels);
    for (const split of SCOPES[scope]) {
      const batch = await context.images.split(data, split);
      for (let from = 0; from < batch.labels.length; from += LEVEL_STEP) {
        const to = from + LEVEL_STEP;
        counts.add(batch.images.subarray(from * pixels, to * pixels), batch.labels.subarray(from, to));
        await context.turn();
      }
    }
    medians.set(counts.medians(), run.first * pixels);
    entropies.set(counts.entropies(), run.first * pixels);
  }
  const shape = [classes, height, width];
  return {
    summary: { mode: 'levels', images: SCOPES[scope].reduce((sum, split) => sum + data.splits[split].count, 0) },
    artifacts: { classMedian: { data: medians, shape }, classEntropy: { data: entropies, shape } },
  };
}

async function sample(
  { split, perClass }: Mode<'samples'>,
  context: TaskContext<never, ProfileInputs>,
): Promise<Output<ProfileTaskSummary, ProfileArrays>> {
  const dataset = dataOf(context);
  const classes = classesOf(dataset);
  const { count, perClass: available } = dataset.splits[split];
  const wanted = available.reduce((sum, images) => sum + Math.min(images, perClass), 0);
  // The order of a split mixes its classes, so a few times the wanted number nearly always holds them all.
  let chosen = firstOfEachClass(
    await context.images.split(dataset, split, Math.min(count, 4 * classes * perClass)),
    classes,
    perClass,
  );
  if (chosen.labels.length < wanted) {
    chosen = firstOfEachClass(await context.images.split(dataset, split), classes, perClass);
  }
  const images = chosen.labels.length;
  return {
    summary: { mode: 'samples', images },
    artifacts: {
      images: { data: chosen.images, shape: [images, pixelsOf(chosen)] },
      labels: { data: chosen.labels, shape: [images] },
      indices: { data: chosen.indices, shape: [images] },
    },
  };
}
