/** The job of the cell of near copies: pairs among all images, neighbours in the training split, and models scored without copies. */
import { SPLIT_NAMES, type DatasetSummary } from '../../../core/dataset/types';
import { LookbookError } from '../../../core/errors';
import { splitWord } from '../../../core/words/splits';
import { familyLabel } from '../../../core/families/names';
import { openNetwork } from '../../../core/families';
import type { Evidence } from '../../../core/profile/evidence';
import type { CellJob, JobContext, Progress, StoredResult } from '../../../core/results/types';
import type { TaskMap } from '../../../../workers/tasks/registry';
import { countOf } from '../../../core/neighbours/types';
import { nearestChunks, pairChunks, type ImageSet } from '../../common/neighbours';
import { JobProgress, shareOf } from '../../common/progress';
import { runEvent } from '../../common/run';
import { facts, slots, NEAR, REACH, STEP, type SimilarInputs, type SimilarParams, type SimilarSummary } from '../types';
import { roundedAt } from '../../../core/words/numbers';
import { fittable } from '../../common/fittable';
import { fitCandidate } from '../../common/fit';

type Context = JobContext<TaskMap, SimilarParams, unknown, SimilarInputs>;
type Data = StoredResult<DatasetSummary>;

const TRAINING = { batchSize: 128, learningRate: 0.001 } as const;
const LISTED = 1500;
const DRAWS = 1000;

const upTo = (last: number, step: number): number[] =>
  Array.from({ length: Math.round(last / step) }, (_, at) => roundedAt((at + 1) * step, 4));
/** Equal images first. */
const SHARES = [0, ...upTo(REACH, STEP)];
const LEAK_SHARES = upTo(0.3, 0.01);

const SCORE = 'distance of the pixels divided by the length of the longer image';
const POINTS = { counts: 'at-most', threshold: NEAR, range: [0, REACH], step: STEP, score: SCORE } as const;
/** @param judged images, all of them */
const evidenceOf = (judged: number): readonly Evidence[] => [
  {
    ...POINTS,
    judged,
    kind: 'near-duplicate',
    arrays: { scores: 'pairScores', ids: 'pairIds' },
    severity: 'notice',
    words: {
      one: 'pair of images is a near copy',
      many: 'pairs of images are near copies',
      meaning: 'each pair counts twice and adds less information than two different images',
      quiet: 'near duplicates',
    },
  },
  {
    ...POINTS,
    judged,
    kind: 'near-leak',
    arrays: { scores: 'leakScores', ids: 'leakIds', groups: 'leakSplits' },
    groups: SPLIT_NAMES.map((split) => `with ${splitWord(split)}`),
    severity: 'warning',
    words: {
      one: 'pair of near copies spans the training split and another',
      many: 'pairs of near copies span the training split and another',
      meaning: 'a model is scored there on copies of images that it was trained on',
      quiet: 'near copies of training images in other splits',
    },
  },
];

async function trainNetwork(context: Context, data: Data, progress: JobProgress) {
  const { networkEpochs: epochs } = context.params;
  const trainImages = data.summary.splits.train.count;
  const tell = progress.part(undefined, trainImages * epochs);
  const seed = context.seed('network');
  const candidate = { ...(await openNetwork('mlp')), ...TRAINING };
  const fit = { candidate, budget: { trainImages, epochs }, inputs: { data }, seed };
  const network = await fitCandidate(context, fit, (told) => tell(shareOf(told), undefined, told.stage));
  tell(1);
  await context.append(
    runEvent(context, network, data, {
      cellKind: facts.kind,
      name: `${familyLabel('mlp')}, scored without near copies`,
      family: familyLabel('mlp'),
      params: { model: 'mlp', trainImages, epochs, ...TRAINING },
      seed,
    }),
  );
  return network;
}

/** Chunks as inputs of a task. */
const named = (name: string, chunks: readonly StoredResult[]): [string, StoredResult][] =>
  chunks.map((chunk, at) => [`${name}.${at}`, chunk]);

export const job: CellJob<TaskMap, SimilarParams, SimilarSummary, unknown, SimilarInputs> = {
  ...facts,
  inputs: slots,
  accepts: fittable,
  async run(context) {
    const { data } = context.inputs;
    const { hash, name, counts, splits, nearGroups } = data.summary;
    const { trainQueries, neighbours, networkEpochs } = context.params;
    if (splits.train.count === 0 || splits.validation.count === 0) {
      throw new LookbookError(
        'params/invalid',
        'Without images in the training split and in the validation split there is nothing to compare.',
      );
    }
    const progress = new JobProgress((told) => context.report(told), { stage: 'Comparing images' });
    /** The search has so many images to look at. */
    const searching = (images: ImageSet) => {
      const tell = progress.counted(undefined, countOf(data.summary, images));
      return ({ stage, done }: Progress): void => tell(done, undefined, stage);
    };
    const training = trainNetwork(context, data, progress);
    training.catch(() => undefined);
    const all: ImageSet = { split: 'all' };
    const pairs = pairChunks(context, data, { images: all, share: REACH }, searching(all));
    const nearest = SPLIT_NAMES.map(async (split) => {
      const queries: ImageSet = split === 'train' ? { split, limit: trainQueries } : { split };
      const call = { queries, references: { split: 'train' }, k: neighbours } as const;
      const { chunks } = await nearestChunks(context, data, call, searching(queries));
      return named(`nearest.${split}`, chunks);
    });
    const [network, found, ...near] = await Promise.all([training, pairs, ...nearest]);
    const result = await context.task('near-copies', {
      params: { shares: SHARES, leakShares: LEAK_SHARES, draws: DRAWS, k: neighbours, listed: LISTED },
      inputs: { data, network, ...Object.fromEntries([...named('pairs', found), ...near.flat()]) },
      seed: context.seed('draws'),
    });
    return {
      summary: {
        ...result.summary,
        dataset: { hash, name },
        images: counts.train + counts.test,
        test: counts.test,
        grouped: nearGroups !== undefined,
        trainImages: splits.train.count,
        networkEpochs,
        neighbours,
        listed: LISTED,
        evidence: evidenceOf(counts.train + counts.test),
      },
      refs: result.artifacts,
    };
  },
};
