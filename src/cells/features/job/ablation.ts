/** The same small model trained with and without each step, on the same images from the same seeds, compared in pairs. */
import type { ImageSize } from '../../../core/dataset/shape';
import type { DatasetSummary } from '../../../core/dataset/types';
import {
  outputOf,
  PART_LABELS,
  stepsOf,
  variantsOf,
  type PipelineChoices,
  type Variant,
} from '../../../core/features/recipe';
import { requireFits } from '../../../core/models/fit-check';
import { familyLabel } from '../../../core/families/names';
import { openNetwork } from '../../../core/families';
import type { NetworkCandidate } from '../../../core/families/types';
import { forSize } from '../../../core/models/fitted-to';
import type { ModelSpec } from '../../../core/models/types';
import type { JobContext, StoredResult } from '../../../core/results/types';
import type { TaskMap } from '../../../../workers/tasks/registry';
import { compareInPairs, recordReplicates, trainOverSeeds, type Replicates } from '../../common/replicates';
import { facts } from '../types';
import type { AblationRow, AblationSummary, FeaturesLive, FeaturesInputs, FeaturesParams } from '../types';
import { fitCandidate } from '../../common/fit';
import { JobProgress } from '../../common/progress';

type Context = JobContext<TaskMap, FeaturesParams, FeaturesLive, FeaturesInputs>;

/**
 * Adam's usual rate. On 4,000 images, 3 epochs and 6 seeds, batches of 128 gave the perceptron 82.0 % with a standard
 * deviation of 0.5 points over seeds, and batches of 32 gave 80.8 % with 0.9: noise would hide small effects.
 */
const TRAINING = { batchSize: 128, learningRate: 0.001 } as const;

interface Plan {
  /** For people, after the model's name: "without Crop". */
  readonly name: string;
  readonly choices: PipelineChoices;
  /** The part that is turned over; none in the pipeline as it is. */
  readonly changed?: Variant;
}

/** A plan with its pipeline, fitted on the images that models are trained on. */
interface Fitted extends Plan {
  readonly pipeline: { readonly hash: string };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** @throws LookbookError `params/invalid` if the model cannot take what the pipeline gives */
function requireTaken(network: ModelSpec, choices: PipelineChoices, size: ImageSize): void {
  requireFits(forSize(network, size), outputOf(choices, size));
}

/** The pipeline as it is first, then with each part turned over that the model can take. */
export function plansOf(
  choices: PipelineChoices,
  ablation: FeaturesParams['ablation'],
  network: ModelSpec,
  size: ImageSize,
): readonly Plan[] {
  const masked = choices.kept.length > 0;
  const which = ablation === 'used' || (ablation === 'auto' && masked) ? 'used' : 'all';
  const wanted = variantsOf(choices, which, size).filter(
    ({ part }) => ablation !== 'auto' || !masked || part === 'mask',
  );
  const trainable = (variant: Variant): boolean => {
    try {
      requireTaken(network, variant.choices, size);
      return true;
    } catch {
      return false;
    }
  };
  return [
    { name: 'the pipeline', choices },
    ...wanted.filter(trainable).map((variant) => ({
      name: `${variant.on ? 'without' : 'with'} ${PART_LABELS[variant.part]}`,
      choices: variant.choices,
      changed: variant,
    })),
  ];
}

/** @throws LookbookError `params/invalid` if the model cannot take what the pipeline gives */
export async function runAblation(context: Context, choices: PipelineChoices): Promise<AblationSummary> {
  const { ablationModel: model, ablationImages: trainImages, ablationEpochs: epochs } = context.params;
  const { data } = context.inputs;
  const candidate = { ...(await openNetwork(model)), ...TRAINING };
  requireTaken(candidate.model, choices, data.summary);
  const plans = plansOf(choices, context.params.ablation, candidate.model, data.summary);
  const [base, ...others] = await train(context, data, candidate, plans);
  if (!base) throw new TypeError('ablation: there is nothing to train');
  await recordReplicates(context, data, [base, ...others], ({ name, choices, pipeline }) => ({
    cellKind: facts.kind,
    name: `${familyLabel(model)}, ${name}`,
    family: familyLabel(model),
    params: {
      ...{ model, trainImages, epochs, ...TRAINING },
      steps: stepsOf(choices, data.summary)
        .map(({ kind }) => kind)
        .join(', '),
      pipeline: pipeline.hash.slice(0, 12),
    },
  }));
  const perSeed = accuraciesOf(base);
  return {
    model,
    trainImages,
    epochs,
    validationImages: base.trained[0]!.summary.validation.images,
    accuracy: mean(perSeed),
    perSeed,
    runKeys: base.trained.map(({ key }) => key),
    rows: await rowsOf(context, data, base, others),
  };
}

/** Trains each plan with each seed: equal first weights where shapes are equal, equal order of images. */
async function train(
  context: Context,
  data: StoredResult<DatasetSummary>,
  candidate: NetworkCandidate,
  plans: readonly Plan[],
): Promise<Replicates<Fitted>[]> {
  const { ablationImages: trainImages, ablationEpochs: epochs, ablationSeeds } = context.params;
  const seeds = Array.from({ length: ablationSeeds }, (_, run) => context.seed('ablation', 'training', run));
  const ended: { name: string; accuracy: number }[] = [];
  const stage = (): string =>
    `Training with and without each step, ${ended.length} of ${plans.length * seeds.length} done`;
  const progress = new JobProgress<FeaturesLive>((told) => context.report(told), {
    stage: stage(),
    total: plans.length * seeds.length * trainImages * epochs,
  });
  const prepared = plans.map((plan) => ({
    plan,
    fitting: context.task('fit-features', {
      params: { steps: stepsOf(plan.choices, data.summary), trainImages },
      inputs: { data },
    }),
  }));
  const replicates = await trainOverSeeds(prepared, seeds, async ({ plan, fitting }, seed, run) => {
    const tell = progress.counted(undefined, trainImages * epochs);
    const inputs = { data, features: await fitting };
    const fit = { candidate, budget: { trainImages, epochs }, inputs, seed };
    const result = await fitCandidate(context, fit, ({ done }) => tell(done));
    ended.push({ name: `${plan.name}, seed ${run + 1}`, accuracy: result.summary.validation.accuracy });
    progress.stage = stage();
    tell(trainImages * epochs, { trained: [...ended] });
    return result;
  });
  return Promise.all(
    replicates.map(async ({ variant: { plan, fitting }, ...rest }) => {
      const { pipeline } = (await fitting).summary;
      return { ...rest, variant: { ...plan, pipeline } };
    }),
  );
}

/** What each part of the pipeline is worth: with it minus without it. */
async function rowsOf(
  context: Context,
  data: StoredResult<DatasetSummary>,
  base: Replicates<Fitted>,
  others: readonly Replicates<Fitted>[],
): Promise<AblationRow[]> {
  const changed = others.flatMap((other) => (other.variant.changed ? [{ ...other.variant.changed, other }] : []));
  const effects = await compareInPairs(
    context,
    data,
    changed.map(({ on, other }) => ({
      first: (on ? base : other).trained,
      second: (on ? other : base).trained,
      seedOf: (run) => context.seed('ablation', 'bootstrap', run),
    })),
  );
  return effects.map(({ effect, interval, perSeed, p, adjusted, comparisons }, at) => {
    const { part, on, other } = changed[at]!;
    return {
      part,
      on,
      accuracy: mean(accuraciesOf(other)),
      ...{ effect, interval, perSeed, p },
      mcNemar: comparisons.map(({ mcNemar }) => mcNemar),
      pipelineHash: other.variant.pipeline.hash,
      runKeys: other.trained.map(({ key }) => key),
      adjusted,
    };
  });
}

const accuraciesOf = ({ trained }: Replicates<Fitted>): number[] =>
  trained.map(({ summary }) => summary.validation.accuracy);
