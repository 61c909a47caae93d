/** The checks of single images, as the Explore cell's job runs them beside the profile. */
import type { SplitName, DatasetSummary } from '../../../core/dataset/types';
import { LookbookError } from '../../../core/errors';
import type { QualitySummary } from '../../../core/profile/quality-summary';
import type { ArtifactRef, JobContext, StoredResult } from '../../../core/results/types';
import type { TaskMap } from '../../../../workers/tasks/registry';

/** Images [start, end) of a split. */
export interface Run {
  readonly split: SplitName;
  readonly start: number;
  readonly end: number;
}

/**
 * Scores all images of the runs and puts the scores together.
 * @returns what was found, and the stored arrays (see `MergedQuality`), to be passed on without being read
 */
export async function checkQuality(
  context: Pick<JobContext<TaskMap>, 'task'>,
  data: StoredResult<DatasetSummary>,
  runs: readonly Run[],
): Promise<{ readonly summary: QualitySummary; readonly refs: Readonly<Record<string, ArtifactRef>> }> {
  const chunks = await Promise.all(
    runs.map(({ split, start, end }) =>
      context.task('quality', { params: { mode: 'chunk', split, start, end }, inputs: { data } }),
    ),
  );
  const inputs = { data, ...Object.fromEntries(chunks.map((chunk, at) => [`chunk.${at}`, chunk])) };
  const merged = await context.task('quality', { params: { mode: 'merge' }, inputs });
  if (merged.summary.mode !== 'merge') throw new LookbookError('internal');
  return { summary: merged.summary.quality, refs: merged.artifacts };
}
