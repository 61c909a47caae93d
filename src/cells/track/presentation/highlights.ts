/** What the Track cell gives to the summary of the study. */
import { count, plural } from '../../../core/words/numbers';
import type { Highlights } from '../../highlights';
import type { TrackSummary } from '../types';

const times = (openings: number): string =>
  openings === 0 ? 'never opened' : openings === 1 ? 'opened once' : `opened ${count(openings)} times`;

export const highlights = ({ runs, testOpenings }: TrackSummary): Highlights => ({
  findings: [
    `${plural(runs.length, 'run')} are recorded with settings, seeds and data hash; the test set was ${times(testOpenings)}.`,
  ],
});
