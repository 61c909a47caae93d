/** The Data cell's job: one load; the synthetic sample where the site holds no data set. */
import { pixelsOf } from '../../../core/dataset/shape';
import { asLookbookError } from '../../../core/errors';
import type { CellJob, JobContext, Progress, StoredResult } from '../../../core/results/types';
import type { TaskMap } from '../../../../workers/tasks/registry';
import type { LoadDetail, LoadSpec, LoadSummary } from '../../../../workers/tasks/load/types';
import { facts, type DataLive, type DataParams, type DataSummary } from '../types';

type Context = JobContext<TaskMap, DataParams, DataLive>;

/** Only what the source uses, so that other parameters do not load the same data again. */
async function specOf(params: DataParams): Promise<LoadSpec> {
  const { source, splitSeed, reloads, uploadToken, acceptUnofficial, shiftLabels } = params;
  const spec: LoadSpec = { source, splitSeed, reloads };
  if (source !== 'files') return spec;
  const { parseNames } = await import('../../../core/dataset/class-names');
  const classNames = parseNames(params.classNames);
  return {
    ...spec,
    uploadToken,
    acceptUnofficial,
    ...(shiftLabels ? { shiftLabels } : {}),
    ...(classNames.length > 0 ? { classNames } : {}),
  };
}

function load(context: Context, spec: LoadSpec): Promise<StoredResult<LoadSummary>> {
  return context.task('load', { params: spec }, (progress: Progress<LoadDetail>) => context.report(progress));
}

/** The load that was asked for; the sample, and why, if the site has no index of data at all. */
async function loadOrStandIn(
  context: Context,
): Promise<{ loaded: StoredResult<LoadSummary>; fallbackReason?: string }> {
  const spec = await specOf(context.params);
  try {
    return { loaded: await load(context, spec) };
  } catch (thrown) {
    const error = asLookbookError(thrown);
    if (spec.source !== 'site' || error.code !== 'data/not-found') throw error;
    return { loaded: await load(context, { ...spec, source: 'synthetic' }), fallbackReason: error.message };
  }
}

export const job: CellJob<TaskMap, DataParams, DataSummary, DataLive> = {
  ...facts,
  async run(context) {
    const { loaded, fallbackReason } = await loadOrStandIn(context);
    const { counts } = loaded.summary;
    return {
      summary: {
        ...loaded.summary,
        bytesStored: (counts.train + counts.test) * (pixelsOf(loaded.summary) + 1),
        ...(fallbackReason === undefined ? {} : { fallbackReason }),
      },
    };
  },
};
