/** The Search cell's findings, each a sentence that can be read alone. */
import { count, percent, plural } from '../../../core/words/numbers';
import { listed, percentInterval, points, pointsInterval, pValue, SIGNIFICANT } from '../../../core/words/comparisons';
import type { LeaderboardRow, SearchSummary } from '../types';

/** The runner-up has its comparison with the winner by construction. */
const runnerUp = ({ leaderboard }: SearchSummary): LeaderboardRow | undefined => leaderboard[1];

function winnerSentence({ leaderboard, validationImages }: SearchSummary): string {
  const best = leaderboard[0]!;
  const among = leaderboard.length > 1 ? `, best of ${plural(leaderboard.length, 'family', 'families')}` : '';
  return (
    `The ${best.label} reaches ${percent(best.accuracy)} accuracy on ${count(validationImages)} validation images ` +
    `(95 % CI ${percentInterval(best.interval)})${among}.`
  );
}

function comparisonSentence(summary: SearchSummary): string[] {
  const second = runnerUp(summary);
  const against = second?.againstWinner;
  if (!second || !against) return [];
  const { difference, interval, onlyWinner, onlyOther, p, adjusted } = against;
  const others = summary.leaderboard.length - 1;
  const corrected = others > 1 ? `, Holm-corrected for ${count(others)} comparisons` : '';
  const significance =
    adjusted < SIGNIFICANT
      ? 'is significant'
      : p < SIGNIFICANT
        ? 'is not significant after correction'
        : 'is not significant';
  return [
    `Its lead over the ${second.label} ${significance}: ${points(difference)} (95 % CI ${pointsInterval(interval)}; ` +
      `McNemar ${pValue(adjusted)}${corrected}). Only the winner is correct on ${plural(onlyWinner, 'image')}, only the runner-up on ${count(onlyOther)}.`,
  ];
}

function tiedSentence({ leaderboard }: SearchSummary): string[] {
  const tied = leaderboard
    .slice(2)
    .filter(({ againstWinner }) => againstWinner && againstWinner.adjusted >= SIGNIFICANT);
  if (tied.length === 0) return [];
  return [`The leads over the ${listed(tied.map(({ label }) => label))} are not significant either.`];
}

function costSentence({ leaderboard }: SearchSummary): string[] {
  const best = leaderboard[0]!;
  // What looks at no image names one class every time.
  const blind = leaderboard.filter(({ features }) => features === 'none');
  const baseline = blind[0];
  const frugal = leaderboard
    .filter((row) => row !== best && !blind.includes(row) && row.parameters < best.parameters)
    .sort((a, b) => b.accuracy - a.accuracy)[0];
  const sentences: string[] = [];
  if (baseline && baseline !== best)
    sentences.push(`Baseline: always guessing the most common class scores ${percent(baseline.accuracy)}.`);
  if (frugal)
    sentences.push(
      `Best with fewer parameters than the winner's ${count(best.parameters)}: the ${frugal.label}, ` +
        `${percent(frugal.accuracy)} with ${count(frugal.parameters)}.`,
    );
  return sentences.length > 0 ? [sentences.join(' ')] : [];
}

export function findings(summary: SearchSummary): string[] {
  const { leftOut, leaderboard } = summary;
  return [
    winnerSentence(summary),
    ...comparisonSentence(summary),
    ...tiedSentence(summary),
    ...costSentence(summary),
    ...(leftOut.length > 0
      ? [leftOut.map(({ label, reason }) => `The ${label} is left out: ${reason}`).join(' ')]
      : []),
    ...(leaderboard.length > 1
      ? [
          'The winner was chosen on the validation split, so its accuracy there is slightly optimistic. ' +
            'The sealed test set was not read.',
        ]
      : []),
  ];
}
