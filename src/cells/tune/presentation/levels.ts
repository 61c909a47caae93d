/** How the Tune cell is read. */
import { points } from '../../../core/words/comparisons';
import { decimal, percent, plural } from '../../../core/words/numbers';
import type { Levels } from '../../types';
import type { TuneParams, TuneSummary } from '../types';

export const levels: Levels<TuneParams, TuneSummary> = {
  brief: ({ summary: { test } }) => `${percent(test.accuracy)} test`,
  key: ['history'],
  sections: [
    {
      id: 'trials',
      title: 'Every trial',
      blocks: ['trial-curves', 'trials'],
      notable: ({ summary: { study } }) => {
        const pruned = study.trials.filter(({ state }) => state === 'pruned').length;
        return `${plural(study.trials.length, 'trial')}, ${pruned} pruned`;
      },
    },
    { id: 'settings', title: 'Settings and their importance', blocks: ['slices', 'importances'] },
    {
      id: 'final',
      title: 'Final on the validation split',
      blocks: ['finalists'],
      notable: ({ summary: { againstUntuned } }) =>
        againstUntuned ? `${points(againstUntuned.difference)} over the untuned settings` : undefined,
    },
    {
      id: 'test',
      title: 'Test scores by class',
      blocks: ['confusion', 'per-class', 'test-classes'],
      notable: ({ summary: { test } }) => `accuracy ${percent(test.accuracy)}`,
    },
    {
      id: 'calibration',
      title: 'Calibration on the test set',
      blocks: ['reliability'],
      notable: ({ summary: { calibration } }) => `temperature ${decimal(calibration.temperature)}`,
    },
    {
      id: 'mistakes',
      title: 'Misclassified test images',
      blocks: ['mistakes'],
      notable: ({ summary: { test } }) => `${test.wrong} of ${test.images}`,
    },
  ],
};
