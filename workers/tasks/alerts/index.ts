/** Gathers what all checks left, counts by the thresholds, and takes the first images of each alert along. */
import { gather, type Scores } from '../../../src/core/alerts/gather';
import type { CheckedAlert, HasProfile } from '../../../src/core/alerts/types';
import { placeOf } from '../../../src/core/dataset/ids';
import { pixelsOf } from '../../../src/core/dataset/shape';
import type { DatasetSummary } from '../../../src/core/dataset/types';
import { LookbookError } from '../../../src/core/errors';
import type { HasEvidence } from '../../../src/core/profile/evidence';
import type { NdArray, StoredResult } from '../../../src/core/results/types';
import { openShards } from '../../../src/storage/datasets';
import { dataOf } from '../inputs';
import type { Task, TaskContext } from '../types';
import type { AlertsSpec, AlertsTaskSummary, Shown } from './types';

/** Images beside an alert's sentence. */
const PICTURES = 6;

export const task: Task<AlertsSpec, AlertsTaskSummary> = {
  async run({ thresholds }, context) {
    const dataset = dataOf(context);
    const explore = context.inputs['explore'] as StoredResult<HasProfile> | undefined;
    if (!explore) throw new LookbookError('input/missing');
    const modeShare = await arrayOf(context, explore, 'pixelModeShare');
    const labels = await arrayOf(context, explore, 'labels');
    const evidence: Scores[] = [];
    for (const [name, input] of Object.entries(context.inputs)) {
      if (name === 'data') continue;
      const scores = await evidenceOf(context, input as StoredResult<Partial<HasEvidence>>);
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

async function arrayOf(context: TaskContext<never>, result: StoredResult, name: string): Promise<NdArray | undefined> {
  const ref = result.artifacts[name];
  return ref && context.read(ref);
}

async function evidenceOf(context: TaskContext<never>, result: StoredResult<Partial<HasEvidence>>): Promise<Scores[]> {
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

async function picturesOf(
  context: TaskContext<never>,
  dataset: DatasetSummary,
  alerts: readonly CheckedAlert[],
): Promise<{ shown: Shown[]; pictures: Uint8Array }> {
  const wanted = alerts.flatMap(({ kind, ids }) => (ids.length > 0 ? [{ kind, ids: ids.slice(0, PICTURES) }] : []));
  const total = wanted.reduce((sum, { ids }) => sum + ids.length, 0);
  const pixels = pixelsOf(dataset);
  const pictures = new Uint8Array(total * pixels);
  const labels = new Uint8Array(total);
  if (total === 0) return { shown: [], pictures };
  const shards = await openShards(context.db, dataset.hash);
  // A shard is read once for all the images in it.
  const places = wanted
    .flatMap(({ ids }) => ids)
    .map((id, at) => ({ at, ...placeOf(dataset, id) }))
    .map(({ at, part, index }) => ({
      at,
      part,
      shard: Math.floor(index / shards.shardSize),
      within: index % shards.shardSize,
    }))
    .sort((a, b) => a.part.localeCompare(b.part) || a.shard - b.shard);
  let open: { readonly name: string; readonly images: Uint8Array; readonly labels: Uint8Array } | undefined;
  for (const { at, part, shard, within } of places) {
    const name = `${part}/${shard}`;
    if (open?.name !== name) {
      open = { name, ...(await shards.read(part, shard)) };
      await context.turn();
    }
    pictures.set(open.images.subarray(within * pixels, (within + 1) * pixels), at * pixels);
    labels[at] = open.labels[within]!;
  }
  let from = 0;
  const shown = wanted.map(({ kind, ids }): Shown => {
    const begins = from;
    from += ids.length;
    return { kind, from: begins, ids, labels: Array.from(labels.subarray(begins, from)) };
  });
  return { shown, pictures };
}
