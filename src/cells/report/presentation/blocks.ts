/** What the report is made from, as a table. */
import type { Block } from '../../../plots/blocks';
import type { ReportSummary } from '../types';

export function blocks(summary: ReportSummary): Block[] {
  return [
    {
      type: 'table',
      id: 'contents',
      title: 'Results in the report',
      caption: 'Results available when this cell ran. A key is the hash of all that a result depends on.',
      columns: [
        { key: 'kind', label: 'Kind' },
        { key: 'id', label: 'Cell' },
        { key: 'key', label: 'Key' },
      ],
      rows: summary.cells.map(({ id, kind, key }) => ({ id, kind, key: `${key.slice(0, 16)}…` })),
    },
  ];
}
