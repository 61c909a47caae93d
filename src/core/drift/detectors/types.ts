/** What a detector brings to the registry in ./index. */
import type { BatchColumn, ReferenceColumn } from '../columns';

/** What one detector says of one column of one batch. */
export interface Measure {
  readonly statistic: number;
  /** Chance of a statistic at least this large without drift; only detectors that are tests have one. */
  readonly p?: number;
  /** What the statistic is on average without drift, from sampling alone. */
  readonly expected?: number;
}

export interface Detector {
  readonly label: string;
  /** What the statistic is, in one sentence, with its range or unit. */
  readonly definition: string;
  /** Undefined where the detector does not apply (an order is needed, and the column has categories). */
  measure(reference: ReferenceColumn, batch: BatchColumn): Measure | undefined;
}
