/** What a test of whole samples brings to the registry in ./all. */
import type { Column } from '../columns';
import type { Detector, Measure } from '../detector';

/** Images as rows, each with a value in every column. */
export interface Sample {
  readonly images: number;
  /** Measurements and categories (see `categories`), all of the same length. */
  readonly columns: readonly Column[];
}

/** Compares a batch as a whole with the whole reference: it sees how columns go together. */
export interface SampleTest extends Detector {
  /**
   * Reduces the reference once for all batches.
   * @param reference finite values alone
   * @param seed fixed, and another for each test: whatever the test draws at random comes from it, so that a batch is measured alike in every run
   * @returns what measures a batch with the columns of the reference, in any order; undefined where the test does not apply
   */
  fit(reference: Sample, seed: number): (batch: Sample) => Measure | undefined;
}
