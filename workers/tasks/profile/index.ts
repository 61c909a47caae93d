/**
 * Profiles a data set in parts: chunks run beside each other on the pool, a merge adds them up. The counting itself is
 * in src/core/profile.
 */
import { CLASSES, PIXELS, type DatasetSummary, type ImageBatch } from '../../../src/core/dataset/types';
import { LookbookError } from '../../../src/core/errors';
import { ChunkProfiler, chunkArrays, chunkOf, type ChunkProfile } from '../../../src/core/profile/chunk';
import { mergeProfiles } from '../../../src/core/profile/merge';
import { firstOfEachClass } from '../../../src/core/profile/samples';
import type { NdArray, Output, StoredResult } from '../../../src/core/results/types';
import { readSplit } from '../../../src/storage/datasets';
import type { Task, TaskContext } from '../types';
import type { ProfileSpec, ProfileTaskSummary } from './types';

/** Images between two step boundaries: about 30 ms of work. */
const STEP = 1000;

export const task: Task<ProfileSpec, ProfileTaskSummary> = {
  run(spec, context) {
    switch (spec.mode) {
      case 'chunk':
        return profileChunk(spec, context);
      case 'merge':
        return merge(spec, context);
      case 'samples':
        return sample(spec, context);
    }
  },
};

function datasetOf(context: TaskContext<never>): DatasetSummary {
  const data = context.inputs['data'];
  if (!data) throw new LookbookError('data/missing');
  return data.summary as DatasetSummary;
}

type Mode<M extends ProfileSpec['mode']> = Extract<ProfileSpec, { mode: M }>;

async function profileChunk(
  { split, start, end }: Mode<'chunk'>,
  context: TaskContext<never>,
): Promise<Output<ProfileTaskSummary>> {
  const whole = await readSplit(context.db, datasetOf(context), split, end);
  const batch: ImageBatch = {
    images: whole.images.subarray(start * PIXELS, end * PIXELS),
    labels: whole.labels.subarray(start, end),
    indices: whole.indices.subarray(start, end),
  };
  const profiler = new ChunkProfiler(batch, CLASSES);
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

async function readChunk(result: StoredResult, context: TaskContext<never>): Promise<ChunkProfile> {
  const summary = result.summary as ProfileTaskSummary;
  if (summary.mode !== 'chunk') throw new TypeError('profile: the inputs of a merge must be chunks');
  const arrays: Record<string, NdArray> = {};
  for (const [name, ref] of Object.entries(result.artifacts)) arrays[name] = await context.read(ref);
  return chunkOf(summary, arrays);
}

async function merge({ scope }: Mode<'merge'>, context: TaskContext<never>): Promise<Output<ProfileTaskSummary>> {
  const chunks: ChunkProfile[] = [];
  for (const [name, result] of Object.entries(context.inputs)) {
    if (!name.startsWith('chunk.')) continue;
    chunks.push(await readChunk(result, context));
    await context.turn();
  }
  context.report({ stage: 'Correlations, duplicates, histograms', done: 0, total: 0, unit: 'images' });
  await context.turn();
  const { summary, artifacts } = mergeProfiles(chunks, scope, CLASSES);
  return { summary: { mode: 'merge', profile: summary }, artifacts };
}

async function sample(
  { split, perClass }: Mode<'samples'>,
  context: TaskContext<never>,
): Promise<Output<ProfileTaskSummary>> {
  const dataset = datasetOf(context);
  const { count, perClass: available } = dataset.splits[split];
  const wanted = available.reduce((sum, images) => sum + Math.min(images, perClass), 0);
  // The order of a split mixes its classes, so a few times the wanted number nearly always holds them all.
  let chosen = firstOfEachClass(
    await readSplit(context.db, dataset, split, Math.min(count, 4 * CLASSES * perClass)),
    CLASSES,
    perClass,
  );
  if (chosen.labels.length < wanted) {
    chosen = firstOfEachClass(await readSplit(context.db, dataset, split), CLASSES, perClass);
  }
  const images = chosen.labels.length;
  return {
    summary: { mode: 'samples', images },
    artifacts: {
      images: { data: chosen.images, shape: [images, PIXELS] },
      labels: { data: chosen.labels, shape: [images] },
      indices: { data: chosen.indices, shape: [images] },
    },
  };
}
