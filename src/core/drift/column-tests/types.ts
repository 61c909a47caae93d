/** What a column test brings to the registry in ./all. */
import type { BatchColumn, ReferenceColumn } from '../columns';
import type { Detector, Measure } from '../detector';

/** The distance that is drawn over the stream, and by which columns with equal p-values are ordered. */
export interface DrawnDistance {
  /** In a sentence and on an axis: "KS distance". */
  readonly name: string;
  /** In full, with its range: "Kolmogorov-Smirnov distance, 0 to 1". */
  readonly about: string;
  /** The largest there is. */
  readonly most: number;
  /** The least statistic with a p-value of at most `p` for so many images; null where none has one. */
  least(p: number, reference: number, batch: number): number | null;
}

/** Compares one column of a batch with the same column of the reference. */
export interface ColumnTest extends Detector {
  /** Of one test alone. */
  readonly drawn?: DrawnDistance;
  /** Undefined where the test does not apply (an order is needed, and the column has categories). */
  measure(reference: ReferenceColumn, batch: BatchColumn): Measure | undefined;
}
