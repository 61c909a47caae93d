/** What the Report cell says of its result, and how it works. */
import { definePresentation } from '../../types';
import { blocks } from './blocks';
import { findings } from './findings';
import { levels } from './levels';
import { requirements } from './requirements';
import type { params, ReportSummary } from '../types';

export const presentation = definePresentation<typeof params, ReportSummary>({
  help: {
    title: "The report's title; the notebook's own title if left empty.",
    author: 'The name under which the report is handed in.',
    notes: 'Markdown shown below the title: what the study was for, what to read first.',
    withoutImages:
      'Report, kit, figures and saved run then hold no image of the data set and no map laid over one; means of at least ten images, masks and plots stay.',
  },
  about: `The report is one HTML file below 5 MB. Figures are drawn once more, in the light theme, and stand in it as SVG;
image grids are PNG. **Nothing in it is loaded from elsewhere and nothing in it runs**: it can be opened from a disk, mailed
or printed. Long tables are cut, and say so.

It carries its own provenance (hash of the data, split, seeds, numeric mode, versions, the key of every result, every opening
of the test set), all results as JSON, and the notebook that made them.

**Limits**: a report shows what the cells held when it was exported. A cell that has failed, has not run or is stale says so in
its place; the report does not run it again.`,
  findings,
  levels,
  blocks: ({ summary }) => blocks(summary),
  requirements,
});
