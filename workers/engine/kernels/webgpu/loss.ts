/** Softmax cross-entropy and its gradient in two programs: stock operations need about twenty. */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { dispatch, input, kernel, output } from './device';
import { sumRows } from './reduce';

interface Inputs {
  /** [rows, classes] */
  readonly logits: TensorInfo;
  /** [rows], int32 */
  readonly labels: TensorInfo;
}

/** Kernel of ours, known to every backend of ours by this name: the mean loss in nats, and its gradient by the logits. */
export const crossEntropy = kernel<Inputs, object>(
  'SparseSoftmaxCrossEntropyWithLogits',
  ({ inputs: { logits, labels }, backend }) => {
    const [rows, classes] = logits.shape as [number, number];
    const losses = backend.makeTensorInfo([rows, 1], 'float32');
    const gradient = backend.makeTensorInfo([rows, classes], 'float32');
    dispatch(backend, {
      key: `cross-entropy ${classes}`,
      bindings: [
        output('losses', losses),
        output('gradient', gradient),
        input('logits', logits),
        input('labels', labels, 'i32'),
      ],
      workgroup: [32, 1],
      groups: [Math.ceil(rows / 32), 1, 1],
      body: () =>
        [
          'let row = group.x * 32 + local.x;',
          'let rows = i32(arrayLength(&labels));',
          'if (row < rows) {',
          `let source = row * ${classes}; let label = labels[row];`,
          'var largest = logits[source];',
          `for (var k = 1; k < ${classes}; k++) { largest = max(largest, logits[source + k]); }`,
          'var sum = 0.0;',
          `for (var k = 0; k < ${classes}; k++) { sum += exp(logits[source + k] - largest); }`,
          `let known = label >= 0 && label < ${classes};`,
          `let own = logits[source + clamp(label, 0, ${classes - 1})];`,
          // A label that is no class leaves NaN, which constants may not be: 0 / 0 of values known only here.
          'let none = f32(rows - rows);',
          'losses[row] = select(none / none, log(sum) + largest - own, known);',
          `for (var k = 0; k < ${classes}; k++) {`,
          'let probability = exp(logits[source + k] - largest) / sum;',
          'gradient[source + k] = (probability - select(0.0, 1.0, k == label)) / f32(rows);',
          '} }',
        ].join('\n'),
    });
    const loss = sumRows(backend, losses, rows, [], rows);
    backend.disposeData(losses.dataId);
    return [loss, gradient];
  },
);
