/** Softmax cross-entropy and its gradient in one kernel: stock operations need about twenty. */
import {
  customGrad,
  engine,
  getBackend,
  getKernel,
  losses,
  mul,
  oneHot,
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { floats, start, type HeapBackend, type KernelCall } from './heap';

/** Kernel of ours: the mean loss, and its gradient by the logits. */
const CROSS_ENTROPY = 'SparseSoftmaxCrossEntropyWithLogits';

interface Inputs {
  readonly logits: TensorInfo;
  readonly labels: TensorInfo;
}

function crossEntropy({ inputs, backend }: KernelCall<Inputs, object>): TensorInfo[] {
  const [rows, classes] = inputs.logits.shape as [number, number];
  const loss = backend.makeOutput([], 'float32');
  const gradient = backend.makeOutput([rows, classes], 'float32');
  const heap = floats(backend);
  const labels = new Int32Array(heap.buffer, start(backend, inputs.labels) * 4, rows);
  const from = start(backend, inputs.logits);
  const to = start(backend, gradient);
  const exponentials = new Float64Array(classes);
  let total = 0;
  for (let row = 0; row < rows; row += 1) {
    const at = from + row * classes;
    let largest = Number.NEGATIVE_INFINITY;
    for (let index = 0; index < classes; index += 1) largest = Math.max(largest, heap[at + index]!);
    let sum = 0;
    for (let index = 0; index < classes; index += 1) {
      const exponential = Math.exp(heap[at + index]! - largest);
      exponentials[index] = exponential;
      sum += exponential;
    }
    const label = labels[row]!;
    // A label that is no class leaves NaN, where reading beside the row would leave a number that looks right.
    total += label >= 0 && label < classes ? Math.log(sum) + largest - heap[at + label]! : Number.NaN;
    for (let index = 0; index < classes; index += 1) {
      const probability = exponentials[index]! / sum;
      heap[to + row * classes + index] = (probability - (index === label ? 1 : 0)) / rows;
    }
  }
  heap[start(backend, loss)] = total / rows;
  return [loss, gradient];
}

export const crossEntropyKernel = {
  kernelName: CROSS_ENTROPY,
  backendName: 'wasm',
  kernelFunc: (request: object) => crossEntropy(request as KernelCall<Inputs, object> & { backend: HeapBackend }),
};

/**
 * Mean cross-entropy in nats of `logits` [rows, classes] at the true classes `labels` [rows] (int32). Where the
 * active backend has the kernel, it is one kernel and the labels have no gradient; elsewhere it is TensorFlow.js's own loss.
 */
export function sparseSoftmaxCrossEntropy(labels: Tensor1D, logits: Tensor2D): Scalar {
  if (!getKernel(CROSS_ENTROPY, getBackend())) {
    return losses.softmaxCrossEntropy(oneHot(labels, logits.shape[1]), logits);
  }
  const operation = customGrad((x, save) => {
    const [value, gradient] = engine().runKernel(CROSS_ENTROPY, {
      logits: x as Tensor,
      labels,
    }) as unknown as [Scalar, Tensor];
    (save as (tensors: Tensor[]) => void)([gradient]);
    return { value, gradFunc: (dy: Tensor, saved: Tensor[]) => mul(saved[0]!, dy) };
  });
  return operation(logits) as Scalar;
}
