/** The Alerts cell's job: one task gathers, counts and ranks what the cells that feed it have checked. */
import { readThresholds } from '../../../core/alerts/thresholds';
import type { CellJob } from '../../../core/results/types';
import type { TaskMap } from '../../../../workers/tasks/registry';
import { facts, slots, type AlertsInputs, type AlertsParams, type AlertsSummary } from '../types';

export const job: CellJob<TaskMap, AlertsParams, AlertsSummary, unknown, AlertsInputs> = {
  ...facts,
  inputs: slots,
  // A set that models cannot be fitted on still has its profile.
  dispensable: ['similar', 'labels', 'map'],
  async run(context) {
    const { hash, name, synthetic, counts } = context.inputs.data.summary;
    const thresholds = readThresholds(context.params.thresholds);
    const gathered = await context.task('alerts', { params: { thresholds }, inputs: context.inputs }, (progress) =>
      context.report(progress),
    );
    return {
      summary: {
        ...gathered.summary,
        dataset: { hash, name, synthetic },
        images: counts.train + counts.test,
        sources: Object.keys(context.inputs).filter((input) => input !== 'data'),
      },
      refs: gathered.artifacts,
    };
  },
};
