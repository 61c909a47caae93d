/** The Explore cell's job: profiles all splits in parallel chunks, merges them in a task, and finds the alerts. */
import { SPLIT_NAMES, type DatasetSummary, type SplitName } from '../../core/dataset/types';
import { LookbookError } from '../../core/errors';
import { findAlerts } from '../../core/profile/alerts';
import { runsOf } from '../../core/profile/chunk';
import type { CellJob, NdArray, StoredResult } from '../../core/results/types';
import type { TaskMap } from '../../../workers/tasks/registry';
import { qualityEvidence } from '../../core/profile/quality-summary';
import { checkQuality } from './job/quality';
import { facts, type ExploreLive, type ExploreParams, type ExploreSummary } from './types';

/** Images a chunk. Fixed, so that the parts of a result do not depend on the number of workers. */
const CHUNK = 10_000;

export const job: CellJob<TaskMap, ExploreParams, ExploreSummary, ExploreLive> = {
  ...facts,
  async run(context) {
    const data = context.inputs['data'];
    if (!data) throw new LookbookError('input/missing');
    const dataset = data.summary as DatasetSummary;
    const plan = SPLIT_NAMES.flatMap((split) =>
      runsOf(dataset.splits[split].count, CHUNK).map((run) => ({ split, ...run })),
    );
    const total = plan.reduce((sum, { start, end }) => sum + end - start, 0);
    const done = plan.map(() => 0);
    const tell = (stage: string): void => {
      const images: Record<SplitName, number> = { fit: 0, select: 0, calibrate: 0, stream: 0, test: 0 };
      for (const [at, { split }] of plan.entries()) images[split] += done[at]!;
      const sum = done.reduce((count, part) => count + part, 0);
      context.report({ stage, done: sum, total, unit: 'images', detail: { images } });
    };
    tell('Profiling images');

    const { scope, samplesPerClass } = context.params;
    const samplesTask = context.task('profile', {
      params: { mode: 'samples', split: 'fit', perClass: samplesPerClass },
      inputs: { data },
    });
    const chunkTasks = plan.map(async ({ split, start, end }, at) => {
      const chunk = await context.task(
        'profile',
        { params: { mode: 'chunk', split, start, end }, inputs: { data } },
        (progress) => {
          done[at] = progress.done;
          tell('Profiling images');
        },
      );
      done[at] = end - start;
      tell('Profiling images');
      return chunk;
    });
    const checked = checkQuality(context, data as StoredResult<DatasetSummary>, plan);
    checked.catch(() => undefined);
    const [samples, ...chunks] = await Promise.all([samplesTask, ...chunkTasks]);

    tell('Correlations, duplicates, histograms');
    const inputs: Record<string, StoredResult> = { data };
    for (const [at, chunk] of chunks.entries()) inputs[`chunk.${at}`] = chunk;
    const merged = await context.task('profile', { params: { mode: 'merge', scope }, inputs });
    if (merged.summary.mode !== 'merge') throw new LookbookError('internal');
    const { profile } = merged.summary;

    const artifacts: Record<string, NdArray> = {};
    for (const [name, ref] of Object.entries(merged.artifacts)) artifacts[name] = await context.read(ref);
    for (const [name, ref] of Object.entries(samples.artifacts)) artifacts[`samples.${name}`] = await context.read(ref);

    const { summary: quality, refs } = await checked;
    const { params } = context;
    const { alerts, quiet } = findAlerts(profile, artifacts['pixelModeShare']?.data ?? [], {
      correlation: params.correlationThreshold,
      nearConstant: params.nearConstantThreshold,
      skewness: params.skewThreshold,
      imbalance: params.imbalanceThreshold,
      zeros: params.zerosThreshold,
    });
    return {
      summary: {
        datasetName: dataset.name,
        synthetic: dataset.synthetic,
        profile,
        alerts,
        quiet,
        quality,
        evidence: qualityEvidence(),
      },
      artifacts,
      refs,
    };
  },
};
