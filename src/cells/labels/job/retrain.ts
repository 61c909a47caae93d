/** The job's part that trains without the confirmed images, beside all images and beside as many removed at random. */
import type { DatasetSummary } from '../../../core/dataset/types';
import { placeOf } from '../../../core/dataset/ids';
import { matchedAtRandom } from '../../../core/labels/folds';
import { familyLabel } from '../../../core/families/names';
import { openNetwork } from '../../../core/families';
import type { JobContext, StoredResult } from '../../../core/results/types';
import type { TaskMap } from '../../../../workers/tasks/registry';
import {
  compareInPairs,
  recordReplicates,
  trainOverSeeds,
  type Pair,
  type PairedEffect,
  type Trained,
} from '../../common/replicates';
import { TRAINING } from './training';
import { facts, type Change, type LabelsInputs, type LabelsParams, type Retraining } from '../types';
import { fitCandidate, settingsOf } from '../../common/fit';
import { shareOf, type JobProgress } from '../../common/progress';

export type Context = JobContext<TaskMap, LabelsParams, unknown, LabelsInputs>;
export type Data = StoredResult<DatasetSummary>;

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

const changeOf = ({ effect, interval, perSeed, p, adjusted }: PairedEffect): Change => ({
  estimate: effect,
  interval,
  perSeed,
  p,
  adjusted,
});

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
  const seeds = Array.from({ length: retrainSeeds }, (_, run) => context.seed('retrain', run));
  const replicates = await trainOverSeeds(VARIANTS, seeds, async (variant, seed, run) => {
    const tell = progress.part('Retraining without the confirmed images', trainImages * epochs);
    const selection = variant === 'all' ? {} : { selection: { without: without(variant, run) } };
    const fit = { candidate, budget: { trainImages, epochs, ...selection }, inputs: { data }, seed };
    const result = await fitCandidate(context, fit, (told) => tell(shareOf(told)));
    tell(1);
    return result;
  });
  await recordReplicates(context, data, replicates, (variant) => ({
    cellKind: facts.kind,
    name: `${familyLabel(model)}, ${NAMES[variant]}`,
    family: familyLabel(model),
    params: {
      model,
      trainImages,
      epochs,
      ...settingsOf(candidate),
      leftOut: variant === 'all' ? 0 : out.indices.length,
    },
  }));
  const trained = Object.fromEntries(replicates.map((one) => [one.variant, one.trained])) as Record<
    Variant,
    readonly Trained[]
  >;
  const pair = (second: Exclude<Variant, 'without'>): Pair => ({
    first: trained.without,
    second: trained[second],
    seedOf: (run) => context.seed('retrain', 'bootstrap', second, run),
  });
  const [againstAll, againstRandom] = await compareInPairs(context, data, [pair('all'), pair('random')]);
  const accuracyOf = (variant: Variant): number[] => trained[variant].map(({ summary }) => summary.validation.accuracy);
  return {
    removed: out.indices.length,
    elsewhere: out.elsewhere,
    removedPerClass,
    validationImages: trained.all[0]!.summary.validation.images,
    imagesTrained: trained.without[0]!.summary.imagesTrained,
    accuracy: { all: accuracyOf('all'), without: accuracyOf('without'), random: accuracyOf('random') },
    againstAll: changeOf(againstAll!),
    againstRandom: changeOf(againstRandom!),
  };
}
