/** How the Label issues cell is read. */
import { count, percent, plural } from '../../../core/words/numbers';
import { classNames } from '../../classes';
import type { Levels } from '../../types';
import type { LabelsParams, LabelsSummary } from '../types';
import { flaggedOf, pairName, pairsOf } from './words';

export const levels: Levels<LabelsParams, LabelsSummary> = {
  brief: ({ summary }) => `${count(flaggedOf(summary))} flagged`,
  key: ['worst'],
  sections: [
    { id: 'decisions', title: 'Decisions and retraining', blocks: ['decisions', 'retraining'] },
    {
      id: 'classes',
      title: 'Which classes are doubted',
      blocks: ['pairs', 'noise-matrix', 'classes'],
      notable: (content) => {
        const [first] = pairsOf(content.summary);
        return (
          first && `${pairName(classNames(content), first.given, first.suggested)}, ${plural(first.count, 'image')}`
        );
      },
    },
    {
      id: 'flips',
      title: 'Check with flipped labels',
      blocks: ['check*'],
      notable: ({ summary: { checks } }) =>
        checks[0] && `${percent(checks[0].found / checks[0].flipped)} of the flipped labels are flagged`,
    },
    {
      id: 'methods',
      title: 'Probabilities and pruning methods',
      blocks: ['reliability', 'methods'],
      notable: ({ summary: { audit } }) => `accuracy ${percent(audit.outOfSample.accuracy)} on held-out images`,
    },
  ],
};
