/** How the Search cell is read. */
import { SIGNIFICANT } from '../../../core/words/comparisons';
import { percent } from '../../../core/words/numbers';
import type { Levels } from '../../types';
import type { SearchParams, SearchSummary } from '../types';

export const levels: Levels<SearchParams, SearchSummary> = {
  brief: ({ summary: { leaderboard } }) => leaderboard[0] && percent(leaderboard[0].accuracy),
  key: ['leaderboard'],
  sections: [
    {
      id: 'comparisons',
      title: 'Winner against the others',
      blocks: ['accuracy', 'against-winner'],
      notable: ({ summary: { leaderboard } }) => {
        const others = leaderboard.flatMap(({ againstWinner }) => againstWinner ?? []);
        const apart = others.filter(({ adjusted }) => adjusted < SIGNIFICANT).length;
        return others.length > 0 ? `${apart} of ${others.length} differences significant` : undefined;
      },
    },
    { id: 'curves', title: 'Learning curves', blocks: ['curves'] },
    { id: 'recall', title: 'Recall by class', blocks: ['recall'] },
    {
      id: 'families',
      title: 'The families',
      blocks: ['families'],
      notable: ({ summary: { leaderboard } }) => `${leaderboard.length} fitted`,
    },
  ],
};
