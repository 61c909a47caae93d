import { csvOf, type CsvValue } from '../csv';
import { sequenceLabel } from '../drift/sequences';
import type { SequenceWatch } from '../drift/watch';
import { CSV } from './formats';
import { defineExporter, type Given } from './types';

/** What Monitor leaves of its sequence detectors; results of earlier versions have none. */
interface HoldsSequences {
  readonly sequences?: readonly SequenceWatch[];
}

/** One line for each sequence detector. */
function alarmsCsv({ sequences = [] }: HoldsSequences): string {
  return csvOf([
    ['detector', 'label', 'decides', 'level', 'batch', 'after', 'reason'],
    ...sequences.map(({ id, decides, level, batch, after, reason }): CsvValue[] => [
      id,
      sequenceLabel(id),
      decides,
      level,
      batch,
      after,
      reason,
    ]),
  ]);
}

export const alarms = defineExporter({
  id: 'alarms',
  version: 1,
  about: 'where each sequence detector alone would have asked for retraining first',
  name: 'alarms.csv',
  ...CSV,
  needs: { results: { result: [] } },
  encode: ({ results }: Given<undefined, { result: HoldsSequences }>) => alarmsCsv(results.result.summary),
});
