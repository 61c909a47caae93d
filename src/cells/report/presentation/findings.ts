/** What the Report cell says first. */
import type { CellContent } from '../../types';
import type { ReportParams, ReportSummary } from '../types';

export function findings({ summary, params: { title } }: CellContent<ReportParams, ReportSummary>): string[] {
  const count = summary.cells.length;
  if (count === 0) return ['No other cell has a result yet: run the cells above first.'];
  const named = title.trim() === '' ? 'The report' : `“${title.trim()}”`;
  return [`${named} gathers the results of ${count} ${count === 1 ? 'cell' : 'cells'} and is ready to export.`];
}
