import { afterEach, expect, test } from 'vitest';
import { registerTrainingKernels } from '../../../workers/engine/kernels/wasm';
import { ARITHMETICS } from './arithmetics';
import * as tf from '../../../workers/engine/tf';
import { onBoth, randomTensor, relativeError } from './backends';

const TOLERANCE = 1e-4;

afterEach(() => registerTrainingKernels({ arithmetic: 'strict' }));

for (const arithmetic of ARITHMETICS) {
  test(`gradients of dense layers agree with the CPU backend, few rows or many (arithmetic ${arithmetic})`, async () => {
    registerTrainingKernels({ arithmetic });
    for (const [rows, terms, columns] of [
      [8, 5, 3],
      [12, 128, 20],
      [4, 256, 8],
      [16, 300, 11],
      [7, 40, 9],
    ] as const) {
      const { wasm, cpu } = await onBoth(() =>
        tf.matMul(randomTensor([terms, rows], rows), randomTensor([terms, columns], columns), true),
      );
      expect(relativeError(wasm, cpu), `${rows} x ${terms} x ${columns}`).toBeLessThan(TOLERANCE);
    }
  });

  test(`batch normalisation and its gradient by all five inputs agree with the CPU backend (arithmetic ${arithmetic})`, async () => {
    registerTrainingKernels({ arithmetic });
    for (const shape of [
      [3, 5, 4, 8],
      [130, 1, 1, 4],
      [3, 5, 4, 7],
    ]) {
      const channels = shape[3]!;
      const { wasm, cpu } = await onBoth(() => {
        const vector = (seed: number): tf.Tensor1D => randomTensor<tf.Tensor1D>([channels], seed);
        const inputs = [randomTensor(shape, 1), vector(2), tf.add(vector(3), 2), vector(4), vector(5)];
        const forward = (...[x, mean, variance, offset, scale]: tf.Tensor[]): tf.Tensor =>
          tf.batchNorm4d(
            x as tf.Tensor4D,
            mean as tf.Tensor1D,
            variance as tf.Tensor1D,
            offset as tf.Tensor1D,
            scale as tf.Tensor1D,
          );
        const gradients = tf.grads(forward)(inputs, randomTensor(shape, 6));
        return tf.concat([forward(...inputs), ...gradients].map((tensor) => tf.reshape(tensor, [-1])));
      });
      expect(relativeError(wasm, cpu), `${shape}`).toBeLessThan(TOLERANCE);
    }
  });

  test(`a vector meets rows as on the CPU backend, whichever operand it is (arithmetic ${arithmetic})`, async () => {
    registerTrainingKernels({ arithmetic });
    const shapes: [number[], number[]][] = [
      [[3, 4, 5, 8], [8]],
      [
        [3, 4, 5, 7],
        [1, 1, 1, 7],
      ],
      [
        [5, 6],
        [1, 6],
      ],
      [
        [5, 1],
        [5, 6],
      ],
      [[6], [5, 6]],
      [[1], [4]],
      [[3, 1, 6], [6]],
      [
        [6, 1],
        [1, 6],
      ],
    ];
    for (const [left, right] of shapes) {
      for (const meet of [tf.add, tf.sub, tf.mul]) {
        const { wasm, cpu } = await onBoth(() => meet(randomTensor(left, 1), randomTensor(right, 2)));
        expect(wasm, `${meet.name} ${left} and ${right}`).toEqual(cpu);
      }
    }
  });

  test(`means over leading axes and others agree with the CPU backend (arithmetic ${arithmetic})`, async () => {
    registerTrainingKernels({ arithmetic });
    for (const axes of [[0], [0, 1, 2], [1], [-1], [0, 1, 2, 3]]) {
      for (const keepDims of [false, true]) {
        for (const shape of [
          [70, 3, 4, 8],
          [5, 3, 4, 7],
        ]) {
          const { wasm, cpu } = await onBoth(() => tf.mean(randomTensor(shape, 3), axes, keepDims));
          expect(relativeError(wasm, cpu)).toBeLessThan(TOLERANCE);
        }
      }
    }
  });
}

test('a sum of integers stays one of integers', async () => {
  const { wasm, cpu } = await onBoth(() => tf.add(tf.ones([3, 4], 'int32'), tf.tensor1d([1, 2, 3, 4], 'int32')));
  expect(wasm).toEqual(cpu);
});
