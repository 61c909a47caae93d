/** Track's tables: runs, what they came from, paired comparisons, the registry, streams and openings of the test set. */
import { differences, registryOf, runNames, streamsOf, testOpeningsOf } from '../../../core/ledger/runs';
import type { LedgerEvent, RunEvent } from '../../../core/ledger/types';
import { pointsInterval, pNumber } from '../../../core/words/comparisons';
import type { TableBlock } from '../../../plots/blocks';
import { minute } from '../../../core/words/moments';
import { runColumns, runRows, usualColumns } from './runs';
import type { TrackSummary } from '../types';
import { count, signed } from '../../../core/words/numbers';

const INITIAL_ROWS = 20;

export function runsTable({ runs }: TrackSummary, ledger: readonly LedgerEvent[]): TableBlock {
  const columns = runColumns(runs, ledger);
  const usual = usualColumns(columns);
  return {
    type: 'table',
    id: 'runs',
    title: 'Runs',
    caption:
      'Every trained model: champion, challengers, finals and the families first. Each metric says on which split it was measured; times are those of this browser.',
    columns: columns.filter(({ key }) => usual.includes(key)),
    rows: runRows(runs, ledger),
    initialRows: INITIAL_ROWS,
  };
}

/** What a run was made from, or for several runs the parameters and provenance in which they differ. */
export function provenanceTable(runs: readonly RunEvent[], nameOf: (id: string) => string): TableBlock | undefined {
  const records = runs.map(({ params, provenance, family, imagesTrained }) => ({
    family,
    imagesTrained,
    ...params,
    ...provenance,
  }));
  const first = records[0];
  if (!first) return undefined;
  const shown = (value: unknown): string =>
    value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value);
  const entries =
    runs.length === 1
      ? Object.entries(first).map(([name, value]) => ({ name, values: [value as unknown] }))
      : differences(records);
  return {
    type: 'table',
    id: 'provenance',
    title: runs.length === 1 ? 'Provenance of the run' : 'Differences between the runs',
    caption:
      runs.length === 1
        ? 'Parameters, seed, data and numeric mode. Equal values give the same run.'
        : entries.length === 0
          ? 'These runs agree in every parameter and in their provenance.'
          : 'Only the parameters and provenance in which the chosen runs differ.',
    columns: [
      { key: 'name', label: 'Name' },
      ...runs.map((run, index) => ({ key: `run${index}`, label: nameOf(run.id) })),
    ],
    rows: entries.map(({ name, values }) => ({
      name,
      ...Object.fromEntries(values.map((value, index) => [`run${index}`, shown(value)])),
    })),
  };
}

export function comparisonsTable(
  { comparisons }: TrackSummary,
  nameOf: (id: string) => string,
): TableBlock | undefined {
  if (comparisons.length === 0) return undefined;
  return {
    type: 'table',
    id: 'comparisons',
    title: 'Paired comparisons',
    caption: `Both runs on the same ${count(comparisons[0]!.images)} validation images. McNemar's test uses the images that only one of them classifies correctly.`,
    columns: [
      { key: 'first', label: 'Run' },
      { key: 'second', label: 'Against' },
      { key: 'difference', label: 'Difference (points)', align: 'right' },
      { key: 'interval', label: '95 % CI', align: 'right' },
      { key: 'onlyFirst', label: 'Only the first correct', align: 'right' },
      { key: 'onlySecond', label: 'Only the second correct', align: 'right' },
      { key: 'p', label: 'p', align: 'right' },
      { key: 'adjusted', label: 'p, corrected', align: 'right' },
    ],
    rows: comparisons.map(({ first, second, difference, interval, onlyFirst, onlySecond, p, adjusted }) => ({
      first: nameOf(first),
      second: nameOf(second),
      difference: signed(100 * difference, 1),
      interval: pointsInterval(interval),
      onlyFirst,
      onlySecond,
      p: pNumber(p),
      adjusted: pNumber(adjusted),
    })),
  };
}

export function registryTable(ledger: readonly LedgerEvent[]): TableBlock | undefined {
  const events = registryOf(ledger);
  if (events.length === 0) return undefined;
  const nameOf = runNames(ledger);
  const champion = events.findLast(({ to }) => to === 'champion');
  return {
    type: 'table',
    id: 'registry',
    title: 'Registry: champion and challengers',
    caption:
      `Every change of standing with its reason, in order. ` +
      (champion ? `The champion is ${nameOf(champion.runId)}.` : 'There is no champion yet.'),
    columns: [
      { key: 'at', label: 'When' },
      { key: 'run', label: 'Model' },
      { key: 'to', label: 'Standing' },
      { key: 'reason', label: 'Reason' },
    ],
    rows: events.map(({ at, runId, to, reason }) => ({ at: minute(at), run: nameOf(runId), to, reason })),
    initialRows: INITIAL_ROWS,
  };
}

export function streamsTable(ledger: readonly LedgerEvent[]): TableBlock | undefined {
  const events = streamsOf(ledger);
  if (events.length === 0) return undefined;
  const nameOf = runNames(ledger);
  return {
    type: 'table',
    id: 'streams',
    title: 'Monitored streams',
    caption: 'Each stream is scored batch by batch before any model is trained on it. Accuracy is over all batches.',
    columns: [
      { key: 'at', label: 'When' },
      { key: 'run', label: 'Model' },
      { key: 'scenario', label: 'Stream' },
      { key: 'images', label: 'Images', align: 'right' },
      { key: 'accuracy', label: 'Accuracy', align: 'right', digits: 3 },
      { key: 'decision', label: 'Decision' },
    ],
    rows: events.map(({ at, runId, scenario, batches, decision }) => {
      const images = batches.reduce((sum, batch) => sum + batch.images, 0);
      const correct = batches.reduce((sum, batch) => sum + batch.correct, 0);
      return { at: minute(at), run: nameOf(runId), scenario, images, accuracy: correct / images, decision };
    }),
    initialRows: INITIAL_ROWS,
  };
}

export function openingsTable(ledger: readonly LedgerEvent[]): TableBlock | undefined {
  const events = testOpeningsOf(ledger);
  if (events.length === 0) return undefined;
  return {
    type: 'table',
    id: 'openings',
    title: 'Openings of the sealed test set',
    caption:
      events.length === 1
        ? 'The test set was read once.'
        : `The test set was read ${events.length} times. If anything was chosen by the first reading, later accuracies are optimistic.`,
    columns: [
      { key: 'at', label: 'When' },
      { key: 'cell', label: 'Cell' },
      { key: 'reason', label: 'Reason' },
      { key: 'accuracy', label: 'Accuracy on test', align: 'right', digits: 4 },
    ],
    rows: events.map(({ at, cellId, reason, accuracy }) => ({ at: minute(at), cell: cellId, reason, accuracy })),
    initialRows: INITIAL_ROWS,
  };
}
