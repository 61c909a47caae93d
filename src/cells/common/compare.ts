/** Two models on the same images of validation: the one way in which cells compare them. */
import { RESAMPLES } from '../../core/stats/bootstrap';
import type { DatasetSummary } from '../../core/dataset/types';
import type { JobContext, StoredResult } from '../../core/results/types';
import type { Predicted } from '../../../workers/tasks/input-types';
import type { TaskMap } from '../../../workers/tasks/registry';

export type Comparison = TaskMap['compare-models']['summary'];

/**
 * The first model against the second: their difference of accuracy with a bootstrap over images in pairs, and McNemar's test.
 * @param data the data set @param seed of the bootstrap
 * @throws LookbookError as the task `compare-models` does
 */
export async function compareModels(
  context: Pick<JobContext<TaskMap>, 'task'>,
  data: StoredResult<DatasetSummary>,
  [first, second]: readonly [first: Predicted, second: Predicted],
  seed: number,
): Promise<Comparison> {
  const { summary } = await context.task('compare-models', {
    params: { resamples: RESAMPLES },
    inputs: { data, a: first, b: second },
    seed,
  });
  return summary;
}
