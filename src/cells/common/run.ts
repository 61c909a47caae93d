/** The ledger's event of a training or a fit: every cell that trains records its runs by this. */
import type { DatasetSummary } from '../../core/dataset/types';
import type { RunEvent } from '../../core/ledger/types';
import type { HoldsModel } from '../../core/models/card';
import { hashJson } from '../../core/results/canonical';
import { outputHashes } from '../../core/results/keys';
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
  /** What the run was made as: "trial", "final", "replicate", "fold", "candidate", "challenger". */
  readonly role?: string;
  /** Id of what it belongs to: {@link groupId}, or that of the champion. */
  readonly parent?: string;
}

/**
 * The id of what several runs of a cell belong to: its kind and a hash of the cell's parameters, inputs and
 * seed. The same cell run again gives the same id.
 */
export function groupId(
  { params, inputs, seed }: Pick<JobContext<never>, 'inputs' | 'seed'> & { readonly params: unknown },
  kind: 'study' | 'comparison' | 'cross-validation',
): string {
  return `${kind}:${hashJson({ params: params as Json, inputs: outputHashes(inputs), seed: seed(kind) })}`;
}

/** When what ended at an ISO time began. @param seconds it took */
const startOf = (endedAt: string, seconds: number): string =>
  new Date(Date.parse(endedAt) - 1000 * seconds).toISOString();

/** The event of a run, named by the key of its task, so that a replay appends nothing twice. */
export function runEvent(
  context: Pick<JobContext<never>, 'cellId' | 'environment' | 'notebookId'>,
  trained: StoredResult<ScoredModel>,
  data: StoredResult<DatasetSummary>,
  { cellKind, name, family, params, seed, role, parent }: RunDescription,
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
    experiment: context.notebookId,
    startedAt: startOf(trained.createdAt, trained.seconds),
    ...(parent === undefined ? {} : { parent }),
    ...(role === undefined ? {} : { tags: { role } }),
  };
}

declare const __APP_VERSION__: string;
