import { LookbookError } from '../../../src/core/errors';
import { previewPipeline } from '../../../src/core/features/preview';
import { dataOf, featuresOf } from '../inputs';
import type { Task } from '../types';
import type {
  PreviewFeaturesArrays,
  PreviewFeaturesInputs,
  PreviewFeaturesSpec,
  PreviewFeaturesSummary,
} from './types';

export const task: Task<
  PreviewFeaturesSpec,
  PreviewFeaturesSummary,
  never,
  PreviewFeaturesInputs,
  PreviewFeaturesArrays
> = {
  async run(spec, context) {
    const data = dataOf(context);
    const { pipeline } = await featuresOf(context);
    if (!pipeline) throw new LookbookError('input/missing');
    const train = await context.images.split(data, 'train', spec.images);
    await context.turn();
    const shown = Array.from({ length: data.classes.length }, (_, label) => train.labels.indexOf(label)).filter(
      (row) => row >= 0,
    );
    const { preview, artifacts } = previewPipeline(pipeline, train.images, train.labels.length, shown, context.seed);
    return {
      summary: {
        spec,
        ...preview,
        measured: train.labels.length,
        pictured: shown.map((row) => ({ index: train.indices[row]!, label: train.labels[row]! })),
      },
      artifacts,
    };
  },
};
