/** Exact nearest neighbours and near pairs, for cells: asked for in chunks that run side by side and are kept. */
import type { DatasetSummary } from '../../core/dataset/types';
import { countOf, mayShare, type ImageSet } from '../../core/neighbours/types';
import { byDifference, pairsOf, type Pair } from '../../core/neighbours/pairs';
import { runsOf } from '../../core/profile/chunk';
import type { JobContext, Progress, StoredResult } from '../../core/results/types';
import type { NeighboursSpec } from '../../../workers/tasks/neighbours/types';
import type { ResultOf, TaskMap } from '../../../workers/tasks/registry';
import { JobProgress } from './progress';

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

type Chunk = ResultOf<'neighbours'>;
export interface NearestCall {
  readonly queries: ImageSet;
  readonly references: ImageSet;
  readonly k: number;
}

/** The results of {@link nearest} as they are stored, chunk by chunk, for tasks that read them. */
export async function nearestChunks(
  context: Context,
  data: Data,
  { queries, references, k }: NearestCall,
  onProgress?: OnProgress,
): Promise<{ readonly k: number; readonly chunks: readonly Chunk[] }> {
  const count = countOf(data.summary, queries);
  const among = countOf(data.summary, references);
  const available = Math.max(0, Math.min(k, among - (mayShare(queries, references) ? 1 : 0)));
  const runs = available === 0 ? [] : chunksOf(count, among);
  const specs = runs.map((run) => ({ mode: 'nearest', queries, references, k: available, ...run }) as const);
  return { k: available, chunks: await runChunks(context, data, specs, onProgress) };
}

/**
 * The k nearest references of every query, exactly; an image is never its own neighbour.
 * @returns k smaller than asked for where there are fewer other images, 0 if there are none
 */
export async function nearest(
  context: Context,
  data: Data,
  call: NearestCall,
  onProgress?: OnProgress,
): Promise<Nearest> {
  const { k, chunks } = await nearestChunks(context, data, call, onProgress);
  const read = async (name: 'ids' | 'squared' | 'queryIds'): Promise<Int32Array> =>
    joined(await Promise.all(chunks.map(({ artifacts }) => context.read(artifacts[name]!))));
  return { ids: await read('ids'), squared: await read('squared'), queryIds: await read('queryIds'), k };
}

/** Runs the tasks of a search side by side. */
async function runChunks(
  context: Context,
  data: Data,
  specs: readonly NeighboursSpec[],
  onProgress: OnProgress | undefined,
): Promise<Chunk[]> {
  const progress = new JobProgress((told) => onProgress?.(told), { stage: 'Comparing images' });
  return Promise.all(
    specs.map(async (params) => {
      const images = params.end - params.start;
      const tell = progress.counted(undefined, images);
      const result = await context.task('neighbours', { params, inputs: { data } }, ({ stage, unit, done }) => {
        if (unit === 'queries') tell(done, undefined, stage);
      });
      tell(images);
      return result;
    }),
  );
}

/** Pairs of near images, those that differ least first, and how many there are; more than are kept only of odd sets. */
export interface NearPairs {
  readonly pairs: readonly Pair[];
  readonly found: number;
}

/** The results of {@link pairsWithin} as they are stored, chunk by chunk. */
export function pairChunks(
  context: Context,
  data: Data,
  { images, share }: { readonly images: ImageSet; readonly share: number },
  onProgress?: OnProgress,
): Promise<readonly Chunk[]> {
  const specs = runsOf(countOf(data.summary, images), MOST_QUERIES).map(
    (run) => ({ mode: 'pairs', queries: images, references: images, share, ...run }) as const,
  );
  return runChunks(context, data, specs, onProgress);
}

/** All pairs of two images of a set that differ by at most this share (src/core/neighbours/pairs.ts), exactly. */
export async function pairsWithin(
  context: Context,
  data: Data,
  call: { readonly images: ImageSet; readonly share: number },
  onProgress?: OnProgress,
): Promise<NearPairs> {
  const chunks = await pairChunks(context, data, call, onProgress);
  const kept = await Promise.all(chunks.map(({ artifacts }) => context.read(artifacts.pairs!)));
  return {
    pairs: kept.flatMap((array) => pairsOf(array)).sort(byDifference),
    found: chunks.reduce((sum, { summary }) => sum + summary.found, 0),
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
