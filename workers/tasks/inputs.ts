/** The inputs that tasks have in common. */
import type { DatasetSummary } from '../../src/core/dataset/types';
import { LookbookError } from '../../src/core/errors';
import { readPipeline } from '../../src/core/features/fitted';
import type { FittedPipeline } from '../../src/core/features/types';
import type { DataInput, FeaturesInput } from './input-types';
import type { TaskContext } from './types';

/** The data set. @throws LookbookError `input/missing` */
export function dataOf({ inputs: { data } }: { readonly inputs: Partial<DataInput> }): DatasetSummary {
  if (!data) throw new LookbookError('input/missing');
  return data.summary;
}

/** The results among a task's inputs that are numbered after this prefix, in the order in which they were given. */
export const numbered = <Inputs, Prefix extends string>(
  inputs: Inputs,
  prefix: Prefix,
): Exclude<Inputs[`${Prefix}${number}` & keyof Inputs], undefined>[] =>
  Object.entries(inputs as object).flatMap(([name, one]) => (name.startsWith(prefix) && one ? [one] : []));

/** The fitted pipeline of the input `features`, and its hash; neither if there is no such input. */
export async function featuresOf(
  context: Pick<TaskContext, 'read'> & { readonly inputs: FeaturesInput },
): Promise<{ readonly pipeline?: FittedPipeline; readonly hash?: string }> {
  const { features } = context.inputs;
  if (!features) return {};
  return {
    pipeline: await readPipeline(features, (ref) => context.read(ref)),
    hash: features.summary.pipeline.hash,
  };
}
