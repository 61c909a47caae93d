/** The job's part that trains without the confirmed images, beside all images and beside as many removed at random. */
import type { DatasetSummary } from '../../../core/dataset/types';
import { placeOf } from '../../../core/dataset/ids';
import { matchedAtRandom } from '../../../core/labels/folds';
import { familyLabel } from '../../../core/families/names';
import { openNetwork } from '../../../core/families';
import type { JobContext, StoredResult } from '../../../core/results/types';
import { holm } from '../../../core/stats/adjust';
import { replicatedDifference } from '../../../core/stats/replicates';
import type { TaskMap } from '../../../../workers/tasks/registry';
import { groupId, runEvent } from '../../common/run';
import { TRAINING } from './training';
import { facts, type Change, type LabelsParams, type Retraining } from '../types';
import { fitCandidate, settingsOf } from '../../common/fit';
import { shareOf, type JobProgress } from '../../common/progress';

export type Context = JobContext<TaskMap, LabelsParams>;
export type Data = StoredResult<DatasetSummary>;
export type Trained = StoredResult<TaskMap['train']['summary']>;

const RESAMPLES = 2000;
export const VARIANTS = ['all', 'without', 'random'] as const;
type Variant = (typeof VARIANTS)[number];

/** The images of the training split that were looked at. */
export interface Examined {
  readonly indices: Uint32Array;
  readonly labels: Uint8Array;
}

/** What is to be left out of those that are trained on, as indices in the training file, and how many of the list are not among them. */
export function leftOut(
  { without }: Pick<LabelsParams, 'without'>,
  data: Pick<DatasetSummary, 'counts'>,
  { indices }: Pick<Examined, 'indices'>,
): { readonly indices: readonly number[]; readonly elsewhere: number } {
  const known = new Set(indices);
  const wanted = [...new Set(without)].map((id) => placeOf(data, id));
  const found = wanted.flatMap(({ part, index }) => (part === 'train' && known.has(index) ? [index] : []));
  return { indices: found.sort((a, b) => a - b), elsewhere: wanted.length - found.length };
}

/** Why nothing can be retrained without the images of the list; undefined if it can. */
export function whyNot(
  { without, withoutOf }: Pick<LabelsParams, 'without' | 'withoutOf'>,
  { hash }: Pick<DatasetSummary, 'hash'>,
  out: ReturnType<typeof leftOut>,
): string | undefined {
  if (withoutOf !== hash) {
    return 'The images to be left out belong to another data set: nothing was retrained.';
  }
  if (out.indices.length === 0) {
    return `None of the ${without.length} images to be left out is among the images of the training split looked at here: nothing was retrained.`;
  }
  return undefined;
}

const NAMES: Readonly<Record<Variant, string>> = {
  all: 'all images',
  without: 'without the confirmed images',
  random: 'without as many random images',
};

async function change(
  context: Context,
  data: Data,
  first: readonly Trained[],
  second: readonly Trained[],
  name: string,
): Promise<Omit<Change, 'adjusted'>> {
  const pairs = await Promise.all(
    first.map((a, index) =>
      context.task('compare-models', {
        params: { resamples: RESAMPLES },
        inputs: { data, a, b: second[index]! },
        seed: context.seed('retrain', 'bootstrap', name, index),
      }),
    ),
  );
  const perSeed = pairs.map(({ summary }) => summary.difference);
  const { effect, interval, p } = replicatedDifference(
    perSeed,
    pairs.map(({ summary }) => summary.interval),
  );
  return { estimate: effect, interval, perSeed, p };
}

/**
 * Trains with each seed on all images, without those left out, and without as many random ones of the same classes (drawn
 * anew for each seed), and compares on validation.
 */
export async function retrain(
  context: Context,
  data: Data,
  examined: Examined,
  out: ReturnType<typeof leftOut>,
  progress: JobProgress,
): Promise<Retraining> {
  const { epochs, model, retrainSeeds } = context.params;
  const trainImages = examined.indices.length;
  const removedPerClass = new Array<number>(data.summary.splits.train.perClass.length).fill(0);
  const removed = new Set(out.indices);
  examined.indices.forEach((index, place) => {
    if (removed.has(index)) removedPerClass[examined.labels[place]!]! += 1;
  });
  const without = (variant: Variant, run: number): readonly number[] => {
    if (variant === 'without') return out.indices;
    return matchedAtRandom(examined.labels, examined.indices, out.indices, context.seed('retrain', 'random', run));
  };
  const candidate = { ...(await openNetwork(model)), ...TRAINING[model] };
  const train = async (variant: Variant, run: number): Promise<Trained> => {
    const tell = progress.part('Retraining without the confirmed images', trainImages * epochs);
    const result = await fitCandidate(
      context,
      {
        candidate,
        budget: {
          trainImages,
          epochs,
          ...(variant === 'all' ? {} : { selection: { without: without(variant, run) } }),
        },
        inputs: { data },
        seed: context.seed('retrain', run),
      },
      (told) => tell(shareOf(told)),
    );
    tell(1);
    return result;
  };
  const runs = Array.from({ length: retrainSeeds }, (_, run) => run);
  const trained = Object.fromEntries(
    await Promise.all(
      VARIANTS.map(async (variant) => [variant, await Promise.all(runs.map((run) => train(variant, run)))] as const),
    ),
  ) as Record<Variant, Trained[]>;
  for (const variant of VARIANTS) {
    for (const [run, result] of trained[variant].entries()) {
      await context.append(
        runEvent(context, result, data, {
          cellKind: facts.kind,
          name: `${familyLabel(model)}, ${NAMES[variant]}, seed ${run + 1}`,
          family: familyLabel(model),
          params: {
            model,
            trainImages,
            epochs,
            ...settingsOf(candidate),
            leftOut: variant === 'all' ? 0 : out.indices.length,
          },
          seed: context.seed('retrain', run),
          role: 'replicate',
          parent: groupId(context, 'comparison'),
        }),
      );
    }
  }
  const [againstAll, againstRandom] = await Promise.all([
    change(context, data, trained.without, trained.all, 'all'),
    change(context, data, trained.without, trained.random, 'random'),
  ]);
  const adjusted = holm([againstAll.p, againstRandom.p]);
  const accuracyOf = (variant: Variant): number[] => trained[variant].map(({ summary }) => summary.validation.accuracy);
  return {
    removed: out.indices.length,
    elsewhere: out.elsewhere,
    removedPerClass,
    validationImages: trained.all[0]!.summary.validation.images,
    imagesTrained: trained.without[0]!.summary.imagesTrained,
    accuracy: { all: accuracyOf('all'), without: accuracyOf('without'), random: accuracyOf('random') },
    againstAll: { ...againstAll, adjusted: adjusted[0]! },
    againstRandom: { ...againstRandom, adjusted: adjusted[1]! },
  };
}
