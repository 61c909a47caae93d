/** The Search cell's findings, each a sentence that can be read alone. */
import { count, percent, plural } from '../../../core/words/numbers';
import { listed, percentInterval, points, pointsInterval, pValue, SIGNIFICANT } from '../../../core/words/comparisons';
import type { LeaderboardRow, SearchSummary } from '../types';

/** The runner-up has its comparison with the winner by construction. */
const runnerUp = ({ leaderboard }: SearchSummary): LeaderboardRow | undefined => leaderboard[1];

function winnerSentence({ leaderboard, validationImages }: SearchSummary): string {
  const best = leaderboard[0]!;
  const among =
    leaderboard.length > 1 ? `Of ${plural(leaderboard.length, 'family', 'families')} the` : 'The only family, the';
  return (
    `${among} ${best.label} names most right: ${percent(best.accuracy)} of ${count(validationImages)} unseen validation images ` +
    `(95 % interval ${percentInterval(best.interval)}), after ${count(best.imagesTrained)} images trained.`
  );
}

function comparisonSentence(summary: SearchSummary): string[] {
  const second = runnerUp(summary);
  const against = second?.againstWinner;
  if (!second || !against) return [];
  const { difference, interval, onlyWinner, onlyOther, p, adjusted } = against;
  const numbers =
    `${points(difference)} on the same images (95 % interval ${pointsInterval(interval)}; it alone is right on ` +
    `${count(onlyWinner)}, the runner-up alone on ${count(onlyOther)}; McNemar ${pValue(p)}, ${pValue(adjusted)} corrected for ` +
    `${plural(summary.leaderboard.length - 1, 'comparison')})`;
  return [
    adjusted < SIGNIFICANT
      ? `It is ahead of the runner-up, the ${second.label}, by more than chance explains: ${numbers}.`
      : `Its lead over the runner-up, the ${second.label}, cannot be told from chance${p < SIGNIFICANT ? ' once all comparisons are counted' : ''}: ${numbers}. Either may be taken.`,
  ];
}

function tiedSentence({ leaderboard }: SearchSummary): string[] {
  const tied = leaderboard
    .slice(2)
    .filter(({ againstWinner }) => againstWinner && againstWinner.adjusted >= SIGNIFICANT);
  if (tied.length === 0) return [];
  return [`Nor can it be told from the ${listed(tied.map(({ label }) => label))}.`];
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
    sentences.push(
      `Naming the commonest class every time gets ${percent(baseline.accuracy)}: that is what looking adds to.`,
    );
  if (frugal)
    sentences.push(
      `With fewer numbers than the winner's ${count(best.parameters)}, the ${frugal.label} comes furthest: ` +
        `${percent(frugal.accuracy)} with ${count(frugal.parameters)}.`,
    );
  return sentences;
}

export function findings(summary: SearchSummary): string[] {
  const { leftOut, leaderboard } = summary;
  return [
    winnerSentence(summary),
    ...comparisonSentence(summary),
    ...tiedSentence(summary),
    ...costSentence(summary),
    ...leftOut.map(({ label, reason }) => `The ${label} is left out: ${reason}`),
    ...(leaderboard.length > 1
      ? [
          'The winner was chosen on these images, so its score here is a little better than it will be on others; ' +
            'the sealed test set was not read.',
        ]
      : []),
  ];
}
