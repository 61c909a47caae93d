/** The Report cell's job: notes which results the report stands on. The page itself is made when it is exported. */
import type { CellJob } from '../../../core/results/types';
import type { TaskMap } from '../../../../workers/tasks/registry';
import { facts, type ReportParams, type ReportSummary } from '../types';

export const job: CellJob<TaskMap, ReportParams, ReportSummary> = {
  ...facts,
  run(context) {
    const cells = Object.entries(context.inputs)
      .map(([id, result]) => ({ id, kind: result.kind.replace(/^cell:/, ''), key: result.key }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    return Promise.resolve({ summary: { cells } });
  },
};
