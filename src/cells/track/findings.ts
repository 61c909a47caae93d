/** What the ledger says, in sentences. Pure. */
import { lowerIsBetter } from '../../core/ledger/runs';
import type { RunDigest, TrackSummary } from './types';

/** "select/accuracy" as "accuracy on select"; names in camel case are spelled out. */
export function metricWords(metric: string): string {
  const [split, name] = metric.includes('/') ? metric.split('/', 2) : ['', metric];
  const words = name === 'logLoss' ? 'log-loss' : (name ?? metric).replaceAll(/([A-Z])/g, ' $1').toLowerCase();
  return split ? `${words} on ${split}` : words;
}

const digits = (value: number): string => value.toFixed(3);

function bestSentence(best: RunDigest, metric: string): string {
  const value = best.metrics[metric];
  if (value === undefined) return '';
  const interval = best.intervals[metric];
  const range = interval ? ` (${digits(interval[0])} to ${digits(interval[1])})` : '';
  return `the best, ${best.name}, reaches ${metricWords(metric)} ${digits(value)}${range}`;
}

/** The best interval's neighbours: runs that the intervals do not tell from the best. */
function notTold(runs: readonly RunDigest[], best: RunDigest, metric: string): number {
  const interval = best.intervals[metric];
  if (!interval) return 0;
  return runs.filter((run) => {
    const other = run.intervals[metric];
    if (run.id === best.id || !other) return false;
    return lowerIsBetter(metric) ? other[0] <= interval[1] : other[1] >= interval[0];
  }).length;
}

export function findings({ runs, metric, bestId, testOpenings }: TrackSummary): string[] {
  if (runs.length === 0) {
    return [
      'No run is recorded yet: every model that a cell trains will be listed here, with its seed and its curves.',
    ];
  }
  const count = `${runs.length} ${runs.length === 1 ? 'run' : 'runs'} recorded`;
  const best = runs.find(({ id }) => id === bestId);
  if (!best || metric === null)
    return [`${count}; none has a finite value of ${metric ? metricWords(metric) : 'a metric to rank by'}.`];
  const sentences = [`${count}; ${bestSentence(best, metric)}.`];
  const close = notTold(runs, best, metric);
  if (close > 0) {
    sentences.push(
      `${close} other ${close === 1 ? 'run has an interval' : 'runs have intervals'} that overlap${close === 1 ? 's' : ''} the best one's: ` +
        'a paired comparison is needed to tell them apart.',
    );
  }
  const sets = new Set(runs.map(({ datasetHash }) => datasetHash)).size;
  if (sets > 1)
    sentences.push(
      `The runs were trained on ${sets} different data sets, so their metrics cannot be compared directly.`,
    );
  sentences.push(
    testOpenings === 0
      ? 'The sealed test set has not been read.'
      : `The sealed test set has been read ${testOpenings} ${testOpenings === 1 ? 'time' : 'times'}.`,
  );
  return sentences;
}
