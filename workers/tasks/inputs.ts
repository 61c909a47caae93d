/** The inputs that tasks have in common. */
import type { DatasetSummary } from '../../src/core/dataset/types';
import { LookbookError } from '../../src/core/errors';
import { readPipeline, type HoldsPipeline } from '../../src/core/features/fitted';
import type { FittedPipeline } from '../../src/core/features/types';
import type { StoredResult } from '../../src/core/results/types';
import type { TaskContext } from './types';

/** The data set. @throws LookbookError `input/missing` */
export function dataOf(context: Pick<TaskContext, 'inputs'>): DatasetSummary {
  const data = context.inputs['data'] as StoredResult<DatasetSummary> | undefined;
  if (!data) throw new LookbookError('input/missing');
  return data.summary;
}

/** The fitted pipeline of the input `features`, and its hash; neither if there is no such input. */
export async function featuresOf(
  context: Pick<TaskContext, 'inputs' | 'read'>,
): Promise<{ readonly pipeline?: FittedPipeline; readonly hash?: string }> {
  const features = context.inputs['features'] as StoredResult<HoldsPipeline> | undefined;
  if (!features) return {};
  return {
    pipeline: await readPipeline(features, (ref) => context.read(ref)),
    hash: features.summary.pipeline.hash,
  };
}
