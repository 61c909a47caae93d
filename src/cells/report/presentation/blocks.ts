/** What the report is made from, as a table. */
import type { Block } from '../../../plots/blocks';
import type { ReportSummary } from '../types';

export function blocks(summary: ReportSummary): Block[] {
  return [
    {
      type: 'table',
      id: 'contents',
      title: 'What the report stands on',
      caption: 'The results that were there when this cell ran; a key names what a result depends on.',
      columns: [
        { key: 'kind', label: 'Kind' },
        { key: 'id', label: 'Cell' },
        { key: 'key', label: 'Key' },
      ],
      rows: summary.cells.map(({ id, kind, key }) => ({ id, kind, key: `${key.slice(0, 16)}…` })),
    },
  ];
}
