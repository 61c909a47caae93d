/** Missing values of a stored set, by split. Loaded when a set has any. */
import { missingValues, type MissingByImage } from '../../../src/core/dataset/missing';
import { splitIndices, testOrder } from '../../../src/core/dataset/splits';
import type { MissingValues } from '../../../src/core/dataset/types';

export function missingBySplit(
  missing: MissingByImage,
  labels: Readonly<Record<'train' | 'test', Uint8Array>>,
  seed: number,
): MissingValues {
  return missingValues(missing, { ...splitIndices(labels.train, seed), test: testOrder(labels.test, seed) });
}
