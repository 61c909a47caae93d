/** The Monitor cell's tables. */
import { COLUMN_TESTS } from '../../../core/drift/column-tests';
import { thatDecide } from '../../../core/drift/detector';
import { clearestFirst, type ColumnDrift, type DriftReport } from '../../../core/drift/report';
import { SAMPLE_TESTS } from '../../../core/drift/sample-tests';
import { SEQUENCES } from '../../../core/drift/sequences';
import type { ModelComparison } from '../../../core/stats/compare';
import { listed, points, pointsInterval, pNumber } from '../../../core/words/comparisons';
import { fixed } from '../../../core/words/numbers';
import type { TableBlock } from '../../../plots/blocks';
import type { MonitorSummary, Retraining } from '../types';
import { tellingReport } from './words';

/** What a detector is for, in a table. */
const partOf = (decides: boolean): string => (decides ? 'decides' : 'explores');

/** Tests that explore and have p-values in this report: these stand beside their statistics, since the corrected p is of others. */
const exploringTests = (report: DriftReport) =>
  thatDecide(COLUMN_TESTS, false).filter(({ id }) =>
    report.columns.some(({ measures }) => measures[id]?.adjusted !== undefined),
  );

function columnsCaption(report: DriftReport, marked: number): string {
  const deciding = thatDecide(COLUMN_TESTS).map(({ name }) => name);
  const smaller = deciding.length > 1 ? `the ${deciding.length > 2 ? 'smallest' : 'smaller'} p-value` : 'the p-value';
  return [
    `${marked} of ${report.columns.length} columns drifted: ${smaller} of ${listed(deciding)}, Holm-corrected for all ${report.tests} tests of the ` +
      `batch, is at most ${report.level}.`,
    ...thatDecide(COLUMN_TESTS, false).map(({ definition }) => definition),
  ].join(' ');
}

/** Columns of the telling batch, the clearest first: every test's statistic. */
export function columnsTable(summary: MonitorSummary): TableBlock {
  const report = tellingReport(summary);
  const exploring = exploringTests(report);
  const rows = report.columns.toSorted(clearestFirst).map((column: ColumnDrift) => ({
    label: column.label,
    reference: column.means?.[0] ?? null,
    batch: column.means?.[1] ?? null,
    ...Object.fromEntries(COLUMN_TESTS.map(({ id }) => [id, column.measures[id]?.statistic ?? null])),
    ...Object.fromEntries(
      exploring.map(({ id }) => {
        const adjusted = column.measures[id]?.adjusted;
        return [`${id}/p`, adjusted === undefined ? null : pNumber(adjusted)];
      }),
    ),
    p: pNumber(column.adjusted),
    drifted: column.drifted,
  }));
  const marked = rows.filter(({ drifted }) => drifted).length;
  return {
    type: 'table',
    id: 'columns',
    title: `Columns of batch ${report.batch} against the calibration split`,
    caption: columnsCaption(report, marked),
    columns: [
      { key: 'label', label: 'Column' },
      { key: 'drifted', label: 'Drifted' },
      { key: 'p', label: 'p, corrected', align: 'right' },
      ...COLUMN_TESTS.map(({ id, heading, digits }) => ({ key: id, label: heading, align: 'right' as const, digits })),
      ...exploring.map(({ id, name }) => ({ key: `${id}/p`, label: `p of ${name}`, align: 'right' as const })),
      { key: 'reference', label: 'Mean, calibration', align: 'right', digits: 3 },
      { key: 'batch', label: 'Mean, batch', align: 'right', digits: 3 },
    ],
    rows,
    initialRows: 12,
  };
}

/** Tests of the telling batch as a whole; undefined where the result holds none. */
export function samplesTable(summary: MonitorSummary): TableBlock | undefined {
  const report = tellingReport(summary);
  const shown = SAMPLE_TESTS.flatMap((test) => {
    const measure = report.samples?.[test.id];
    return measure ? [{ test, measure }] : [];
  });
  if (shown.length === 0) return undefined;
  return {
    type: 'table',
    id: 'samples',
    title: `Batch ${report.batch} as a whole against the calibration split`,
    caption: shown.map(({ test }) => `${test.label}: ${test.definition} ${test.source}.`).join(' '),
    columns: [
      { key: 'label', label: 'Test' },
      { key: 'statistic', label: 'Statistic', align: 'right' },
      { key: 'expected', label: 'Expected without drift', align: 'right' },
      { key: 'p', label: 'p, corrected', align: 'right' },
      { key: 'part', label: 'In the alarm' },
    ],
    rows: shown.map(({ test: { heading, digits, decides }, measure: { statistic, expected, adjusted } }) => ({
      label: heading,
      statistic: fixed(statistic, digits),
      expected: expected === undefined ? null : fixed(expected, digits),
      p: adjusted === undefined ? null : pNumber(adjusted),
      part: partOf(decides),
    })),
  };
}

/** Sequence detectors that explore: where they would have asked for retraining; undefined where there are none. */
export function sequencesTable({ sequences, settings }: MonitorSummary): TableBlock | undefined {
  const shown = SEQUENCES.flatMap((detector) => {
    const watch = sequences?.find(({ id, decides }) => id === detector.id && !decides);
    return watch ? [{ detector, watch }] : [];
  });
  if (shown.length === 0) return undefined;
  return {
    type: 'table',
    id: 'sequences',
    title: 'Exploratory detectors',
    caption:
      `Where each would first have raised an alarm in ${settings.batches} batches; none of them triggers retraining. ` +
      shown.map(({ detector: { label, about, source } }) => `${label}: ${about} ${source}.`).join(' '),
    columns: [
      { key: 'label', label: 'Detector' },
      { key: 'after', label: 'After batch', align: 'right' },
      { key: 'level', label: 'Level', align: 'right' },
      { key: 'reason', label: 'Reason' },
    ],
    rows: shown.map(({ detector: { label }, watch: { after, level, reason } }) => ({
      label,
      after: after ?? 'never',
      level: pNumber(level),
      reason: reason ?? '',
    })),
  };
}

/** The gate: what was asked of the challenger, and what came of it. */
export function gateTable({ later, gate, plan }: Retraining): TableBlock {
  const row = (id: 'clean' | 'drifted', name: string, compared: ModelComparison) => {
    const condition = gate.conditions.find((candidate) => candidate.id === id)!;
    return {
      name,
      images: compared.images,
      champion: 100 * compared.accuracyB,
      challenger: 100 * compared.accuracyA,
      difference: `${points(compared.difference)} (${pointsInterval(compared.interval)})`,
      discordant: `${compared.mcNemar.onlyFirst} : ${compared.mcNemar.onlySecond}`,
      p: pNumber(compared.mcNemar.p),
      asked: condition.asked,
      holds: condition.holds,
    };
  };
  return {
    type: 'table',
    id: 'gate',
    title: 'Challenger against champion on later batches',
    caption:
      `Batches ${plan.later[0]} to ${plan.later.at(-1)}, on which neither model was trained; both on the same images. Differences: challenger minus ` +
      'champion in points, with 95 % CIs (paired bootstrap). Then images that only the challenger : only the champion classifies correctly, and McNemar’s test.',
    columns: [
      { key: 'name', label: 'Images' },
      { key: 'images', label: 'Number', align: 'right' },
      { key: 'champion', label: 'Champion (%)', align: 'right', digits: 1 },
      { key: 'challenger', label: 'Challenger (%)', align: 'right', digits: 1 },
      { key: 'difference', label: 'Difference', align: 'right' },
      { key: 'discordant', label: 'Only one correct', align: 'right' },
      { key: 'p', label: 'p', align: 'right' },
      { key: 'holds', label: 'Met' },
      { key: 'asked', label: 'Condition' },
    ],
    rows: [row('clean', 'without drift', later.clean), row('drifted', 'with drift', later.drifted)],
  };
}
