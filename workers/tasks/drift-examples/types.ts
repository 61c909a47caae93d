/** Images of one batch of the stream as they are and as they come in, to be looked at. Input `data`. */
import type { StreamBatch } from '../../../src/core/drift/scenarios';
import type { DataInput } from '../input-types';
import type { Arrays } from '../../../src/core/results/types';

export type DriftExamplesSpec = StreamBatch;

export interface DriftExamplesSummary {
  /** Class of each shown image: the first of its class in the batch. */
  readonly labels: readonly number[];
  /** Images of the batch per class, as they are and as they come in. */
  readonly classes: { readonly before: readonly number[]; readonly after: readonly number[] };
}

/** Artifacts: uint8 [shown images, height x width]. `after` is absent if the scenario leaves images as they are. */
export const EXAMPLE_ARTIFACTS = { before: 'before', after: 'after' } as const;

export type DriftExamplesInputs = DataInput;
export type DriftExamplesArrays = Arrays<'before', 'after'>;
