/**
 * The Explain cell's job: trains a model on the training split and attributes its decisions, explains a linear model on named features,
 * and asks by retraining which pixels are needed. Every model is a run in the ledger.
 */
import type { DatasetSummary } from '../../../core/dataset/types';
import { LookbookError } from '../../../core/errors';
import { modelRefs } from '../../../core/models/card';
import { familyLabel } from '../../../core/families/names';
import { openNetwork } from '../../../core/families';
import type { CellJob, StoredResult } from '../../../core/results/types';
import type { PipelineRecipe } from '../../../core/features/fitted';
import { pipelineOf } from '../../common/pipeline';
import { recordReplicates } from '../../common/replicates';
import { runEvent } from '../../common/run';
import type { Predicted } from '../../../../workers/tasks/input-types';
import type { ResultOf, TaskMap } from '../../../../workers/tasks/registry';
import { attribute, specsOf } from './attributions';
import type { ExplainContext, Trained } from './context';
import { explainNamed, PENALTY, type Named } from './named';
import { rankingOf, selectPixels, type Retraining } from './selection';
import { facts, slots, type ExplainLive, type ExplainInputs, type ExplainParams, type ExplainSummary } from '../types';
import { plural } from '../../../core/words/numbers';
import { fittable } from '../../common/fittable';
import { fitCandidate } from '../../common/fit';
import { JobProgress, shareOf } from '../../common/progress';

/** @throws LookbookError `params/invalid` for pipelines behind which pixels cannot be explained */
function requirePixels(recipe: PipelineRecipe | undefined): void {
  if (!recipe?.steps.some(({ kind }) => kind === 'named')) return;
  throw new LookbookError(
    'params/invalid',
    'The Features cell gives named features, from which nothing can be carried back to single pixels. Let it give pixels, or ' +
      'clear the input "Features": this cell explains a linear model on the named features in any case.',
  );
}

async function train(
  context: ExplainContext,
  data: StoredResult<DatasetSummary>,
  progress: JobProgress<ExplainLive>,
): Promise<Trained> {
  const { model, trainImages, epochs, batchSize, learningRate } = context.params;
  const tell = progress.part('Training', trainImages * epochs);
  const pipeline = await pipelineOf(context);
  const features = pipeline ? { features: pipeline } : {};
  const trained = await fitCandidate(
    context,
    {
      candidate: { ...(await openNetwork(model)), batchSize, learningRate },
      budget: { trainImages, epochs },
      inputs: { data, ...features },
      seed: context.seed('train'),
    },
    (told) => tell(shareOf(told), told.detail, told.stage),
  );
  tell(1, { curves: trained.summary.curves });
  return { model: trained, features };
}

/** Writes every model to the ledger, in an order that does not depend on which was ready first. */
async function recordRuns(
  context: ExplainContext,
  data: StoredResult<DatasetSummary>,
  model: ResultOf<'train'>,
  { fitted }: Named,
  retrainings: readonly Retraining[],
): Promise<void> {
  const { params } = context;
  const images = (number: number): string => plural(number, 'image');
  const cellKind = facts.kind;
  const { trainImages, epochs, batchSize, learningRate } = params;
  await context.append(
    runEvent(context, model, data, {
      cellKind,
      name: `${params.model}, ${images(model.summary.trainImages)}`,
      family: familyLabel(params.model),
      params: { model: params.model, trainImages, epochs, batchSize, learningRate },
      seed: context.seed('train'),
    }),
  );
  await context.append(
    runEvent(context, fitted, data, {
      cellKind,
      name: `linear on named features, ${images(fitted.summary.trainImages)}`,
      family: familyLabel('named-linear'),
      params: { model: 'linear', trainImages, penalty: PENALTY },
      seed: 0,
    }),
  );
  await recordReplicates(context, data, retrainings, (order, { summary: { spec } }) => ({
    cellKind,
    name: `${params.selectionModel}, ${order === 'all' ? 'all pixels' : `${params.keepPercent} % of the pixels by ${order}`}`,
    family: familyLabel(params.selectionModel),
    params: {
      model: params.selectionModel,
      pixels: order,
      keepPercent: order === 'all' ? 100 : params.keepPercent,
      trainImages: spec.trainImages,
      epochs: spec.epochs,
      batchSize: spec.batchSize,
      learningRate: spec.learningRate,
    },
  }));
}

export const job: CellJob<TaskMap, ExplainParams, ExplainSummary, ExplainLive, ExplainInputs> = {
  ...facts,
  inputs: slots,
  accepts: fittable,
  async run(context) {
    const { data, features } = context.inputs;
    const recipe = features?.summary.recipe;
    requirePixels(recipe);
    // Before anything is told of: the progress knows all parts from the beginning.
    const [specs, ranking] = await Promise.all([specsOf(context.params, data.summary.classes.length), rankingOf()]);
    const progress = new JobProgress<ExplainLive>((told) => context.report(told));
    const trained = train(context, data, progress);
    const [{ model }, attributed, named, selected] = await Promise.all([
      trained,
      attribute(context, data, specs, trained, progress),
      explainNamed(context, data, progress),
      selectPixels(context, data, recipe, trained, ranking, progress),
    ]);
    await recordRuns(context, data, model, named, selected.retrainings);
    return {
      summary: {
        card: model.summary.card,
        ...(recipe ? { recipe } : {}),
        train: model.summary,
        trainKey: model.key,
        attribution: attributed.attribution,
        named: named.named,
        selection: selected.selection,
      },
      refs: { ...attributed.refs, ...named.refs, ...selected.refs, ...modelRefs(model), ...predictionsOf(model) },
    };
  },
};

/** The predictions on validation, so that other cells can compare their models with this one. */
const predictionsOf = ({ artifacts: { validationProbabilities } }: Predicted) => ({ validationProbabilities });
