/** What the ledger says, in sentences. Pure. */
import { own } from '../../../core/own';
import { registryOf, runNames } from '../../../core/ledger/runs';
import type { LedgerEvent } from '../../../core/ledger/types';
import { points, pointsInterval, pValue, SIGNIFICANT } from '../../../core/words/comparisons';
import { metricWords } from './runs';
import type { RunDigest, TrackSummary } from '../types';
import { count, fixed } from '../../../core/words/numbers';

const digits = (value: number): string => fixed(value, 3);

function bestSentence(best: RunDigest, metric: string, nameOf: (id: string) => string): string {
  const value = own(best.metrics, metric);
  if (value === undefined) return '';
  const interval = own(best.intervals, metric);
  const range = interval ? ` (95 % CI ${digits(interval[0])} to ${digits(interval[1])})` : '';
  return `the best, ${nameOf(best.id)}, reaches ${metricWords(metric)} ${digits(value)}${range}`;
}

function comparedSentence({ comparisons }: TrackSummary, nameOf: (id: string) => string): string | undefined {
  const [one] = comparisons;
  if (!one) return undefined;
  const closest = comparisons.reduce((best, other) => (other.adjusted > best.adjusted ? other : best));
  const apart = comparisons.filter(({ adjusted }) => adjusted <= SIGNIFICANT).length;
  const verdict =
    comparisons.length > 1
      ? `differs significantly from ${apart} of ${comparisons.length} other runs`
      : `${apart === 1 ? 'differs' : 'does not differ'} significantly from the other run`;
  return (
    `On the same ${count(one.images)} validation images ${nameOf(one.first)} ${verdict} (McNemar, Holm-corrected). ` +
    `The closest is ${nameOf(closest.second)}: difference ${points(closest.difference)} ` +
    `(95 % CI ${pointsInterval(closest.interval)}, ${pValue(closest.adjusted)}).`
  );
}

/** Runs whose own interval meets that of the best: what can be said where no paired comparison could be made. */
function overlapSentence(runs: readonly RunDigest[], best: RunDigest, metric: string): string | undefined {
  const interval = own(best.intervals, metric);
  if (!interval) return undefined;
  const close = runs.filter(({ id, intervals }) => {
    const other = own(intervals, metric);
    return id !== best.id && other !== undefined && other[0] <= interval[1] && other[1] >= interval[0];
  }).length;
  if (close === 0) return undefined;
  return (
    `${close} other ${close === 1 ? 'run has a CI that overlaps' : 'runs have CIs that overlap'} that of the best: ` +
    'only a paired comparison shows whether they differ.'
  );
}

function championSentence(ledger: readonly LedgerEvent[]): string | undefined {
  const events = registryOf(ledger);
  const champion = events.findLast(({ to }) => to === 'champion');
  if (!champion) return undefined;
  const challengers = new Set(events.filter(({ to }) => to === 'challenger').map(({ runId }) => runId)).size;
  const tried =
    challengers === 0 ? '' : ` ${challengers} ${challengers === 1 ? 'challenger has' : 'challengers have'} been tried.`;
  return `The champion is ${runNames(ledger)(champion.runId)}.${tried}`;
}

export function findings(summary: TrackSummary, ledger: readonly LedgerEvent[]): string[] {
  const { runs, metric, bestId, testOpenings } = summary;
  if (runs.length === 0) {
    return [
      'No run is recorded yet. Every model that a cell trains is listed here, with its seed and learning curves.',
    ];
  }
  const count = `${runs.length} ${runs.length === 1 ? 'run' : 'runs'} recorded`;
  const best = runs.find(({ id }) => id === bestId);
  if (!best || metric === null)
    return [`${count}; none has a finite value of ${metric ? metricWords(metric) : 'a metric to rank by'}.`];
  const nameOf = runNames(ledger, runs);
  const sets = new Set(runs.map(({ datasetHash }) => datasetHash)).size;
  return [
    `${count}; ${bestSentence(best, metric, nameOf)}.`,
    comparedSentence(summary, nameOf) ?? overlapSentence(runs, best, metric),
    championSentence(ledger),
    sets > 1
      ? `The runs were trained on ${sets} different data sets, so their metrics cannot be compared directly.`
      : undefined,
    testOpenings === 0
      ? 'The sealed test set has not been read.'
      : `The sealed test set has been read ${testOpenings === 1 ? 'once' : `${testOpenings} times`}.`,
  ].filter((sentence) => sentence !== undefined);
}
