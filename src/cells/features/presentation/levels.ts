/** How the Features cell is read. */
import { count, percent, plural } from '../../../core/words/numbers';
import type { Levels } from '../../types';
import type { FeaturesParams, FeaturesSummary } from '../types';
import { rowVerdict, stepTitles } from './words';

export const levels: Levels<FeaturesParams, FeaturesSummary> = {
  brief: ({ summary: { ablation } }) => ablation && percent(ablation.accuracy),
  key: ['ablation', 'steps'],
  sections: [
    {
      id: 'ablation',
      title: 'Ablation in numbers',
      blocks: ['ablation-table'],
      notable: ({ summary: { ablation } }) =>
        ablation &&
        `${ablation.rows.filter((row) => ['better', 'worse'].includes(rowVerdict(row))).length} of ${ablation.rows.length} significant`,
    },
    {
      id: 'steps',
      title: 'Images and values after each step',
      blocks: ['mask', 'steps', 'values', 'stages'],
      notable: ({ summary }) => plural(stepTitles(summary).length, 'step'),
    },
    {
      id: 'parameters',
      title: 'Parameters of the pipeline',
      blocks: ['parameters'],
      notable: ({ summary: { pipeline } }) => `fitted on ${count(pipeline.fittedOn)} training images`,
    },
  ],
};
