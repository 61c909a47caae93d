/** The model that is watched: what it is called, and how it was trained. */
import { runThatMade } from '../../../core/ledger/runs';
import type { LedgerEvent, RunEvent } from '../../../core/ledger/types';
import { modelRefs } from '../../../core/models/card';
import { modelLabel } from '../../../core/families';
import type { Candidate } from '../../../core/families/types';
import type { Json, StoredResult } from '../../../core/results/types';
import type { WatchedModel } from '../types';

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
