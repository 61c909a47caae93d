import { csvOf, type CsvValue } from '../csv';
import type { DriftReport } from '../drift/report';
import { CSV } from './formats';
import { defineExporter, type Given } from './types';

/** How the whole of a batch stands where others name a column. */
const WHOLE = 'whole batch';

/** One line for each batch, column and detector, and one for each test of the whole batch. */
export function driftCsv(reports: readonly DriftReport[]): string {
  const rows: CsvValue[][] = [
    [
      'batch',
      'images',
      'column',
      'detector',
      'statistic',
      'expected_without_drift',
      'p',
      'p_adjusted',
      'drifted',
      'decides',
    ],
  ];
  for (const { batch, images, level, columns, samples = {}, deciding } of reports) {
    for (const { id, measures } of [...columns, { id: WHOLE, measures: samples }]) {
      for (const [detector, measure] of Object.entries(measures)) {
        const { statistic, expected, p, adjusted } = measure;
        const marked = adjusted === undefined ? undefined : adjusted <= level;
        const decides = deciding ? deciding.includes(detector) : p !== undefined;
        rows.push([batch, images, id, detector, statistic, expected, p, adjusted, marked, decides]);
      }
    }
  }
  return csvOf(rows);
}

export const drift = defineExporter({
  id: 'drift',
  version: 1,
  about: 'every batch of the stream, column and detector: statistic and p',
  name: 'drift.csv',
  ...CSV,
  needs: { results: { result: [] } },
  encode: ({ results }: Given<undefined, { result: { readonly reports: readonly DriftReport[] } }>) =>
    driftCsv(results.result.summary.reports),
});
