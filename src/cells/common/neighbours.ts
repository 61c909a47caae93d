/** Exact nearest neighbours and near pairs, for cells: asked for in chunks that run side by side and are kept. */
import type { DatasetSummary } from '../../core/dataset/types';
import { countOf, mayShare, type ImageSet } from '../../core/neighbours/types';
import { byDifference, pairsOf, type Pair } from '../../core/neighbours/pairs';
import { runsOf } from '../../core/profile/chunk';
import type { JobContext, Progress, StoredResult } from '../../core/results/types';
import type { TaskMap } from '../../../workers/tasks/registry';

export type { ImageSet };
type Context = Pick<JobContext<TaskMap>, 'task' | 'read'>;
type Data = StoredResult<DatasetSummary>;
type OnProgress = (progress: Progress) => void;

export interface Nearest {
  /** queries x k: image ids, the nearest first; equally near ones by id. */
  readonly ids: Int32Array;
  /** queries x k: squared distances of pixels, 0-255. */
  readonly squared: Int32Array;
  readonly queryIds: Int32Array;
  /** What was asked for, or fewer where there are not so many other images. */
  readonly k: number;
}

/** Pairs that one task looks at: some seconds, and enough tasks for every worker. Fixed, as keys depend on it. */
const PAIRS_PER_TASK = 200_000_000;
const MOST_QUERIES = 10_000;

const chunksOf = (queries: number, references: number): { start: number; end: number }[] =>
  runsOf(queries, Math.max(500, Math.min(MOST_QUERIES, Math.floor(PAIRS_PER_TASK / Math.max(1, references)))));

/** Adds up the progress of tasks that run side by side. */
function counting(chunks: readonly { start: number; end: number }[], onProgress: OnProgress | undefined) {
  const done = chunks.map(() => 0);
  const total = chunks.reduce((sum, { start, end }) => sum + end - start, 0);
  return (chunk: number, images: number, stage: string): void => {
    done[chunk] = images;
    onProgress?.({ stage, done: done.reduce((sum, part) => sum + part, 0), total, unit: 'images' });
  };
}

/**
 * The k nearest references of every query, exactly; an image is never its own neighbour.
 * @returns k smaller than asked for where there are fewer other images, 0 if there are none
 */
export async function nearest(
  context: Context,
  data: Data,
  { queries, references, k }: { readonly queries: ImageSet; readonly references: ImageSet; readonly k: number },
  onProgress?: OnProgress,
): Promise<Nearest> {
  const count = countOf(data.summary, queries);
  const among = countOf(data.summary, references);
  const available = Math.max(0, Math.min(k, among - (mayShare(queries, references) ? 1 : 0)));
  const chunks = available === 0 ? [] : chunksOf(count, among);
  const tell = counting(chunks, onProgress);
  const results = await Promise.all(
    chunks.map(async ({ start, end }, chunk) => {
      const params = { mode: 'nearest', queries, references, k: available, start, end } as const;
      const result = await context.task('neighbours', { params, inputs: { data } }, ({ stage, unit, done, total }) => {
        if (unit === 'queries') tell(chunk, Math.min(done, total), stage);
      });
      tell(chunk, end - start, 'Comparing images');
      return result;
    }),
  );
  const read = async (name: string): Promise<Int32Array> =>
    joined(await Promise.all(results.map(({ artifacts }) => context.read(artifacts[name]!))));
  return { ids: await read('ids'), squared: await read('squared'), queryIds: await read('queryIds'), k: available };
}

/** Pairs of near images, those that differ least first, and how many there are; more than are kept only of odd sets. */
export interface NearPairs {
  readonly pairs: readonly Pair[];
  readonly found: number;
}

/** All pairs of two images of a set that differ by at most this share (src/core/neighbours/pairs.ts), exactly. */
export async function pairsWithin(
  context: Context,
  data: Data,
  { images, share }: { readonly images: ImageSet; readonly share: number },
  onProgress?: OnProgress,
): Promise<NearPairs> {
  const chunks = runsOf(countOf(data.summary, images), MOST_QUERIES);
  const tell = counting(chunks, onProgress);
  const results = await Promise.all(
    chunks.map(async ({ start, end }, chunk) => {
      const params = { mode: 'pairs', queries: images, references: images, share, start, end } as const;
      const result = await context.task('neighbours', { params, inputs: { data } }, ({ stage, unit, done, total }) => {
        if (unit === 'queries') tell(chunk, Math.min(done, total), stage);
      });
      tell(chunk, end - start, 'Comparing images');
      return result;
    }),
  );
  const kept = await Promise.all(results.map(({ artifacts }) => context.read(artifacts['pairs']!)));
  return {
    pairs: kept.flatMap((array) => pairsOf(array)).sort(byDifference),
    found: results.reduce((sum, { summary }) => sum + summary.found, 0),
  };
}

function joined(arrays: readonly { readonly data: ArrayLike<number> }[]): Int32Array {
  const all = new Int32Array(arrays.reduce((sum, { data }) => sum + data.length, 0));
  let at = 0;
  for (const { data } of arrays) {
    all.set(data, at);
    at += data.length;
  }
  return all;
}
