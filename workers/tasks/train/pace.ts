/** What the time that a training takes depends on. */
import { hasShape } from '../../../src/core/dataset/shape';
import type { TrainingLoad } from '../../../src/core/models/expected';
import type { StoredResult } from '../../../src/core/results/types';
import type { TrainSpec } from './types';

/** Undefined where the data set is not known. */
export function trainingLoad(
  { model, batchSize }: Pick<TrainSpec, 'model' | 'batchSize'>,
  { data }: Readonly<Record<string, StoredResult>>,
): TrainingLoad | undefined {
  const shape = data?.summary;
  return hasShape(shape) ? { model, batchSize, data: shape } : undefined;
}
