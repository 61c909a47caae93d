/** The model that a result holds, ready to be used by a task: read from its card, its arrays and its pipeline. */
import type { ImageBatch } from '../../src/core/dataset/types';
import { LookbookError } from '../../src/core/errors';
import type { FittedPipeline } from '../../src/core/features/types';
import { modelRefs, WEIGHTS, type HoldsModel, type ModelCard } from '../../src/core/models/card';
import type { StoredResult } from '../../src/core/results/types';
import { activate, assertBackendAlive } from '../engine/backend';
import { buildNetwork, type Network } from '../engine/build';
import { inputFor } from '../engine/input';
import { predict } from '../engine/predict';
import { openFit } from '../../src/core/families';
import type { ModelArrays } from '../../src/core/families/fitting';
import { surroundingsOf } from './fit-classic/surroundings';
import type { DataInput, FeaturesInput, ModelInput } from './input-types';
import { dataOf, featuresOf } from './inputs';
import type { TaskContext } from './types';

/** What a task needs to give to read a model: its input `model`, and `features` if the model was trained on a pipeline. */
export type ModelContext = Pick<TaskContext, 'read' | 'environment' | 'options' | 'turn' | 'report'> & {
  readonly inputs: DataInput & FeaturesInput & Partial<ModelInput>;
};

/** A model of any family. `dispose` frees what it holds on the device. */
export interface OpenModel {
  readonly card: ModelCard;
  /** Probabilities, images x classes, of raw images; yields in between. */
  predict(batch: Pick<ImageBatch, 'images'>): Promise<Float32Array>;
  dispose(): void;
}

function modelOf({ inputs: { model } }: ModelContext): StoredResult<HoldsModel> {
  if (!model) throw new LookbookError('input/missing');
  return model;
}

/** The pipeline that a model was trained on, if any. @throws LookbookError `input/missing` if another one was given */
async function pipelineFor(context: ModelContext, card: ModelCard): Promise<FittedPipeline | undefined> {
  const { pipeline, hash } = await featuresOf(context);
  if (card.pipeline !== hash) {
    throw new LookbookError(
      'input/missing',
      card.pipeline === undefined
        ? 'This model was trained on plain pixels and cannot be given other features.'
        : 'This model was trained on other features than those it was given. Give it the features that it was trained on.',
    );
  }
  return pipeline;
}

/**
 * The network that the input `model` holds, with its weights, on the started backend. The caller disposes it.
 * @throws LookbookError `input/missing` without a model or for other features than it was trained on, `params/invalid` for a
 *   model that is no network
 */
export async function openNetwork(context: ModelContext): Promise<Network> {
  const result = modelOf(context);
  const { card } = result.summary;
  if (card.type !== 'network') {
    throw new LookbookError('params/invalid', `A ${card.classic.family} model has no gradients: give a network.`);
  }
  const weights = result.artifacts[WEIGHTS];
  if (!weights) throw new LookbookError('storage/corrupt');
  await activate(context.environment, context.options);
  const network = buildNetwork(card.network, 0, inputFor(await pipelineFor(context, card), dataOf(context)));
  network.writeWeights((await context.read(weights)).data as Float32Array);
  return network;
}

/** The arrays of the model that a result holds, by full name. */
async function readArrays(context: ModelContext, result: StoredResult<HoldsModel>): Promise<ModelArrays> {
  const named = Object.entries(modelRefs(result)).map(async ([name, ref]) => [name, await context.read(ref)] as const);
  return Object.fromEntries(await Promise.all(named));
}

/** The model that the input `model` holds, whatever its family. The caller disposes it. @throws as {@link openNetwork} does */
export async function openModel(context: ModelContext): Promise<OpenModel> {
  const result = modelOf(context);
  const { card } = result.summary;
  if (card.type === 'classic') {
    const way = await openFit(card.classic.family);
    const around = surroundingsOf(way, await pipelineFor(context, card), dataOf(context), context);
    const predictor = way.predictor(card.classic, await readArrays(context, result), around);
    return { card, predict: ({ images }) => predictor(images), dispose: () => undefined };
  }
  const network = await openNetwork(context);
  const turn = async (): Promise<void> => {
    assertBackendAlive();
    await context.turn();
  };
  return { card, predict: ({ images }) => predict(network, images, turn), dispose: () => network.dispose() };
}
