/** How the Report cell is read. */
import { plural } from '../../../core/words/numbers';
import type { Levels } from '../../types';
import type { ReportParams, ReportSummary } from '../types';

export const levels: Levels<ReportParams, ReportSummary> = {
  brief: ({ summary: { cells } }) => plural(cells.length, 'result'),
  key: [],
  sections: [
    {
      id: 'contents',
      title: 'What the report stands on',
      blocks: ['contents'],
      notable: ({ summary: { cells } }) => plural(cells.length, 'result'),
    },
  ],
};
