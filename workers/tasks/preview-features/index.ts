import { CLASSES, type DatasetSummary } from '../../../src/core/dataset/types';
import { LookbookError } from '../../../src/core/errors';
import { readPipeline, type HoldsPipeline } from '../../../src/core/features/fitted';
import { previewPipeline } from '../../../src/core/features/preview';
import type { StoredResult } from '../../../src/core/results/types';
import { readSplit } from '../../../src/storage/datasets';
import type { Task } from '../types';
import type { PreviewFeaturesSpec, PreviewFeaturesSummary } from './types';

export const task: Task<PreviewFeaturesSpec, PreviewFeaturesSummary> = {
  async run(spec, context) {
    const data = context.inputs['data'] as StoredResult<DatasetSummary> | undefined;
    const features = context.inputs['features'] as StoredResult<HoldsPipeline> | undefined;
    if (!data || !features) throw new LookbookError('input/missing');
    const fit = await readSplit(context.db, data.summary, 'fit', spec.images);
    const fitted = await readPipeline(features, (ref) => context.read(ref));
    await context.turn();
    const shown = Array.from({ length: CLASSES }, (_, label) => fit.labels.indexOf(label)).filter((row) => row >= 0);
    const { preview, artifacts } = previewPipeline(fitted, fit.images, fit.labels.length, shown, context.seed);
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
