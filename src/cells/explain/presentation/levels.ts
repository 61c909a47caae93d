/** How the Explain cell is read. */
import { METHOD_FACTS } from '../../../core/explain/method-names';
import { points } from '../../../core/words/comparisons';
import { count, percent } from '../../../core/words/numbers';
import type { Levels } from '../../types';
import type { ExplainParams, ExplainSummary } from '../types';
import { attributionOf } from './earlier';

export const levels: Levels<ExplainParams, ExplainSummary> = {
  brief: ({ summary: { train } }) => percent(train.validation.accuracy),
  key: ['attributions', 'class-averages', 'curves'],
  sections: [
    {
      id: 'checks',
      title: 'Are the attributions faithful?',
      blocks: ['deletion', 'checks'],
      notable: ({ summary }) => {
        const best = attributionOf(summary).methods.toSorted((a, b) => b.advantage.estimate - a.advantage.estimate)[0];
        return best && `best by deletion: ${METHOD_FACTS[best.method].label}`;
      },
    },
    { id: 'classes', title: 'Where the model looks, class by class', blocks: ['class-averages'] },
    {
      id: 'selection',
      title: 'Fewer pixels, retrained',
      blocks: ['selection', 'masks', 'selection-runs'],
      notable: ({ summary: { selection } }) =>
        `${selection.percent} % of the pixels: ${points(selection.differences.all.estimate)}`,
    },
    {
      id: 'features',
      title: 'Image features and classes',
      blocks: ['feature-effects', 'beeswarm'],
      notable: ({ summary: { named } }) => `linear model on them ${percent(named.validation.accuracy)}`,
    },
    {
      id: 'model',
      title: 'The model',
      blocks: ['curves', 'confusion', 'classes'],
      notable: ({ summary: { card } }) => `${count(card.parameters)} parameters`,
    },
    { id: 'more-images', title: 'More explained images', blocks: ['attributions-more'] },
  ],
};
