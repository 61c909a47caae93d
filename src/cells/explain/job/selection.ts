/** The job's part that asks which pixels are needed: three choices of them, and a model retrained on each. */
import { pixelsOf } from '../../../core/dataset/shape';
import type { DatasetSummary } from '../../../core/dataset/types';
import { RANK_ARTIFACTS } from '../../../core/explain/arrays';
import { LEADING_METHOD } from '../../../core/explain/method-names';
import { openMethod } from '../../../core/explain/methods';
import type { Effort } from '../../../core/explain/types';
import { randomPixels, selectionOverlap } from '../../../core/explain/pixel-selection';
import type { StepSpec } from '../../../core/features/types';
import type { PipelineRecipe } from '../../../core/features/fitted';
import { openNetwork } from '../../../core/families';
import type { ArtifactRef, StoredResult } from '../../../core/results/types';
import { replicatedDifference } from '../../../core/stats/replicates';
import type { RankPixelsSpec } from '../../../../workers/tasks/rank-pixels/types';
import { BACKGROUND } from './attributions';
import type { ExplainContext, Trained } from './context';
import { shareOf, type JobProgress, type Tell } from '../../common/progress';
import { selectionSentence } from './sentences';
import { artifactOf, SELECTION_ORDERS } from '../arrays';
import type { Difference, Estimate, Selection, SelectionOrder } from '../types';
import { fitCandidate } from '../../common/fit';
import {
  compareInPairs,
  trainOverSeeds,
  type Pair,
  type PairedEffect,
  type Replicates,
  type Trained as TrainResult,
} from '../../common/replicates';

/** Training images over which attributions are averaged, and their effort: twice the images changed 3 % of the kept pixels. */
const RANKED_IMAGES = 500;
const EFFORT: Effort = { steps: 8 };
/** Of the rates and sizes tried, those with the least spread over seeds at this budget (0.8 points; 1.1 with 64 and 0.002). */
const BATCH_SIZE = 128;
const LEARNING_RATE = 0.001;

/** The trainings on one choice of pixels. */
export type Retraining = Replicates<SelectionOrder>;

/** What a model is trained on with these pixels alone: the mask comes first, so that indices are those of raw pixels. */
function maskedSteps(kept: readonly number[] | undefined, recipe: PipelineRecipe | undefined): readonly StepSpec[] {
  const rest = recipe?.steps ?? [{ kind: 'scale' }];
  return kept ? [{ kind: 'mask', params: { kept, form: 'image' } }, ...rest] : rest;
}

/** Trains on a choice of pixels. All choices of one run have the same seed: equal first weights, equal order of images. */
async function retrain(
  context: ExplainContext,
  data: StoredResult<DatasetSummary>,
  recipe: PipelineRecipe | undefined,
  kept: readonly number[] | undefined,
  seed: number,
  tell: Tell,
): Promise<TrainResult> {
  const { selectionModel, selectionImages, selectionEpochs } = context.params;
  const features = await context.task('fit-features', {
    params: { steps: maskedSteps(kept, recipe), trainImages: recipe?.trainImages ?? selectionImages },
    inputs: { data },
  });
  const { model } = await openNetwork(selectionModel);
  const candidate = { type: 'network', model, batchSize: BATCH_SIZE, learningRate: LEARNING_RATE } as const;
  const budget = { trainImages: selectionImages, epochs: selectionEpochs };
  const fit = { candidate, budget, inputs: { data, features }, seed };
  const result = await fitCandidate(context, fit, (told) => tell(shareOf(told)));
  tell(1);
  return result;
}

/** Accuracy of each choice, and that by attribution against each other one, in pairs of equal seeds. */
async function compare(
  context: ExplainContext,
  data: StoredResult<DatasetSummary>,
  retrainings: readonly Retraining[],
): Promise<Pick<Selection, 'accuracy' | 'differences'>> {
  const runsOf = (order: SelectionOrder): readonly TrainResult[] =>
    retrainings.find(({ variant }) => variant === order)!.trained;
  const accuracyOf = (order: SelectionOrder): Estimate => {
    const scores = runsOf(order).map(({ summary }) => summary.validation);
    const perRun = scores.map(({ accuracy }) => accuracy);
    const { effect, interval } = replicatedDifference(
      perRun,
      scores.map((score) => score.interval),
    );
    return { estimate: effect, interval, perRun };
  };
  const against = (order: Exclude<SelectionOrder, 'attribution'>): Pair => ({
    first: runsOf('attribution'),
    second: runsOf(order),
    seedOf: (run) => context.seed('compare', order, run),
  });
  const [[variance, random], [all]] = await Promise.all([
    compareInPairs(context, data, [against('variance'), against('random')]),
    compareInPairs(context, data, [against('all')]),
  ]);
  return {
    accuracy: {
      attribution: accuracyOf('attribution'),
      variance: accuracyOf('variance'),
      random: accuracyOf('random'),
      all: accuracyOf('all'),
    },
    differences: {
      variance: differenceOf(variance!),
      random: differenceOf(random!),
      all: differenceOf(all!),
    },
  };
}

const differenceOf = ({ effect, interval, perSeed, adjusted }: PairedEffect): Difference => ({
  estimate: effect,
  interval,
  perRun: perSeed,
  adjusted,
});

export interface Selected {
  readonly selection: Selection;
  readonly retrainings: readonly Retraining[];
  /** The importances by which pixels were ranked. */
  readonly refs: Readonly<Record<string, ArtifactRef>>;
}

type Ranking = Omit<Extract<RankPixelsSpec, { readonly by: 'attribution' }>, 'percent'>;

/** How pixels are ranked by attribution. */
export async function rankingOf(): Promise<Ranking> {
  const method = await openMethod(LEADING_METHOD);
  return {
    by: 'attribution',
    method: LEADING_METHOD,
    version: method.version,
    images: RANKED_IMAGES,
    samples: method.samples(EFFORT),
    background: BACKGROUND,
  };
}

/** Compares pixels chosen by attribution with those chosen by variance, at random, and with all. */
export async function selectPixels(
  context: ExplainContext,
  data: StoredResult<DatasetSummary>,
  recipe: PipelineRecipe | undefined,
  trained: Promise<Trained>,
  ranking: Ranking,
  progress: JobProgress,
): Promise<Selected> {
  const { keepPercent: percent, selectionModel, selectionSeeds, selectionImages, selectionEpochs } = context.params;
  const margin = context.params.marginPoints / 100;
  const pixels = pixelsOf(data.summary);
  const tellRank = progress.part('Ranking pixels by attribution', RANKED_IMAGES * ranking.samples);
  const byVariance = context.task('rank-pixels', {
    params: { by: 'variance', percent, images: context.params.trainImages },
    inputs: { data },
  });
  const byAttribution = trained.then(async ({ model, features }) => {
    const ranked = await context.task(
      'rank-pixels',
      {
        params: { ...ranking, percent },
        inputs: { data, model, ...features },
        seed: context.seed('rank'),
      },
      (told) => tellRank(shareOf(told)),
    );
    tellRank(1);
    return ranked;
  });
  const atRandom = (run: number): number[] => randomPixels(percent, context.seed('random pixels', run), pixels);
  const keptBy = async (order: SelectionOrder, run: number): Promise<readonly number[] | undefined> => {
    if (order === 'all') return undefined;
    if (order === 'random') return atRandom(run);
    return (await (order === 'variance' ? byVariance : byAttribution)).summary.kept;
  };
  // Those that need no explained model come first: they fill the worker that the explained model leaves free.
  const orders: readonly SelectionOrder[] = [...SELECTION_ORDERS].reverse();
  const seeds = Array.from({ length: selectionSeeds }, (_, run) => context.seed('selection', run));
  const retrainings = await trainOverSeeds(orders, seeds, async (order, seed, run) => {
    const tell = progress.part(
      `Retraining on ${order === 'all' ? 'all pixels' : `pixels by ${order}`}, seed ${run + 1} of ${selectionSeeds}`,
      selectionImages * selectionEpochs,
    );
    return retrain(context, data, recipe, await keptBy(order, run), seed, tell);
  });
  const { accuracy, differences } = await compare(context, data, retrainings);
  const [attributed, varied] = [await byAttribution, await byVariance];
  const { kept } = attributed.summary;
  const others = { variance: varied.summary.kept, random: atRandom(0) };
  const facts = {
    method: ranking.method,
    kept,
    percent,
    recommended: differences.all.interval[0] > -margin,
    margin,
    model: selectionModel,
    imagesTrained: selectionImages * selectionEpochs,
    accuracy,
    differences,
    images: retrainings[0]!.trained[0]!.summary.validation.images,
    others,
    overlap: {
      variance: selectionOverlap(kept, others.variance),
      random: selectionOverlap(kept, others.random),
    },
  };
  const { importance } = RANK_ARTIFACTS;
  return {
    selection: { ...facts, sentence: selectionSentence(facts, pixels) },
    retrainings,
    refs: {
      [artifactOf('attribution', importance)]: attributed.artifacts[importance]!,
      [artifactOf('variance', importance)]: varied.artifacts[importance]!,
    },
  };
}
