/** How the Track cell is read. */
import { registryOf } from '../../../core/ledger/runs';
import { SIGNIFICANT } from '../../../core/words/comparisons';
import { plural } from '../../../core/words/numbers';
import type { Levels } from '../../types';
import type { TrackParams, TrackSummary } from '../types';

export const levels: Levels<TrackParams, TrackSummary> = {
  brief: ({ summary: { runs } }) => plural(runs.length, 'run'),
  key: ['performance', 'runs'],
  sections: [
    { id: 'runs', title: 'All runs', blocks: ['runs'], notable: ({ summary: { runs } }) => plural(runs.length, 'run') },
    {
      id: 'comparisons',
      title: 'Paired comparisons',
      blocks: ['differences', 'comparisons'],
      notable: ({ summary: { comparisons } }) =>
        comparisons.length > 0
          ? `${comparisons.filter(({ adjusted }) => adjusted < SIGNIFICANT).length} of ${comparisons.length} significant`
          : undefined,
    },
    { id: 'curves', title: 'Learning curves and lineage', blocks: ['curves', 'provenance'] },
    {
      id: 'registry',
      title: 'Registry and streams',
      blocks: ['registry', 'streams'],
      notable: ({ ledger }) => plural(registryOf(ledger).length, 'entry', 'entries'),
    },
    {
      id: 'test',
      title: 'Readings of the test set',
      blocks: ['openings'],
      notable: ({ summary: { testOpenings } }) => `${testOpenings}`,
    },
  ],
};
