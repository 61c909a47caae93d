/** Questions that are asked of the ledger. Pure; the order of answers is the order of the ledger. */
import { own } from '../own';
import type { ArtifactRef, Json } from '../results/types';
import type { LedgerEvent, RegistryEvent, RunEvent, StreamEvent, TestOpening } from './types';

export function runsOf(ledger: readonly LedgerEvent[]): RunEvent[] {
  return ledger.filter((event) => event.type === 'run');
}

export function testOpeningsOf(ledger: readonly LedgerEvent[]): TestOpening[] {
  return ledger.filter((event) => event.type === 'test-opening');
}

export function registryOf(ledger: readonly LedgerEvent[]): RegistryEvent[] {
  return ledger.filter((event) => event.type === 'registry');
}

export function streamsOf(ledger: readonly LedgerEvent[]): StreamEvent[] {
  return ledger.filter((event) => event.type === 'stream');
}

/** The run that made this array, such as a model's weights: the first that holds it. */
export function runThatMade(ledger: readonly LedgerEvent[], array: ArtifactRef | undefined): RunEvent | undefined {
  if (!array) return undefined;
  return runsOf(ledger).find((run) => Object.values(run.artifacts).some(({ hash }) => hash === array.hash));
}

/** Number of each run by its id: its place, from 1, in the order in which they ended. Names repeat, numbers do not. */
export const runNumbers = (ledger: readonly LedgerEvent[]): ReadonlyMap<string, number> =>
  new Map(runsOf(ledger).map(({ id }, index) => [id, index + 1]));

/**
 * How runs are called wherever several are shown: "run 12, trial 3". What the ledger does not know has the name by which
 * `known` has it, else its id.
 */
export function runNames(
  ledger: readonly LedgerEvent[],
  known: readonly { readonly id: string; readonly name: string }[] = [],
): (id: string) => string {
  const names = new Map(known.map(({ id, name }) => [id, name]));
  for (const [index, { id, name }] of runsOf(ledger).entries()) names.set(id, `run ${index + 1}, ${name}`);
  return (id) => names.get(id) ?? id.slice(0, 16);
}

/** The part of a run that comparing needs: a RunEvent has it, and so has its digest. */
export interface MeasuredRun {
  readonly metrics: Readonly<Record<string, number>>;
}

/** Names of all metrics of the runs, in alphabetical order. */
export function metricNames(runs: readonly MeasuredRun[]): string[] {
  return [...new Set(runs.flatMap((run) => Object.keys(run.metrics)))].sort();
}

/** Whether less is better, told by the metric's name (`validation/logLoss`, `validation/calibrationError`). */
export function lowerIsBetter(metric: string): boolean {
  return /loss|error|brier|seconds|milliseconds|residual/i.test(metric.slice(metric.lastIndexOf('/') + 1));
}

/** Splits on which choices may be made, most trusted first; the sealed test split is not among them. */
const CHOICE_METRICS = ['validation/accuracy', 'validation/logLoss', 'train/accuracy', 'train/logLoss'];

/**
 * The metric by which runs are ranked unless another is asked for: one measured on validation if there is one, and never one
 * of the test split. Undefined if no run has such a metric.
 */
export function primaryMetric(runs: readonly MeasuredRun[]): string | undefined {
  const names = metricNames(runs).filter((name) => !name.startsWith('test/'));
  return CHOICE_METRICS.find((name) => names.includes(name)) ?? names[0];
}

/** The run with the best finite value; the earlier one of equals. Undefined if no run has the metric. */
export function bestRun<R extends MeasuredRun>(runs: readonly R[], metric: string): R | undefined {
  const sign = lowerIsBetter(metric) ? -1 : 1;
  let best: R | undefined;
  let bestValue = -Infinity;
  for (const run of runs) {
    const value = own(run.metrics, metric);
    if (value === undefined || !Number.isFinite(value) || sign * value <= bestValue) continue;
    best = run;
    bestValue = sign * value;
  }
  return best;
}

export interface Difference {
  readonly name: string;
  /** One value a run, in their order; undefined where a run has none. */
  readonly values: readonly (Json | undefined)[];
}

/**
 * The entries (parameters, provenance) in which the records are not all alike, by name. Values are compared as JSON.
 */
export function differences(records: readonly Readonly<Record<string, Json | undefined>>[]): Difference[] {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))].sort();
  return names
    .map((name) => ({ name, values: records.map((record) => own(record, name)) }))
    .filter(({ values }) => new Set(values.map((value) => JSON.stringify(value))).size > 1);
}
