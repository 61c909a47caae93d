/** Sums of products of pixels for the cells that need them: chunks are tasks, so cells that ask for the same share the work. */
import type { DatasetSummary, SplitName } from '../../core/dataset/types';
import { runsOf } from '../../core/profile/chunk';
import type { JobContext, Progress, StoredResult } from '../../core/results/types';
import type { PixelProductsInputs } from '../../../workers/tasks/pixel-products/types';
import type { ResultOf, TaskMap } from '../../../workers/tasks/registry';
import { JobProgress } from './progress';

/** Images a chunk. Fixed, so that the parts of a result do not depend on the number of workers. */
const CHUNK = 10_000;

type Context = Pick<JobContext<TaskMap>, 'task'>;

/**
 * Products of all images of some splits, as the inputs that the modes `components` and `correlations` of the task
 * `pixel-products` take.
 * @param onProgress hears the images done so far, over all chunks
 */
export async function pixelProducts(
  context: Context,
  data: StoredResult<DatasetSummary>,
  splits: readonly SplitName[],
  onProgress?: (progress: Progress<never>) => void,
): Promise<PixelProductsInputs> {
  const plan = splits.flatMap((split) =>
    runsOf(data.summary.splits[split].count, CHUNK).map((run) => ({ split, ...run })),
  );
  const progress = new JobProgress((told) => onProgress?.(told), { stage: 'Products of pixels' });
  const chunks = await Promise.all(
    plan.map(async ({ split, start, end }) => {
      const tell = progress.counted(undefined, end - start);
      const call = { params: { mode: 'chunk' as const, split, start, end }, inputs: { data } };
      const chunk = await context.task('pixel-products', call, ({ done }) => tell(done));
      tell(end - start);
      return chunk;
    }),
  );
  return Object.fromEntries(chunks.map((chunk, at) => [`chunk.${at}`, chunk]));
}

/**
 * Principal components of x/255 over some splits (the covariance over n; nothing is scaled): artifacts `mean` [pixels] and
 * `variances` [pixels, descending] in float64, `components` [k, pixels] in float32. How to use them: see `pixelPca` in core.
 * @param components k, at most one a pixel: each takes a few milliseconds
 */
export async function pixelComponents(
  context: Context,
  data: StoredResult<DatasetSummary>,
  splits: readonly SplitName[],
  components: number,
  onProgress?: (progress: Progress<never>) => void,
): Promise<ResultOf<'pixel-products'>> {
  const inputs = await pixelProducts(context, data, splits, onProgress);
  return context.task('pixel-products', { params: { mode: 'components', components }, inputs });
}
