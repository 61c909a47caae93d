/** A model's input (src/core/features/input) as tensors. */
import type { ModelInput } from '../../src/core/features/input';
import * as tf from './tf';

export { inputFor, modelInput, plainInput, prepareValues, type ModelInput } from '../../src/core/features/input';

/** Input values as a tensor [count, ...shape]. */
export function inputTensor(input: ModelInput, values: Float32Array, count: number): tf.Tensor {
  return tf.tensor(values, [count, ...input.shape]);
}
