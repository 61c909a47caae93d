/** The stream, scored by one model in tasks that run side by side. */
import { askFor, DETECTORS } from '../../../core/drift/detectors';
import type { JobContext } from '../../../core/results/types';
import type { DriftBatchesInputs } from '../../../../workers/tasks/drift-batches/types';
import type { ResultOf, TaskMap } from '../../../../workers/tasks/registry';
import type { Scenario, StreamBatch } from '../../../core/drift/scenarios';
import type { JobProgress } from '../../common/progress';
import type { MonitorInputs, MonitorParams } from '../types';

export type MonitorContext = JobContext<TaskMap, MonitorParams, unknown, MonitorInputs>;
export type ScoredGroup = ResultOf<'drift-batches'>;

/**
 * Batches a task: fixed, so that keys do not depend on the cores. A task of five batches of 500 takes a second or two with
 * the small network: much more than its worker needs to be given it, and little enough to keep two of them busy.
 */
const GROUP = 5;

export interface StreamOf {
  readonly batches: number;
  readonly scenario: Scenario;
  readonly streamSeed: number;
}

/**
 * Scores batches with the model among the inputs; with a `reference` among them, drift is measured too.
 * @param numbers batches, from 1 @param progress counts batches
 */
export async function scoreBatches(
  context: MonitorContext,
  inputs: DriftBatchesInputs,
  stream: StreamOf,
  numbers: readonly number[],
  progress: JobProgress,
): Promise<ScoredGroup[]> {
  // Without a reference nothing is measured: then the key does not hang on what measures.
  const measuring = inputs.reference ? { detectors: askFor(DETECTORS) } : {};
  const groups: StreamBatch[][] = [];
  for (let first = 0; first < numbers.length; first += GROUP) {
    groups.push(numbers.slice(first, first + GROUP).map((batch) => ({ batch, ...stream })));
  }
  return Promise.all(
    groups.map(async (group) => {
      const tell = progress.counted(undefined, group.length);
      const params = { stream: group, ...measuring };
      const scored = await context.task('drift-batches', { params, inputs }, ({ done }) => tell(done));
      tell(group.length);
      return scored;
    }),
  );
}

export const batchesOf = (groups: readonly ScoredGroup[]): ScoredGroup['summary']['batches'] =>
  groups.flatMap(({ summary }) => summary.batches);
