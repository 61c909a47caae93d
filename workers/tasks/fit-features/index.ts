import type { DatasetSummary } from '../../../src/core/dataset/types';
import { LookbookError } from '../../../src/core/errors';
import { splitPipeline } from '../../../src/core/features/fitted';
import { fitPipeline } from '../../../src/core/features/pipeline';
import type { StoredResult } from '../../../src/core/results/types';
import { readSplit } from '../../../src/storage/datasets';
import type { Task } from '../types';
import type { FitFeaturesSpec, FitFeaturesSummary } from './types';

export const task: Task<FitFeaturesSpec, FitFeaturesSummary> = {
  async run({ steps, trainImages }, context) {
    const data = context.inputs['data'] as StoredResult<DatasetSummary> | undefined;
    if (!data) throw new LookbookError('input/missing');
    const train = await readSplit(context.db, data.summary, 'train', trainImages);
    await context.turn();
    const { pipeline, artifacts } = splitPipeline(fitPipeline(steps, train.images, train.labels.length));
    return { summary: { pipeline }, artifacts };
  },
};
