/** What training makes smaller. */
import type { Network } from './build';
import { sparseSoftmaxCrossEntropy } from './kernels/wasm/loss';
import type * as tf from './tf';

/** Input values [count, ...] and the classes [count], int32, that they should become. */
export interface Examples {
  readonly x: tf.Tensor;
  readonly labels: tf.Tensor1D;
}

/** Mean cross-entropy of the examples, in nats. @param step decides the dropout */
export function batchLoss(network: Network, { x, labels }: Examples, step: number): tf.Scalar {
  return sparseSoftmaxCrossEntropy(labels, network.logits(x, { training: true, step }));
}
