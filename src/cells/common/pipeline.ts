/** How a cell comes by the fitted pipeline of a Features cell. */
import type { PipelineRecipe } from '../../core/features/fitted';
import type { JobContext, StoredResult } from '../../core/results/types';
import type { DataInput } from '../../../workers/tasks/input-types';
import type { ResultOf, TaskMap } from '../../../workers/tasks/registry';

/** What the summary of a Features cell has for those who use its pipeline. */
export interface HasRecipe {
  readonly recipe: PipelineRecipe;
}

/**
 * The fitted pipeline that a cell's `features` input stands for: the result of the fitting task itself, so that what else
 * the Features cell says (previews, ablation) does not change the keys of what is trained on it. Stored already, as a rule.
 * @returns undefined if the cell has no such input: models then take pixels divided by 255
 */
export async function pipelineOf(
  context: Pick<JobContext<TaskMap>, 'task'> & {
    readonly inputs: DataInput & { readonly features?: StoredResult<HasRecipe> };
  },
): Promise<ResultOf<'fit-features'> | undefined> {
  const { data, features } = context.inputs;
  return features && context.task('fit-features', { params: features.summary.recipe, inputs: { data } });
}
