/** What the Search cell gives to the summary of the study. */
import { percentInterval, points, pointsInterval } from '../../../core/words/comparisons';
import { percent, plural } from '../../../core/words/numbers';
import type { Highlights } from '../../highlights';
import type { SearchSummary } from '../types';

export function highlights({ leaderboard }: SearchSummary): Highlights {
  const [best, second] = leaderboard;
  if (!best) return {};
  const lead = second?.againstWinner;
  return {
    did: `compares ${plural(leaderboard.length, 'family', 'families')} of models`,
    findings: [
      `Highest validation accuracy: ${best.label}, ${percent(best.accuracy)} (95 % CI ${percentInterval(best.interval)})` +
        (lead ? `, ${points(lead.difference)} (${pointsInterval(lead.interval)}) over the next.` : '.'),
    ],
    picture: {
      title: 'Leaderboard, validation',
      alt: leaderboard.map(({ label, accuracy }) => `${label}: ${percent(accuracy)}`).join('; '),
      drawing: {
        type: 'bars',
        bars: leaderboard.map(({ label, accuracy }, place) => ({
          label,
          value: accuracy,
          text: percent(accuracy),
          marked: place === 0,
        })),
      },
    },
  };
}
