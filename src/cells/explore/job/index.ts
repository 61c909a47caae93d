/**
 * The Explore cell's job: a first look from the images that storage gives up first, then all splits in parallel chunks, what
 * follows from them, and the products of the pixels.
 */
import { SPLIT_NAMES, type DatasetSummary, type SplitName } from '../../../core/dataset/types';
import { LookbookError } from '../../../core/errors';
import { runsOf } from '../../../core/profile/chunk';
import { SCOPES } from '../../../core/profile/types';
import type { ArtifactRef, CellJob, JobContext, StoredResult } from '../../../core/results/types';
import type { ResultOf, TaskMap } from '../../../../workers/tasks/registry';
import { pixelComponents, pixelProducts } from '../../common/pixel-products';
import { qualityEvidence } from '../../../core/profile/quality-summary';
import { checkQuality, type Run } from './quality';
import { Steps } from './steps';
import {
  facts,
  slots,
  type ExploreLive,
  type ExploreInputs,
  type ExploreParams,
  type ExplorePreview,
  type ExploreSummary,
} from '../types';

/** Images a chunk. Fixed, so that the parts of a result do not depend on the number of workers. */
const CHUNK = 10_000;
/** Images of the first look: one shard of storage, read and profiled within a fraction of a second. */
const PREVIEW = 2000;
/** Components that are kept as images. */
const COMPONENTS = 20;

type Context = JobContext<TaskMap, ExploreParams, ExploreLive, ExploreInputs>;
type Data = StoredResult<DatasetSummary>;
type ProfileResult = ResultOf<'profile'>;

/** The result of a mode of the task. @throws LookbookError `internal` if the task answered as another mode */
function ofMode<M extends ProfileResult['summary']['mode']>(
  { summary }: ProfileResult,
  mode: M,
): Extract<ProfileResult['summary'], { mode: M }> {
  if (summary.mode !== mode) throw new LookbookError('internal');
  return summary as Extract<ProfileResult['summary'], { mode: M }>;
}

/** The first images' profile with the arrays that its figures draw. */
async function lookFirst(context: Context, data: Data): Promise<ExplorePreview> {
  const result = await context.task('profile', { params: { mode: 'preview', images: PREVIEW }, inputs: { data } });
  const arrays: ExplorePreview['arrays'] = {};
  for (const name of ['classMean', 'classStd', 'intensity', 'featureHistograms']) {
    const ref = result.artifacts[name];
    if (ref) arrays[name] = await context.read(ref);
  }
  return {
    profile: ofMode(result, 'preview').profile,
    arrays,
    splits: data.summary.splits,
    classes: data.summary.classes,
  };
}

async function profileAll(context: Context, data: Data, plan: readonly Run[], steps: Steps): Promise<ProfileResult> {
  const done = plan.map(() => 0);
  const tell = (at: number, count: number): void => {
    done[at] = count;
    const images: Record<SplitName, number> = { train: 0, validation: 0, calibration: 0, stream: 0, test: 0 };
    for (const [part, { split }] of plan.entries()) images[split] += done[part]!;
    steps.profiled(images);
  };
  const chunks = await Promise.all(
    plan.map(async ({ split, start, end }, at) => {
      const call = { params: { mode: 'chunk' as const, split, start, end }, inputs: { data } };
      const chunk = await context.task('profile', call, (progress) => tell(at, progress.done));
      tell(at, end - start);
      return chunk;
    }),
  );
  const inputs = { data, ...Object.fromEntries(chunks.map((chunk, at) => [`chunk.${at}`, chunk])) };
  return context.task('profile', { params: { mode: 'merge', scope: context.params.scope }, inputs });
}

export const job: CellJob<TaskMap, ExploreParams, ExploreSummary, ExploreLive, ExploreInputs> = {
  ...facts,
  inputs: slots,
  async run(context) {
    const { data } = context.inputs;
    const dataset = data.summary;
    const { params } = context;
    const { scope } = params;
    const splits = SCOPES[scope];
    const steps = new Steps(dataset, splits, (progress) => context.report(progress));
    const first = dataset.counts.train > 0 && lookFirst(context, data).then((preview) => steps.preview(preview));
    const plan = SPLIT_NAMES.flatMap((split) =>
      runsOf(dataset.splits[split].count, CHUNK).map((run): Run => ({ split, ...run })),
    );
    const profiled = profileAll(context, data, plan, steps);
    const samples = context.task('profile', {
      params: { mode: 'samples', split: 'train', perClass: params.samplesPerClass },
      inputs: { data },
    });
    const products = pixelProducts(context, data, splits, ({ done }) => steps.multiplied(done));
    const levels = context.task('profile', { params: { mode: 'levels', scope }, inputs: { data } });
    const checked = checkQuality(context, data, plan);
    const correlated = products.then((inputs) =>
      context.task('pixel-products', { params: { mode: 'correlations' }, inputs }),
    );
    const components = products.then(() => pixelComponents(context, data, splits, COMPONENTS));
    const [merged, pixels, pca, ...others] = await Promise.all([
      profiled,
      correlated,
      components,
      samples,
      levels,
      checked,
      first,
    ]);
    if (pixels.summary.mode !== 'correlations' || pca.summary.mode !== 'components')
      throw new LookbookError('internal');
    const { shares, needed } = pca.summary;
    const profile = {
      ...ofMode(merged, 'merge').profile,
      pixelPairs: pixels.summary.pairs,
      components: { shares, needed },
    };
    const [sampled, levelled, { summary: quality, refs: scores }] = others;
    const refs: Record<string, ArtifactRef> = { ...merged.artifacts, ...levelled.artifacts, ...scores };
    for (const [name, ref] of Object.entries(sampled.artifacts)) refs[`samples.${name}`] = ref;
    const { correlations, order } = pixels.artifacts;
    const { variances, components: directions } = pca.artifacts;
    if (!correlations || !order || !variances || !directions) throw new LookbookError('internal');
    return {
      summary: {
        datasetName: dataset.name,
        datasetHash: dataset.hash,
        files: dataset.files,
        synthetic: dataset.synthetic,
        profile,
        quality,
        evidence: qualityEvidence(dataset.counts.train + dataset.counts.test),
      },
      refs: {
        ...refs,
        pixelCorrelations: correlations,
        pixelOrder: order,
        pixelVariances: variances,
        pixelComponents: directions,
      },
    };
  },
};
