/** The Report cell: what goes into the report, and the buttons that make it. */
import { defineCell } from '../types';
import { blocks } from './blocks';
import { facts, params, type ReportSummary } from './types';

export default defineCell<typeof params, ReportSummary>({
  ...facts,
  title: 'Report',
  mission: '',
  purpose: 'Gathers every cell above into one HTML file that opens anywhere, without a network and without script.',
  about: `The report is one HTML file below 5 MB. Figures are drawn once more, in the light theme, and stand in it as SVG;
image grids are PNG. **Nothing in it is loaded from elsewhere and nothing in it runs**: it can be opened from a disk, mailed
or printed. Long tables are cut, and say so.

It carries its own provenance (hash of the data, split, seeds, numeric mode, versions, the key of every result, every opening
of the test set), all results as JSON, and the notebook that made them.

**Limits**: a report shows what the cells held when it was exported. A cell that has failed, has not run or is stale says so in
its place; the report does not run it again.`,
  params,
  inputs: {},
  findings({ summary, params: { title } }) {
    const count = summary.cells.length;
    if (count === 0) return ['No other cell has a result yet, so a report would be empty: run the cells above first.'];
    const named = title.trim() === '' ? 'The report' : `“${title.trim()}”`;
    return [`${named} gathers the results of ${count} ${count === 1 ? 'cell' : 'cells'} and is ready to export.`];
  },
  blocks: ({ summary }) => blocks(summary),
  view: () => import('./View.svelte'),
});
