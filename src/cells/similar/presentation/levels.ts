/** How the cell of near copies is read. */
import { briefPercent, count, percent, plural } from '../../../core/words/numbers';
import type { Levels } from '../../types';
import { countsAt } from './findings';
import { NEAR, type SimilarParams, type SimilarSummary } from '../types';

export const levels: Levels<SimilarParams, SimilarSummary> = {
  brief: ({ summary }) => plural(countsAt(summary, NEAR).pairs, 'pair'),
  key: ['nearest-pairs'],
  sections: [
    {
      id: 'thresholds',
      title: 'Pairs by threshold',
      blocks: ['pairs-by-threshold', 'thresholds'],
      notable: ({ summary }) => `${plural(countsAt(summary, NEAR).pairs, 'pair')} up to ${briefPercent(NEAR)}`,
    },
    {
      id: 'splits',
      title: 'Leaks between splits',
      blocks: ['splits', 'nearest-distances'],
      notable: ({ summary }) => {
        const near = countsAt(summary, NEAR);
        return `${count(near.acrossTraining)} across training splits, ${count(near.withTest)} with test`;
      },
    },
    {
      id: 'rescored',
      title: 'Scores without look-alikes',
      blocks: ['rescored*'],
      notable: ({ summary: { models } }) =>
        models
          .map(({ images, right, model }) => `${model === 'knn' ? 'k-NN' : model} ${percent(right / images)}`)
          .join(', '),
    },
  ],
};
