/** The evidence of drift in one batch, in words. */
import { fixed } from '../../words/numbers';
import { pValue } from '../../words/comparisons';
import { DRAWN } from '../column-tests';
import { driftedColumns, type DriftReport } from '../report';

export function evidence(report: DriftReport): string {
  const drifted = driftedColumns(report);
  const first = drifted[0];
  if (!first) return `no single column drifted`;
  const drawn = first.measures[DRAWN.id];
  const distance = drawn ? `${DRAWN.distance.name} ${fixed(drawn.statistic, 2)}, ` : '';
  return `${drifted.length} of ${report.columns.length} columns drifted, most of all ${first.label} (${distance}corrected ${pValue(first.adjusted)})`;
}
