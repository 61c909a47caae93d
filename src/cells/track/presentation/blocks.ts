/** Everything that Track shows and reports, in order. */
import { registryOf, runNames } from '../../../core/ledger/runs';
import type { LedgerEvent } from '../../../core/ledger/types';
import type { Block, FactsBlock } from '../../../plots/blocks';
import { formatNumber } from '../../../plots/format';
import { curvesFigure, differencesFigure, performanceFigure } from './figures';
import { eventsOf, inTime, metricWords } from './runs';
import { comparisonsTable, openingsTable, provenanceTable, registryTable, runsTable, streamsTable } from './tables';
import type { TrackSummary } from '../types';

function factsBlock({ runs, metric, bestId, testOpenings }: TrackSummary, ledger: readonly LedgerEvent[]): FactsBlock {
  const best = runs.find(({ id }) => id === bestId);
  const champion = registryOf(ledger).findLast(({ to }) => to === 'champion');
  const trained = runs.reduce((sum, { imagesTrained }) => sum + imagesTrained, 0);
  return {
    type: 'facts',
    facts: [
      { label: 'Runs', value: formatNumber(runs.length), note: `${formatNumber(trained)} images trained` },
      {
        label: 'Best',
        value: best && metric !== null ? formatNumber(best.metrics[metric]!, 3) : 'none',
        ...(best && metric !== null ? { note: `${metricWords(metric)}, ${runNames(ledger)(best.id)}` } : {}),
      },
      { label: 'Champion', value: champion ? runNames(ledger)(champion.runId) : 'none yet' },
      { label: 'Test set read', value: `${testOpenings} ${testOpenings === 1 ? 'time' : 'times'}` },
    ],
  };
}

/** What belongs to all runs, whichever are chosen. */
function overview(summary: TrackSummary, ledger: readonly LedgerEvent[]): Block[] {
  const nameOf = runNames(ledger);
  return [
    performanceFigure(inTime(summary.runs, ledger), summary.metric, nameOf),
    differencesFigure(summary.comparisons, nameOf),
    comparisonsTable(summary, nameOf),
    registryTable(ledger),
    streamsTable(ledger),
    openingsTable(ledger),
  ].filter((block) => block !== undefined);
}

/** One run, or several side by side: their differences first, then their curves over each other. */
function detail(ids: readonly string[], ledger: readonly LedgerEvent[]): Block[] {
  const events = eventsOf(ids, ledger);
  const nameOf = runNames(ledger);
  const [table, figure] = [provenanceTable(events, nameOf), curvesFigure(events, nameOf)];
  return (events.length > 1 ? [table, figure] : [figure, table]).filter((block) => block !== undefined);
}

/** @param chosen ids of the runs that are shown one by one; the best if left out */
export function blocks(
  summary: TrackSummary,
  ledger: readonly LedgerEvent[],
  chosen: readonly string[] = summary.bestId === null ? [] : [summary.bestId],
): Block[] {
  if (summary.runs.length === 0) return [];
  return [
    factsBlock(summary, ledger),
    runsTable(summary, ledger),
    ...overview(summary, ledger),
    ...detail(chosen, ledger),
  ];
}
