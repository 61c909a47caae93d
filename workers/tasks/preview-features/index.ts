import { CLASSES } from '../../../src/core/dataset/types';
import { LookbookError } from '../../../src/core/errors';
import { previewPipeline } from '../../../src/core/features/preview';
import { readSplit } from '../../../src/storage/datasets';
import { dataOf, featuresOf } from '../inputs';
import type { Task } from '../types';
import type { PreviewFeaturesSpec, PreviewFeaturesSummary } from './types';

export const task: Task<PreviewFeaturesSpec, PreviewFeaturesSummary> = {
  async run(spec, context) {
    const data = dataOf(context);
    const { pipeline } = await featuresOf(context);
    if (!pipeline) throw new LookbookError('input/missing');
    const fit = await readSplit(context.db, data, 'fit', spec.images);
    await context.turn();
    const shown = Array.from({ length: CLASSES }, (_, label) => fit.labels.indexOf(label)).filter((row) => row >= 0);
    const { preview, artifacts } = previewPipeline(pipeline, fit.images, fit.labels.length, shown, context.seed);
    return {
      summary: {
        spec,
        ...preview,
        measured: fit.labels.length,
        pictured: shown.map((row) => ({ index: fit.indices[row]!, label: fit.labels[row]! })),
      },
      artifacts,
    };
  },
};
