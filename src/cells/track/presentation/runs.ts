/** The runs as tables have them: what the summary says of each, with what only the ledger knows. Pure. */
import { splitWord } from '../../../core/words/splits';
import { metricNames, registryOf, runNumbers, runsOf } from '../../../core/ledger/runs';
import type { LedgerEvent, RunEvent } from '../../../core/ledger/types';
import type { Json } from '../../../core/results/types';
import { minute } from '../../../core/words/moments';
import type { TableColumn, TableRow } from '../../../plots/blocks';
import type { RunDigest } from '../types';

/** "validation/accuracy" as "accuracy on validation"; names in camel case are spelled out. */
export function metricWords(metric: string): string {
  const [split, name] = metric.includes('/') ? metric.split('/', 2) : ['', metric];
  const words = name === 'logLoss' ? 'log-loss' : (name ?? metric).replaceAll(/([A-Z])/g, ' $1').toLowerCase();
  return split ? `${words} on ${splitWord(split)}` : words;
}

/** The runs in the order in which they ended, as the ledger has it. */
export function inTime(runs: readonly RunDigest[], ledger: readonly LedgerEvent[]): RunDigest[] {
  const place = new Map(runsOf(ledger).map((event, index) => [event.id, index]));
  const last = place.size;
  return runs.toSorted((a, b) => (place.get(a.id) ?? last) - (place.get(b.id) ?? last));
}

/**
 * Those that a study is told by first: the champion and the challengers, the latest first, the finals, what Search compared; then
 * the others in time.
 */
function byWeight(runs: readonly RunDigest[], ledger: readonly LedgerEvent[]): RunDigest[] {
  const registry = registryOf(ledger);
  const champion = registry.findLast(({ to }) => to === 'champion')?.runId;
  const registered = new Set(registry.map(({ runId }) => runId));
  const weight = ({ id, name, cellKind }: RunDigest): number => {
    if (id === champion) return 0;
    if (registered.has(id)) return 1;
    if (name.startsWith('final')) return 2;
    return cellKind === 'search' ? 3 : 4;
  };
  return inTime(runs, ledger).sort((a, b) => weight(a) - weight(b));
}

/** The runs behind ids, as the ledger has them, in the order of the ids. */
export function eventsOf(ids: readonly string[], ledger: readonly LedgerEvent[]): RunEvent[] {
  const events = new Map(runsOf(ledger).map((event) => [event.id, event]));
  return ids.map((id) => events.get(id)).filter((event) => event !== undefined);
}

const PARAM = 'params.';

/** Columns that are shown unless a person chose others. */
export const usualColumns = (columns: readonly TableColumn[]): string[] =>
  columns
    .map(({ key }) => key)
    .filter((key) => !['cellKind', 'numericMode', 'seed'].includes(key) && !key.startsWith(PARAM));

/** The columns of a table of runs: name, family, every metric, what it cost, every parameter. */
export function runColumns(runs: readonly RunDigest[], ledger: readonly LedgerEvent[] = []): TableColumn[] {
  const metrics = metricNames(runs).map((name): TableColumn => ({
    key: name,
    label: metricWords(name),
    align: 'right',
    digits: 4,
  }));
  const params = [...new Set(runsOf(ledger).flatMap((run) => Object.keys(run.params)))].sort();
  return [
    { key: 'number', label: 'Run', align: 'right' },
    { key: 'name', label: 'Name' },
    { key: 'family', label: 'Family' },
    { key: 'cellKind', label: 'Cell' },
    ...metrics,
    { key: 'imagesTrained', label: 'Images trained', align: 'right' },
    { key: 'seed', label: 'Seed', align: 'right' },
    { key: 'numericMode', label: 'Numeric mode' },
    { key: 'seconds', label: 'Seconds', align: 'right', digits: 1 },
    { key: 'at', label: 'Ended' },
    ...params.map((name): TableColumn => ({ key: PARAM + name, label: name })),
  ];
}

function cellOf(value: Json | undefined): string | number | boolean | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'object' ? JSON.stringify(value) : value;
}

/** One row a run, those that matter most first; seconds, time and parameters come from the ledger. */
export function runRows(runs: readonly RunDigest[], ledger: readonly LedgerEvent[]): TableRow[] {
  const events = new Map(runsOf(ledger).map((event) => [event.id, event]));
  const numbers = runNumbers(ledger);
  return byWeight(runs, ledger).map(
    ({ id, name, family, cellKind, metrics, imagesTrained, seed, numericMode }, index) => {
      const event = events.get(id);
      const params = Object.entries(event?.params ?? {}).map(([key, value]) => [PARAM + key, cellOf(value)] as const);
      return {
        id,
        number: numbers.get(id) ?? index + 1,
        name,
        family,
        cellKind,
        ...metrics,
        imagesTrained,
        seed: String(seed),
        numericMode,
        seconds: event?.seconds ?? null,
        at: event ? minute(event.at) : null,
        ...Object.fromEntries(params),
      };
    },
  );
}
