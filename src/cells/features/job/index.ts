/** The Features cell's job: fits the pipeline, looks at what it does to a few images, and measures each step's worth. */
import type { DatasetSummary } from '../../../core/dataset/types';
import { LookbookError } from '../../../core/errors';
import { stepsOf, type PipelineChoices } from '../../../core/features/recipe';
import type { CellJob } from '../../../core/results/types';
import type { TaskMap } from '../../../../workers/tasks/registry';
import { runAblation } from './ablation';
import { chosenPixels } from './mask';
import {
  facts,
  slots,
  type FeaturesLive,
  type FeaturesInputs,
  type FeaturesParams,
  type FeaturesSummary,
} from '../types';
import { fittable } from '../../common/fittable';

/** Images whose values are measured for the preview: enough for a histogram, small enough to stay in memory at each step. */
const MEASURED = 1000;

export const job: CellJob<TaskMap, FeaturesParams, FeaturesSummary, FeaturesLive, FeaturesInputs> = {
  ...facts,
  inputs: slots,
  accepts: fittable,
  async run(context) {
    const { data, explanation } = context.inputs;
    if (!data) throw new LookbookError('input/missing');
    const { kept, mask, declined } = chosenPixels(context.params, explanation);
    const choices: PipelineChoices = { ...pick(context.params), kept };
    const recipe = { steps: stepsOf(choices, data.summary as DatasetSummary), trainImages: context.params.trainImages };
    context.report({ stage: 'Fitting the pipeline', done: 0, total: 0, unit: 'images' });
    const fitAndPreview = async () => {
      const features = await context.task('fit-features', { params: recipe, inputs: { data } });
      const preview = await context.task('preview-features', {
        params: { images: MEASURED },
        inputs: { data, features },
        seed: context.seed('preview'),
      });
      return { features, preview };
    };
    const [{ features, preview }, ablation] = await Promise.all([
      fitAndPreview(),
      context.params.ablation === 'none' ? undefined : runAblation(context, choices),
    ]);
    return {
      summary: {
        recipe,
        pipeline: features.summary.pipeline,
        preview: preview.summary,
        ...(mask ? { mask } : {}),
        ...(declined === undefined ? {} : { declined }),
        ...(ablation ? { ablation } : {}),
      },
      refs: { ...features.artifacts, ...preview.artifacts },
    };
  },
};

/** What the pipeline is made of, without what is said of the ablation. */
function pick({
  maskForm,
  centre,
  augmentation,
  shift,
  crop,
  output,
  values,
}: FeaturesParams): Omit<PipelineChoices, 'kept'> {
  return { maskForm, centre, augmentation, shift, crop, output, values };
}
