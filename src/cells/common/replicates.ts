/**
 * Variants trained over seeds: each with the same seeds, all side by side; every training a run of one comparison in the ledger;
 * then compared in pairs of equal seeds, with p-values adjusted by Holm.
 */
import type { DatasetSummary } from '../../core/dataset/types';
import type { JobContext, StoredResult } from '../../core/results/types';
import { holm } from '../../core/stats/adjust';
import { replicatedDifference } from '../../core/stats/replicates';
import type { ResultOf, TaskMap } from '../../../workers/tasks/registry';
import { compareModels, type Comparison } from './compare';
import { groupId, runEvent, type RunDescription } from './run';

export type Trained = ResultOf<'train'>;

/** The trainings of one variant, one a seed. */
export interface Replicates<Variant> {
  readonly variant: Variant;
  readonly seeds: readonly number[];
  readonly trained: readonly Trained[];
}

/** The difference of two variants that were trained with the same seeds: the first minus the second. */
export interface PairedEffect {
  /** Mean over seeds of the difference of accuracy on validation, as a share of 1. */
  readonly effect: number;
  /** 95 %, over images and seeds. */
  readonly interval: readonly [number, number];
  readonly perSeed: readonly number[];
  /** Two-sided, of no difference. */
  readonly p: number;
  /** p after Holm's correction over all that was compared together. */
  readonly adjusted: number;
  /** Of each seed alone: over images only. */
  readonly comparisons: readonly Comparison[];
}

/** Two variants that are compared. */
export interface Pair {
  readonly first: readonly Trained[];
  readonly second: readonly Trained[];
  /** The seed of the bootstrap over images, by the number of the seed that both were trained with. */
  readonly seedOf: (run: number) => number;
}

/**
 * Trains every variant with every seed, asked for in the order of variants, then of seeds.
 * @param train one training; with equal seeds, first weights of equal shapes and the order of images are equal
 */
export async function trainOverSeeds<Variant>(
  variants: readonly Variant[],
  seeds: readonly number[],
  train: (variant: Variant, seed: number, run: number) => Promise<Trained>,
): Promise<Replicates<Variant>[]> {
  return Promise.all(
    variants.map(async (variant) => {
      const trained = await Promise.all(seeds.map((seed, run) => train(variant, seed, run)));
      return { variant, seeds, trained };
    }),
  );
}

/**
 * Writes every training to the ledger, in the order of variants, then of seeds: whichever was ready first.
 * @param describe a training; its name is that of the variant
 */
export async function recordReplicates<Variant>(
  context: Pick<
    JobContext<never, object>,
    'append' | 'cellId' | 'environment' | 'inputs' | 'notebookId' | 'params' | 'seed'
  >,
  data: StoredResult<DatasetSummary>,
  replicates: readonly Replicates<Variant>[],
  describe: (variant: Variant, trained: Trained) => Pick<RunDescription, 'cellKind' | 'name' | 'family' | 'params'>,
): Promise<void> {
  const parent = groupId(context, 'comparison');
  for (const { variant, seeds, trained } of replicates) {
    for (const [run, result] of trained.entries()) {
      const description = describe(variant, result);
      await context.append(
        runEvent(context, result, data, {
          ...description,
          name: `${description.name}, seed ${run + 1}`,
          seed: seeds[run]!,
          role: 'replicate',
          parent,
        }),
      );
    }
  }
}

/**
 * Compares variants in pairs of equal seeds on the same images.
 * @param pairs those whose p-values are adjusted together
 * @returns an effect a pair, in the same order
 * @throws RangeError for fewer than two seeds
 */
export async function compareInPairs(
  context: Pick<JobContext<TaskMap>, 'task'>,
  data: StoredResult<DatasetSummary>,
  pairs: readonly Pair[],
): Promise<PairedEffect[]> {
  const effects = await Promise.all(
    pairs.map(async ({ first, second, seedOf }) => {
      const comparisons = await Promise.all(
        first.map((one, run) => compareModels(context, data, [one, second[run]!], seedOf(run))),
      );
      const perSeed = comparisons.map(({ difference }) => difference);
      const intervals = comparisons.map((one) => one.interval);
      const { effect, interval, p } = replicatedDifference(perSeed, intervals);
      return { effect, interval, perSeed, p, comparisons };
    }),
  );
  const adjusted = holm(effects.map(({ p }) => p));
  return effects.map((effect, at) => ({ ...effect, adjusted: adjusted[at]! }));
}
