/** The model that is watched: what it is called, and how it was trained. */
import { own } from '../../../core/own';
import { runThatMade } from '../../../core/ledger/runs';
import type { LedgerEvent, RunEvent } from '../../../core/ledger/types';
import { WEIGHTS, type HoldsModel } from '../../../core/models/card';
import { MODEL_LABELS } from '../../../core/models/names';
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
  const run = runThatMade(ledger, model.artifacts[WEIGHTS]);
  const name = card.type === 'network' ? card.network.name : card.classic.family;
  const known: Readonly<Record<string, string>> = MODEL_LABELS;
  return { label: own(known, name) ?? run?.family ?? name, run };
}

/** As the Explain cell trains, for a network of which neither summary nor ledger says more. */
const USUAL = { batchSize: 32, learningRate: 0.002 };

const numberOr = (value: Json | undefined, other: number): number => (typeof value === 'number' ? value : other);

/** The champion's hyperparameters, from its own summary or from its run. */
export function hyperparametersOf(
  model: StoredResult<WatchedModel>,
  { run }: Champion,
): Pick<TrainSpec, 'batchSize' | 'learningRate'> {
  const spec = model.summary.train?.spec;
  if (spec) return { batchSize: spec.batchSize, learningRate: spec.learningRate };
  return {
    batchSize: numberOr(run?.params['batchSize'], USUAL.batchSize),
    learningRate: numberOr(run?.params['learningRate'], USUAL.learningRate),
  };
}
