/** The two maps of the sample, in one task. */
import { totalOf, shareOut, type SplitCounts } from '../../../core/map/sample';
import type { StoredResult } from '../../../core/results/types';
import type { TaskMap } from '../../../../workers/tasks/registry';
import type { Board } from './board';
import type { Components, Context, Data } from './judged';

export type Embedded = StoredResult<TaskMap['embed']['summary']>;

/** Images, from the beginning of the sample, on which the maps are checked, and the neighbours looked at. */
const CHECKED = 2000;
const CHECKED_NEIGHBOURS = 10;

/** The map's images are the first of those that are judged, so that each has its scores. */
export const sampleOf = (judged: SplitCounts, wanted: number): SplitCounts =>
  shareOut(judged, Math.min(wanted, totalOf(judged)));

export function embed(
  context: Context,
  data: Data,
  sample: SplitCounts,
  components: Components,
  board: Board,
): Promise<Embedded> {
  const { mapComponents, mapNeighbours, minDistance, epochs } = context.params;
  const params = {
    sample,
    components: Math.min(mapComponents, components.summary.kept),
    neighbours: mapNeighbours,
    minDistance,
    epochs,
    checked: CHECKED,
    checkedNeighbours: CHECKED_NEIGHBOURS,
  };
  const inputs = { data, components: components.result };
  return context.task('embed', { params, inputs, seed: context.seed('embed') }, (progress) => board.mapping(progress));
}
