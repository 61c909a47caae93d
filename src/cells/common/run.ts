/** The ledger's event of a training or a fit: every cell that trains records its runs by this. */
import type { DatasetSummary } from '../../core/dataset/types';
import type { RunEvent } from '../../core/ledger/types';
import type { HoldsModel } from '../../core/models/card';
import type { Json, JobContext, StoredResult } from '../../core/results/types';
import type { Score } from '../../core/stats/score';

/** What the results of `train` and `fit-classic` share. */
export interface ScoredModel extends HoldsModel {
  readonly trainImages: number;
  readonly imagesTrained: number;
  readonly validation: Score;
  readonly curves?: {
    readonly trainLoss: Curve;
    readonly validationAccuracy: Curve;
    readonly validationLogLoss: Curve;
  };
}
interface Curve {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

export interface RunDescription {
  readonly cellKind: string;
  /** Short name for people: "small CNN, 12,000 images". */
  readonly name: string;
  /** For people: "small CNN". */
  readonly family: string;
  readonly params: Readonly<Record<string, Json>>;
  readonly seed: number;
}

/** The event of a run, named by the key of its task, so that a replay appends nothing twice. */
export function runEvent(
  context: Pick<JobContext<never>, 'cellId' | 'environment'>,
  trained: StoredResult<ScoredModel>,
  data: StoredResult<DatasetSummary>,
  { cellKind, name, family, params, seed }: RunDescription,
): RunEvent {
  const { validation, imagesTrained, curves, card } = trained.summary;
  const adapted = card.type === 'network' ? card.network.adapted : undefined;
  return {
    type: 'run',
    id: `run:${trained.key}`,
    at: trained.createdAt,
    cellId: context.cellId,
    cellKind,
    name,
    family,
    params: adapted === undefined ? params : { ...params, adapted },
    metrics: { 'validation/accuracy': validation.accuracy, 'validation/logLoss': validation.logLoss },
    intervals: { 'validation/accuracy': validation.interval },
    curves: curves
      ? {
          'train/loss': curves.trainLoss,
          'validation/accuracy': curves.validationAccuracy,
          'validation/logLoss': curves.validationLogLoss,
        }
      : {},
    artifacts: trained.artifacts,
    taskKey: trained.key,
    imagesTrained,
    seconds: trained.seconds,
    provenance: {
      datasetHash: data.summary.hash,
      datasetName: data.summary.name,
      splitVersion: data.summary.splitVersion,
      splitSeed: data.summary.splitSeed,
      numericMode: context.environment.numericMode,
      seed,
      appVersion: __APP_VERSION__,
    },
  };
}

declare const __APP_VERSION__: string;
