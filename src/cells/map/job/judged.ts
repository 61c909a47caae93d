/** The judged images: their neighbours in the training split and their reconstruction, worked out in tasks, side by side. */
import type { DatasetSummary } from '../../../core/dataset/types';
import { runsOf } from '../../../core/profile/chunk';
import { componentsFor, varianceShares } from '../../../core/profile/pca';
import { MAPPED_SPLITS, totalOf, type SplitCounts } from '../../../core/map/sample';
import type { JobContext, StoredResult } from '../../../core/results/types';
import type { ResultOf, TaskMap } from '../../../../workers/tasks/registry';
import { nearest } from '../../common/neighbours';
import { pixelComponents } from '../../common/pixel-products';
import { shareOf, type JobProgress } from '../../common/progress';
import type { MapLive, MapInputs, MapParams, MapSummary } from '../types';

export type Context = JobContext<TaskMap, MapParams, MapLive, MapInputs>;
export type Data = StoredResult<DatasetSummary>;
export type MapProgress = JobProgress<MapLive>;

/** Images a task of reconstruction. Fixed, so that what is stored does not depend on the number of workers. */
const RUN = 5000;
/** Components worked out at first: more than 95 % of the variance of Fashion-MNIST needs. */
const COMPONENTS = 200;

export interface Neighbours {
  readonly ids: Int32Array;
  readonly nearest: Int32Array;
  readonly squared: Int32Array;
}

/** Neighbours of the judged images of all splits, one split after the other. */
export async function neighboursOf(
  context: Context,
  data: Data,
  judged: SplitCounts,
  references: number,
  k: number,
  progress: MapProgress,
): Promise<Neighbours> {
  const found = await Promise.all(
    MAPPED_SPLITS.map(async (split) => {
      if (judged[split] === 0) return undefined;
      const tell = progress.part(undefined, judged[split]);
      const asked = {
        queries: { split, limit: judged[split] },
        references: { split: 'train' as const, limit: references },
        k,
      };
      const part = await nearest(context, data, asked, (told) => tell(shareOf(told)));
      tell(1);
      return part;
    }),
  );
  const count = totalOf(judged);
  const all = { ids: new Int32Array(count), nearest: new Int32Array(count * k), squared: new Int32Array(count * k) };
  let at = 0;
  for (const part of found) {
    if (!part) continue;
    all.ids.set(part.queryIds, at);
    all.nearest.set(part.ids, at * k);
    all.squared.set(part.squared, at * k);
    at += part.queryIds.length;
  }
  return all;
}

export interface Components {
  readonly result: ResultOf<'pixel-products'>;
  readonly summary: NonNullable<MapSummary['components']>;
}

/** Principal components of all of the training split that hold the wanted share of the variance; undefined if nothing varies. */
export async function componentsOf(context: Context, data: Data): Promise<Components | undefined> {
  const ask = (components: number): Promise<ResultOf<'pixel-products'>> =>
    pixelComponents(context, data, ['train'], components);
  let result = await ask(COMPONENTS);
  const variances = (await context.read(result.artifacts.variances!)).data;
  const shares = varianceShares(Float64Array.from(variances));
  const kept = componentsFor(shares, context.params.varianceShare);
  if (kept === null) return undefined;
  if (kept > COMPONENTS) result = await ask(kept);
  return {
    result,
    summary: {
      images: data.summary.splits.train.count,
      kept,
      held: shares.subarray(0, kept).reduce((sum, share) => sum + share, 0),
      firstTwo: Array.from(shares.subarray(0, 2)),
    },
  };
}

/** Distances of the judged images to their reconstruction, in the order of {@link neighboursOf}. */
export async function reconstructionOf(
  context: Context,
  data: Data,
  judged: SplitCounts,
  { result, summary }: Components,
  progress: MapProgress,
): Promise<Float32Array> {
  const plan = MAPPED_SPLITS.flatMap((split) => runsOf(judged[split], RUN).map((run) => ({ split, ...run })));
  const runs = await Promise.all(
    plan.map(async (run) => {
      const tell = progress.counted(undefined, run.end - run.start);
      const call = { params: { ...run, components: summary.kept }, inputs: { data, components: result } };
      const part = await context.task('reconstruct', call, ({ done }) => tell(done));
      tell(run.end - run.start);
      return part;
    }),
  );
  const errors = new Float32Array(totalOf(judged));
  let at = 0;
  for (const run of runs) {
    const part = (await context.read(run.artifacts.errors)).data;
    errors.set(part, at);
    at += part.length;
  }
  return errors;
}
