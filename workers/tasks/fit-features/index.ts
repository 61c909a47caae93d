import { splitPipeline } from '../../../src/core/features/fitted';
import { fitPipeline } from '../../../src/core/features/pipeline';
import { dataOf } from '../inputs';
import type { Task } from '../types';
import type { FitFeaturesArrays, FitFeaturesInputs, FitFeaturesSpec, FitFeaturesSummary } from './types';

export const task: Task<FitFeaturesSpec, FitFeaturesSummary, never, FitFeaturesInputs, FitFeaturesArrays> = {
  async run({ steps, trainImages }, context) {
    const train = await context.images.split(dataOf(context), 'train', trainImages);
    await context.turn();
    const { pipeline, artifacts } = splitPipeline(fitPipeline(steps, train.images, train.labels.length, train));
    return { summary: { pipeline }, artifacts };
  },
};
