/** Gathers what all checks left, counts by the thresholds, and takes the first images of each alert along. */
import { gather, type Scores } from '../../../src/core/alerts/gather';
import { pixelsOf } from '../../../src/core/dataset/shape';
import type { HasEvidence } from '../../../src/core/profile/evidence';
import type { NdArray, StoredResult } from '../../../src/core/results/types';
import { dataOf } from '../inputs';
import type { Task, TaskContext } from '../types';
import { picturesOf } from './pictures';
import type { AlertsArrays, AlertsInputs, AlertsSpec, AlertsTaskSummary } from './types';

export const task: Task<AlertsSpec, AlertsTaskSummary, never, AlertsInputs, AlertsArrays> = {
  async run({ thresholds }, context) {
    const dataset = dataOf(context);
    const { data: _, ...checked } = context.inputs;
    const { explore } = checked;
    const modeShare = await arrayOf(context, explore, 'pixelModeShare');
    const labels = await arrayOf(context, explore, 'labels');
    const evidence: Scores[] = [];
    for (const input of Object.values(checked)) {
      const scores = await evidenceOf(context, input);
      for (const one of scores) evidence.push(one);
      await context.turn();
    }
    const { alerts, quiet, behind } = gather(
      {
        profile: explore.summary.profile,
        modeShare: modeShare?.data ?? [],
        counts: dataset.counts,
        shape: dataset,
        labels: labels?.data,
        missing: dataset.missing?.ids,
      },
      evidence,
      thresholds,
    );
    await context.turn();
    const artifacts: Record<string, NdArray> = {};
    for (const [kind, { ids, scores }] of Object.entries(behind)) {
      artifacts[`ids.${kind}`] = { data: ids, shape: [ids.length] };
      artifacts[`scores.${kind}`] = { data: scores, shape: [scores.length] };
    }
    const { shown, pictures } = await picturesOf(context, dataset, alerts);
    const pixels = pixelsOf(dataset);
    artifacts['pictures'] = { data: pictures, shape: [pictures.length / pixels, pixels] };
    return { summary: { alerts, quiet, shown }, artifacts };
  },
};

async function arrayOf(
  context: TaskContext<never, AlertsInputs>,
  result: StoredResult,
  name: string,
): Promise<NdArray | undefined> {
  const ref = result.artifacts[name];
  return ref && context.read(ref);
}

async function evidenceOf(
  context: TaskContext<never, AlertsInputs>,
  result: StoredResult<Partial<HasEvidence>>,
): Promise<Scores[]> {
  const found: Scores[] = [];
  for (const evidence of result.summary.evidence ?? []) {
    const scores = await arrayOf(context, result, evidence.arrays.scores);
    const optional = (name: string | undefined): Promise<NdArray | undefined> =>
      name === undefined ? Promise.resolve(undefined) : arrayOf(context, result, name);
    const [ids, groups] = [await optional(evidence.arrays.ids), await optional(evidence.arrays.groups)];
    // A list that found nothing may be left out altogether.
    found.push({ evidence, scores: scores?.data ?? [], ids: scores ? ids?.data : undefined, groups: groups?.data });
  }
  return found;
}
