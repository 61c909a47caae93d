/** How the Monitor cell is read. */
import { driftedColumns } from '../../../core/drift/report';
import { points } from '../../../core/words/comparisons';
import {} from '../../../core/words/numbers';
import type { Levels } from '../../types';
import type { MonitorParams, MonitorSummary } from '../types';
import { tellingReport } from './words';

export const levels: Levels<MonitorParams, MonitorSummary> = {
  brief: ({ summary: { alarm } }) => (alarm.after === null ? 'no alarm' : `alarm, batch ${alarm.after}`),
  key: ['drift'],
  sections: [
    { id: 'images', title: 'Images before and after the onset', blocks: ['examples', 'classes'] },
    {
      id: 'challenger',
      title: 'Accuracy and challenger',
      blocks: ['accuracy', 'gate'],
      notable: ({ summary: { retraining } }) =>
        retraining
          ? `challenger ${points(retraining.later.drifted.difference)} with drift, ${points(retraining.later.clean.difference)} without`
          : undefined,
    },
    {
      id: 'columns',
      title: 'Columns and detectors',
      blocks: ['columns-by-batch', 'columns', 'samples', 'sequences'],
      notable: ({ summary }) => {
        const { batch, columns } = tellingReport(summary);
        return `${driftedColumns(tellingReport(summary)).length} of ${columns.length} columns drifted in batch ${batch}`;
      },
    },
  ],
};
