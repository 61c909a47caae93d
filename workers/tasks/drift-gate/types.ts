/**
 * Challenger against champion on later batches of the stream, without and with the drift.
 * Inputs: results of `drift-batches`, named `<model>.<condition>.<number>`: "champion.drifted.0". Together those of a model
 * and a condition hold every batch that is asked for. Seed: of the bootstrap.
 */
import type { Arrays, StoredResult } from '../../../src/core/results/types';
import type { DriftBatchesArrays, DriftBatchesSummary } from '../drift-batches/types';
import type { LaterBatches } from '../../../src/core/drift/gate';

export interface DriftGateSpec {
  readonly batches: readonly number[];
  /** Resamples of the paired bootstrap. */
  readonly resamples: number;
}

/** a is the challenger, b the champion. */
export type DriftGateSummary = LaterBatches;

export type GateModel = 'champion' | 'challenger';
export type GateConditionName = keyof LaterBatches;

export type DriftGateInputs = {
  readonly [Group in `${GateModel}.${GateConditionName}.${number}`]?: StoredResult<
    DriftBatchesSummary,
    DriftBatchesArrays
  >;
};
export type DriftGateArrays = Arrays<never>;
