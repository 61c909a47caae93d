/** The headline numbers of the Track cell, as notes quote them. */
import { own } from '../../../core/own';
import { count, fixed } from '../../../core/words/numbers';
import type { NamedValues } from '../../types';
import type { TrackSummary } from '../types';
import { metricWords } from './runs';

const bestOf = ({ runs, bestId }: TrackSummary) => runs.find(({ id }) => id === bestId);

export const values: NamedValues<TrackSummary> = {
  runs: { what: 'Runs in the ledger', text: ({ summary }) => count(summary.runs.length) },
  best: { what: 'Name of the best run', text: ({ summary }) => bestOf(summary)?.name },
  metric: { what: 'Metric that ranks the runs', text: ({ summary: { metric } }) => metric && metricWords(metric) },
  bestValue: {
    what: 'Value of the best run',
    text: ({ summary }) => {
      const best = bestOf(summary);
      const value = best && summary.metric !== null ? own(best.metrics, summary.metric) : undefined;
      return value === undefined ? undefined : fixed(value, 3);
    },
  },
  imagesTrained: {
    what: 'Images trained in all runs',
    text: ({ summary }) => count(summary.runs.reduce((sum, { imagesTrained }) => sum + imagesTrained, 0)),
  },
  testOpenings: { what: 'How often the test set was opened', text: ({ summary }) => count(summary.testOpenings) },
};
