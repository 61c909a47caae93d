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
import { forSize } from '../../../core/models/fitted-to';
import type { ModelSpec } from '../../../core/models/types';
import type { JobContext, StoredResult } from '../../../core/results/types';
import { holm } from '../../../core/stats/adjust';
import { replicatedDifference } from '../../../core/stats/replicates';
import type { TaskMap } from '../../../../workers/tasks/registry';
import { groupId, runEvent } from '../../common/run';
import { facts } from '../types';
import type { AblationRow, AblationSummary, FeaturesLive, FeaturesParams } from '../types';
import { fitCandidate } from '../../common/fit';
import { JobProgress } from '../../common/progress';

type Context = JobContext<TaskMap, FeaturesParams, FeaturesLive>;
type Trained = StoredResult<TaskMap['train']['summary']>;

/**
 * Adam's usual rate. On 4,000 images, 3 epochs and 6 seeds, batches of 128 gave the perceptron 82.0 % with a standard
 * deviation of 0.5 points over seeds, and batches of 32 gave 80.8 % with 0.9: noise would hide small effects.
 */
const TRAINING = { batchSize: 128, learningRate: 0.001 } as const;
const RESAMPLES = 2000;

interface Plan {
  /** For people, after the model's name: "without Crop". */
  readonly name: string;
  readonly choices: PipelineChoices;
  readonly variant?: Variant;
}

interface Done extends Plan {
  /** One a seed. */
  readonly trained: readonly Trained[];
  readonly pipelineHash: string;
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
      variant,
    })),
  ];
}

/** @throws LookbookError `params/invalid` if the model cannot take what the pipeline gives */
export async function runAblation(context: Context, choices: PipelineChoices): Promise<AblationSummary> {
  const { ablationModel: model, ablationImages: trainImages, ablationEpochs: epochs, ablationSeeds } = context.params;
  const data = context.inputs['data'] as StoredResult<DatasetSummary>;
  const candidate = { ...(await openNetwork(model)), ...TRAINING };
  requireTaken(candidate.model, choices, data.summary);
  const plans = plansOf(choices, context.params.ablation, candidate.model, data.summary);
  const seeds = Array.from({ length: ablationSeeds }, (_, index) => seedOf(context, index));
  const trainings = plans.length * seeds.length;
  const ended: { name: string; accuracy: number }[] = [];
  const stage = (): string => `Training with and without each step, ${ended.length} of ${trainings} done`;
  const progress = new JobProgress<FeaturesLive>((told) => context.report(told), {
    stage: stage(),
    total: trainings * trainImages * epochs,
  });
  const train = async (plan: Plan): Promise<Done> => {
    const features = await context.task('fit-features', {
      params: { steps: stepsOf(plan.choices, data.summary), trainImages },
      inputs: { data },
    });
    const trained = await Promise.all(
      seeds.map(async (seed, index) => {
        const tell = progress.counted(undefined, trainImages * epochs);
        const result = await fitCandidate(
          context,
          { candidate, budget: { trainImages, epochs }, inputs: { data, features }, seed },
          ({ done }) => tell(done),
        );
        ended.push({ name: `${plan.name}, seed ${index + 1}`, accuracy: result.summary.validation.accuracy });
        progress.stage = stage();
        tell(trainImages * epochs, { trained: [...ended] });
        return result;
      }),
    );
    return { ...plan, trained, pipelineHash: features.summary.pipeline.hash };
  };
  const [base, ...others] = await Promise.all(plans.map(train));
  if (!base) throw new TypeError('ablation: there is nothing to train');
  for (const one of [base, ...others]) await record(context, one);
  const rows = await Promise.all(others.map((other) => compare(context, base, other)));
  const adjusted = holm(rows.map(({ p }) => p));
  const perSeed = base.trained.map(({ summary }) => summary.validation.accuracy);
  return {
    model,
    trainImages,
    epochs,
    validationImages: base.trained[0]!.summary.validation.images,
    accuracy: mean(perSeed),
    perSeed,
    runKeys: base.trained.map(({ key }) => key),
    rows: rows.map((row, index) => ({ ...row, adjusted: adjusted[index]! })),
  };
}

/** The seed of the n-th training of every variant: equal first weights where shapes are equal, equal order of images. */
const seedOf = (context: Pick<Context, 'seed'>, index: number): number => context.seed('ablation', 'training', index);

async function record(context: Context, { name, choices, trained, pipelineHash }: Done): Promise<void> {
  const { ablationModel: model, ablationImages: trainImages, ablationEpochs: epochs } = context.params;
  const label = familyLabel(model);
  const data = context.inputs['data'] as StoredResult<DatasetSummary>;
  const steps = stepsOf(choices, data.summary)
    .map(({ kind }) => kind)
    .join(', ');
  for (const [index, result] of trained.entries()) {
    await context.append(
      runEvent(context, result, data, {
        cellKind: facts.kind,
        name: `${label}, ${name}, seed ${index + 1}`,
        family: label,
        params: { model, trainImages, epochs, ...TRAINING, steps, pipeline: pipelineHash.slice(0, 12) },
        seed: seedOf(context, index),
        role: 'replicate',
        parent: groupId(context, 'comparison'),
      }),
    );
  }
}

async function compare(context: Context, base: Done, other: Done): Promise<Omit<AblationRow, 'adjusted'>> {
  const { variant } = other;
  if (!variant) throw new TypeError('ablation: only a variant is compared');
  const [a, b] = variant.on ? [base, other] : [other, base];
  const compared = await Promise.all(
    a.trained.map(async (first, index) => {
      const { summary } = await context.task('compare-models', {
        params: { resamples: RESAMPLES },
        inputs: { data: context.inputs['data']!, a: first, b: b.trained[index]! },
        seed: context.seed('ablation', 'bootstrap', index),
      });
      return summary;
    }),
  );
  const perSeed = compared.map(({ difference }) => difference);
  const { effect, interval, p } = replicatedDifference(
    perSeed,
    compared.map((one) => one.interval),
  );
  return {
    part: variant.part,
    on: variant.on,
    accuracy: mean(other.trained.map(({ summary }) => summary.validation.accuracy)),
    effect,
    interval,
    perSeed,
    p,
    mcNemar: compared.map((one) => one.mcNemar),
    pipelineHash: other.pipelineHash,
    runKeys: other.trained.map(({ key }) => key),
  };
}
