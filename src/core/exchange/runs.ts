/** The ledger's runs as a table to compute with. */
import { csvOf, type CsvValue } from '../csv';
import { own } from '../own';
import { metricNames, runNumbers, runsOf } from '../ledger/runs';
import type { LedgerEvent } from '../ledger/types';
import type { Json } from '../results/types';
import { CSV } from './formats';
import { defineExporter } from './types';

const shown = (value: Json | undefined): CsvValue =>
  value === undefined || value === null || typeof value !== 'object' ? value : JSON.stringify(value);

/**
 * One row a run in the order in which they ended, with its number as the page has it; metrics with the ends of their intervals where they have one,
 * then parameters (`params.<name>`), then where the run came from, then what it belongs to (empty where that was not recorded).
 */
function runsCsv(ledger: readonly LedgerEvent[]): string {
  const runs = runsOf(ledger);
  const metrics = metricNames(runs);
  const withInterval = new Set(runs.flatMap((run) => Object.keys(run.intervals)));
  const params = [...new Set(runs.flatMap((run) => Object.keys(run.params)))].sort();
  const tags = [...new Set(runs.flatMap((run) => Object.keys(run.tags ?? {})))].sort();
  const provenance = [
    'datasetName',
    'datasetHash',
    'splitVersion',
    'splitSeed',
    'numericMode',
    'seed',
    'appVersion',
  ] as const;
  const header = [
    'number',
    'id',
    'ended_at',
    'name',
    'family',
    'cell',
    'cell_kind',
    ...metrics.flatMap((name) => (withInterval.has(name) ? [name, `${name}/low`, `${name}/high`] : [name])),
    'images_trained',
    'seconds',
    ...params.map((name) => `params.${name}`),
    ...provenance,
    'experiment',
    'parent',
    'started_at',
    ...tags.map((name) => `tags.${name}`),
  ];
  const numbers = runNumbers(ledger);
  const rows = runs.map((run): CsvValue[] => [
    numbers.get(run.id),
    run.id,
    run.at,
    run.name,
    run.family,
    run.cellId,
    run.cellKind,
    ...metrics.flatMap((name) =>
      withInterval.has(name)
        ? [own(run.metrics, name), own(run.intervals, name)?.[0], own(run.intervals, name)?.[1]]
        : [own(run.metrics, name)],
    ),
    run.imagesTrained,
    run.seconds,
    ...params.map((name) => shown(own(run.params, name))),
    ...provenance.map((name) => run.provenance[name]),
    run.experiment,
    run.parent,
    run.startedAt,
    ...tags.map((name) => own(run.tags ?? {}, name)),
  ]);
  return csvOf([header, ...rows]);
}

export const runs = defineExporter({
  id: 'runs',
  version: 1,
  about: 'every run of the ledger: metrics with intervals, parameters, where it came from and what it belongs to',
  name: 'runs.csv',
  ...CSV,
  needs: { ledger: ['run'] },
  encode: ({ ledger }) => runsCsv(ledger),
});
