/** The same small model trained with and without each step, on the same images from the same seed, compared in pairs. */
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
import { MODEL_LABELS, MODELS } from '../../../core/models/zoo';
import type { JobContext, StoredResult } from '../../../core/results/types';
import { holm } from '../../../core/stats/adjust';
import type { TaskMap } from '../../../../workers/tasks/registry';
import { runEvent } from '../../common/run';
import { facts } from '../types';
import type { AblationRow, AblationSummary, FeaturesLive, FeaturesParams } from '../types';

type Context = JobContext<TaskMap, FeaturesParams, FeaturesLive>;
type Trained = StoredResult<TaskMap['train']['summary']>;

/** Adam's usual rate, and batches that learn enough from a few thousand images. */
const TRAINING = { batchSize: 32, learningRate: 0.001 } as const;
const RESAMPLES = 2000;

interface Plan {
  /** For people, after the model's name: "without Crop". */
  readonly name: string;
  readonly choices: PipelineChoices;
  readonly seed: number;
  readonly variant?: Variant;
}

interface Done extends Plan {
  readonly trained: Trained;
  readonly pipelineHash: string;
}

/** The pipeline as it is first, then from another seed, then with each part turned over that the model can take. */
export function plansOf(
  choices: PipelineChoices,
  { ablation, ablationModel }: Pick<FeaturesParams, 'ablation' | 'ablationModel'>,
  seed: (name: string) => number,
): readonly Plan[] {
  const masked = choices.kept.length > 0;
  const which = ablation === 'used' || (ablation === 'auto' && masked) ? 'used' : 'all';
  const wanted = variantsOf(choices, which).filter(({ part }) => ablation !== 'auto' || !masked || part === 'mask');
  const trainable = (variant: Variant): boolean => {
    try {
      requireFits(MODELS[ablationModel], outputOf(variant.choices));
      return true;
    } catch {
      return false;
    }
  };
  return [
    { name: 'the pipeline', choices, seed: seed('training') },
    { name: 'another seed', choices, seed: seed('other training') },
    ...wanted.filter(trainable).map((variant) => ({
      name: `${variant.on ? 'without' : 'with'} ${PART_LABELS[variant.part]}`,
      choices: variant.choices,
      seed: seed('training'),
      variant,
    })),
  ];
}

/** @throws LookbookError `params/invalid` if the model cannot take what the pipeline gives */
export async function runAblation(context: Context, choices: PipelineChoices): Promise<AblationSummary> {
  const { ablationModel: model, ablationImages: fitImages, ablationEpochs: epochs } = context.params;
  const data = context.inputs['data'] as StoredResult<DatasetSummary>;
  requireFits(MODELS[model], outputOf(choices));
  const plans = plansOf(choices, context.params, (name) => context.seed('ablation', name));
  const total = plans.length * fitImages * epochs;
  const done = plans.map(() => 0);
  const ended: { name: string; accuracy: number }[] = [];
  const tell = (detail?: FeaturesLive): void =>
    context.report({
      stage: `Training with and without each step, ${ended.length} of ${plans.length} done`,
      done: done.reduce((sum, images) => sum + images, 0),
      total,
      unit: 'images',
      ...(detail ? { detail } : {}),
    });
  const train = async (plan: Plan, at: number): Promise<Done> => {
    const features = await context.task('fit-features', {
      params: { steps: stepsOf(plan.choices), fitImages },
      inputs: { data },
    });
    const trained = await context.task(
      'train',
      {
        params: { model: MODELS[model], fitImages, epochs, ...TRAINING },
        inputs: { data, features },
        seed: plan.seed,
      },
      (progress) => {
        done[at] = progress.done;
        tell();
      },
    );
    done[at] = fitImages * epochs;
    ended.push({ name: plan.name, accuracy: trained.summary.select.accuracy });
    tell({ trained: [...ended] });
    return { ...plan, trained, pipelineHash: features.summary.pipeline.hash };
  };
  const [base, ...others] = await Promise.all(plans.map(train));
  if (!base) throw new TypeError('ablation: there is nothing to train');
  for (const one of [base, ...others]) await record(context, one);
  const rows = await Promise.all(others.map((other) => compare(context, base, other)));
  return {
    model,
    fitImages,
    epochs,
    selectImages: base.trained.summary.select.images,
    accuracy: base.trained.summary.select.accuracy,
    interval: base.trained.summary.select.interval,
    runKey: base.trained.key,
    rows: corrected(rows),
  };
}

async function record(context: Context, { name, seed, choices, trained, pipelineHash }: Done): Promise<void> {
  const { ablationModel: model, ablationImages: fitImages, ablationEpochs: epochs } = context.params;
  const label = MODEL_LABELS[model];
  await context.append(
    runEvent(context, trained, context.inputs['data'] as StoredResult<DatasetSummary>, {
      cellKind: facts.kind,
      name: `${label}, ${name}, ${trained.summary.fitImages.toLocaleString('en-US')} images`,
      family: label,
      params: {
        model,
        fitImages,
        epochs,
        ...TRAINING,
        steps: stepsOf(choices)
          .map(({ kind }) => kind)
          .join(', '),
        pipeline: pipelineHash.slice(0, 12),
      },
      seed,
    }),
  );
}

async function compare(context: Context, base: Done, other: Done): Promise<AblationRow> {
  const { variant } = other;
  const on = variant?.on ?? false;
  const [a, b] = on ? [base, other] : [other, base];
  const { summary } = await context.task('compare-models', {
    params: { resamples: RESAMPLES },
    inputs: { data: context.inputs['data']!, a: a.trained, b: b.trained },
    seed: context.seed('ablation', 'bootstrap'),
  });
  return {
    part: variant?.part ?? 'seed',
    on,
    accuracy: other.trained.summary.select.accuracy,
    effect: summary.difference,
    interval: summary.interval,
    mcNemar: summary.mcNemar,
    pipelineHash: other.pipelineHash,
    runKey: other.trained.key,
  };
}

/** Holm's correction over the questions asked of the pipeline. */
export function corrected(rows: readonly AblationRow[]): readonly AblationRow[] {
  const asked = rows.filter(({ part }) => part !== 'seed');
  const adjusted = holm(asked.map(({ mcNemar }) => mcNemar.p));
  return rows.map((row) => (row.part === 'seed' ? row : { ...row, adjusted: adjusted[asked.indexOf(row)]! }));
}
