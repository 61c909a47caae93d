/** The headline numbers of the Features cell, as notes quote them. */
import { count, percent } from '../../../core/words/numbers';
import type { NamedValues } from '../../types';
import { shortHash } from './findings';
import type { FeaturesSummary } from '../types';
import { shapeText, stepTitles } from './words';

export const values: NamedValues<FeaturesSummary> = {
  steps: { what: 'Steps of the pipeline', text: ({ summary }) => stepTitles(summary).join(', ') || 'none' },
  output: { what: 'What an image becomes', text: ({ summary }) => shapeText(summary.preview.stages.at(-1)!.shape) },
  fittedOn: { what: 'Images that the pipeline was fitted on', text: ({ summary }) => count(summary.pipeline.fittedOn) },
  keptPixels: { what: 'Pixels that the mask keeps', text: ({ summary: { mask } }) => mask && count(mask.pixels) },
  hash: { what: 'Beginning of the hash of the pipeline', text: ({ summary }) => shortHash(summary.pipeline.hash) },
  accuracy: {
    what: 'Accuracy of the whole pipeline in the ablation',
    text: ({ summary: { ablation } }) => ablation && percent(ablation.accuracy),
  },
};
