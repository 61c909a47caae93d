/** The two maps of the sample, in one task. */
import { totalOf, shareOut, type SplitCounts } from '../../../core/map/sample';
import type { ResultOf } from '../../../../workers/tasks/registry';
import { shareOf } from '../../common/progress';
import type { Components, Context, Data, MapProgress } from './judged';

export type Embedded = ResultOf<'embed'>;

/** Images, from the beginning of the sample, on which the maps are checked, and the neighbours looked at. */
const CHECKED = 2000;
const CHECKED_NEIGHBOURS = 10;

/** The map's images are the first of those that are judged, so that each has its scores. */
export const sampleOf = (judged: SplitCounts, wanted: number): SplitCounts =>
  shareOut(judged, Math.min(wanted, totalOf(judged)));

/** The map is the longest task: the stage of the job is its stage from then on. */
export function embed(
  context: Context,
  data: Data,
  sample: SplitCounts,
  components: Components,
  progress: MapProgress,
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
  const tell = progress.part(undefined, totalOf(sample));
  return context.task('embed', { params, inputs, seed: context.seed('embed') }, (told) => {
    progress.stage = told.stage;
    // Other stages of the map are short beside its passes.
    tell(told.unit === 'passes' ? shareOf(told) : 0, told.detail);
  });
}
