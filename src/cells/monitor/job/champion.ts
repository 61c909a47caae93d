/** The model that is watched: what it is called, and how it was trained. */
import { runThatMade } from '../../../core/ledger/runs';
import type { LedgerEvent, RunEvent } from '../../../core/ledger/types';
import { modelRefs, type HoldsModel } from '../../../core/models/card';
import { modelLabel } from '../../../core/families';
import type { Candidate } from '../../../core/families/types';
import type { PipelineRecipe } from '../../../core/features/fitted';
import type { Json, StoredResult } from '../../../core/results/types';
import type { TrainSpec } from '../../../../workers/tasks/train/types';

/** What the summary of a cell that trains a model has for those who use it. */
export interface WatchedModel extends HoldsModel {
  readonly recipe?: PipelineRecipe;
  /** Of a network: how it was trained. */
  readonly train?: { readonly spec: TrainSpec };
}

export interface Champion {
  readonly label: string;
  readonly run: RunEvent | undefined;
}

export function championOf(model: StoredResult<WatchedModel>, ledger: readonly LedgerEvent[]): Champion {
  const { card } = model.summary;
  const run = runThatMade(ledger, Object.values(modelRefs(model))[0]);
  const name = card.type === 'network' ? card.network.name : card.classic.family;
  return { label: modelLabel(name) ?? run?.family ?? name, run };
}

/** As the Explain cell trains, for a network of which neither summary nor ledger says more. */
const USUAL = { batchSize: 32, learningRate: 0.002 };

const numberOr = (value: Json | undefined, other: number): number => (typeof value === 'number' ? value : other);

/** What is fitted anew: the champion's own model, with its hyperparameters from its own summary or from its run. */
export function candidateOf(model: StoredResult<WatchedModel>, { run }: Champion): Candidate {
  const { card, train } = model.summary;
  if (card.type === 'classic') return { type: 'classic', model: card.classic };
  const { batchSize, learningRate } = train?.spec ?? {
    batchSize: numberOr(run?.params['batchSize'], USUAL.batchSize),
    learningRate: numberOr(run?.params['learningRate'], USUAL.learningRate),
  };
  return { type: 'network', model: card.network, batchSize, learningRate };
}
