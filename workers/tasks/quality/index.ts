/** Scores single images (dark, light, low information, blurry) in parts; the scoring itself is in src/core/profile/quality. */
import { pixelsOf } from '../../../src/core/dataset/shape';
import { classesOf } from '../../../src/core/dataset/types';
import { COLUMN_COUNT, qualityScores } from '../../../src/core/profile/quality';
import { mergeQuality, qualityArrays, qualityChunk, qualityChunkOf } from '../../../src/core/profile/quality-summary';
import type { NdArray, Output } from '../../../src/core/results/types';
import { dataOf, numbered } from '../inputs';
import type { Task, TaskContext } from '../types';
import type { QualityArrays, QualityInputs, QualitySpec, QualityTaskSummary } from './types';

/** Images between two step boundaries: about 30 ms of work. */
const STEP = 2000;

export const task: Task<QualitySpec, QualityTaskSummary, never, QualityInputs, QualityArrays> = {
  run: (spec, context) => (spec.mode === 'chunk' ? score(spec, context) : merge(context)),
};

async function score(
  { split, start, end }: Extract<QualitySpec, { mode: 'chunk' }>,
  context: TaskContext<never, QualityInputs>,
): Promise<Output<QualityTaskSummary, QualityArrays>> {
  const batch = await context.images.split(dataOf(context), split, end, start);
  const count = batch.labels.length;
  const pixels = pixelsOf(batch);
  const scores = new Float32Array(count * COLUMN_COUNT);
  for (let from = 0; from < count; from += STEP) {
    const to = Math.min(count, from + STEP);
    const part = batch.images.subarray(from * pixels, to * pixels);
    scores.set(qualityScores(part, to - from, batch), from * COLUMN_COUNT);
    context.report({ stage: `Checking images of ${split}`, done: to, total: count, unit: 'images' });
    await context.turn();
  }
  return {
    summary: { mode: 'chunk', split, start },
    artifacts: qualityArrays(qualityChunk(split, start, batch, scores)),
  };
}

async function merge(context: TaskContext<never, QualityInputs>): Promise<Output<QualityTaskSummary, QualityArrays>> {
  const chunks = [];
  for (const { summary, artifacts } of numbered(context.inputs, 'chunk.')) {
    if (summary.mode !== 'chunk') throw new TypeError('quality: the inputs of a merge must be chunks');
    const arrays: Record<string, NdArray> = {};
    for (const [array, ref] of Object.entries(artifacts)) arrays[array] = await context.read(ref);
    chunks.push(qualityChunkOf(summary, arrays));
    await context.turn();
  }
  const merged = mergeQuality(chunks, dataOf(context), classesOf(dataOf(context)));
  return { summary: { mode: 'merge', quality: merged.summary }, artifacts: merged.artifacts };
}
