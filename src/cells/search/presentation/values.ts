/** The headline numbers of the Model search, as notes quote them. */
import { percentInterval, points } from '../../../core/words/comparisons';
import { count, fixed, percent } from '../../../core/words/numbers';
import type { NamedValues } from '../../types';
import type { SearchSummary } from '../types';

export const values: NamedValues<SearchSummary> = {
  winner: { what: 'The most accurate family', text: ({ summary }) => summary.winner.label },
  accuracy: {
    what: 'Its accuracy on the validation images',
    text: ({ summary: { leaderboard } }) => leaderboard[0] && percent(leaderboard[0].accuracy),
  },
  interval: {
    what: '95 % CI of that accuracy',
    text: ({ summary: { leaderboard } }) => leaderboard[0] && percentInterval(leaderboard[0].interval),
  },
  logLoss: {
    what: 'Its log-loss on the validation images, nats',
    text: ({ summary: { leaderboard } }) => leaderboard[0] && fixed(leaderboard[0].logLoss, 3),
  },
  second: { what: 'The second most accurate family', text: ({ summary }) => summary.leaderboard[1]?.label },
  lead: {
    what: 'Lead of the winner over the second',
    text: ({ summary: { leaderboard } }) =>
      leaderboard[1]?.againstWinner ? points(leaderboard[1].againstWinner.difference) : undefined,
  },
  families: { what: 'Families compared', text: ({ summary }) => count(summary.leaderboard.length) },
  images: { what: 'Validation images', text: ({ summary }) => count(summary.validationImages) },
};
