/** Gradients against finite differences: independent of any other backend. */
import { expect, test } from 'vitest';
import { sparseSoftmaxCrossEntropy } from '../../../workers/engine/kernels/wasm';
import * as tf from '../../../workers/engine/tf';
import { numbers, randomTensor, sizeOf, use, values } from './backends';

interface Case {
  readonly name: string;
  readonly shape: number[];
  readonly compute: (x: tf.Tensor) => tf.Tensor;
}

const image = [2, 6, 6, 4];
const CASES: readonly Case[] = [
  {
    name: 'conv2d by its input',
    shape: image,
    compute: (x) => tf.conv2d(x as tf.Tensor4D, randomTensor([3, 3, 4, 5], 2), 2, 'same'),
  },
  {
    name: 'conv2d by its filter',
    shape: [3, 2, 4, 5],
    compute: (w) => tf.conv2d(randomTensor(image, 2), w as tf.Tensor4D, 1, 'valid'),
  },
  {
    name: 'depthwise conv2d by its input',
    shape: image,
    compute: (x) => tf.depthwiseConv2d(x as tf.Tensor4D, randomTensor([3, 3, 4, 1], 2), 1, 'same'),
  },
  {
    name: 'depthwise conv2d by its filter',
    shape: [3, 3, 4, 1],
    compute: (w) => tf.depthwiseConv2d(randomTensor(image, 2), w as tf.Tensor4D, 1, 'same'),
  },
  { name: 'max pooling', shape: image, compute: (x) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid') },
  { name: 'average pooling', shape: image, compute: (x) => tf.avgPool(x as tf.Tensor4D, 3, 2, 'same') },
  {
    name: 'a product by a transposed operand',
    shape: [7, 5],
    compute: (a) => tf.matMul(a, randomTensor([7, 6], 2), true),
  },
  {
    name: 'a product with a transposed operand',
    shape: [7, 5],
    compute: (b) => tf.matMul(randomTensor([6, 5], 2), b, false, true),
  },
  { name: 'ReLU', shape: [5, 7], compute: (x) => tf.relu(x) },
  { name: 'a bias', shape: [7], compute: (bias) => tf.add(randomTensor([5, 7], 2), bias) },
  {
    name: 'batch normalisation by its input',
    shape: [3, 2, 2, 4],
    compute: (x) => {
      const { mean, variance } = tf.moments(x, [0, 1, 2]);
      const [scale, offset] = [randomTensor<tf.Tensor1D>([4], 2), randomTensor<tf.Tensor1D>([4], 3)];
      return tf.batchNorm4d(x as tf.Tensor4D, mean as tf.Tensor1D, variance as tf.Tensor1D, offset, scale);
    },
  },
  {
    name: 'softmax cross-entropy',
    shape: [6, 10],
    compute: (x) => sparseSoftmaxCrossEntropy(tf.tensor1d([1, 9, 0, 3, 3, 7], 'int32'), x as tf.Tensor2D),
  },
  {
    name: 'sums by segment',
    shape: [6, 5],
    compute: (x) => tf.unsortedSegmentSum(x as tf.Tensor2D, tf.tensor1d([0, 2, 2, 1, 0, 2], 'int32'), 3),
  },
];

/** Half the distance of the two points: float32 leaves about 1e-4 of a difference of 2e-2. */
const STEP = 1e-2;

for (const { name, shape, compute } of CASES) {
  test(`the gradient of ${name} agrees with finite differences`, async () => {
    await use('wasm');
    const at = values(sizeOf(shape), 5);
    // Away from the kinks of ReLU and from ties under a window, where no difference quotient is the gradient.
    const point = at.map((value, index) => Math.sign(value || 1) * (0.1 + Math.abs(value)) + (index % 7) * 0.003);
    const loss = (x: tf.Tensor): tf.Scalar => {
      const y = compute(x);
      return tf.sum(tf.mul(y, randomTensor(y.shape.length === 0 ? [1] : y.shape, 9))) as tf.Scalar;
    };
    const gradient = await numbers(tf.tidy(() => tf.grad(loss)(tf.tensor(point, shape))));
    const value = async (index: number, step: number): Promise<number> => {
      const moved = point.slice();
      moved[index]! += step;
      return (await numbers(tf.tidy(() => loss(tf.tensor(moved, shape)))))[0]!;
    };
    const scale = Math.max(0.1, ...gradient.map(Math.abs));
    for (let index = 0; index < point.length; index += Math.ceil(point.length / 9)) {
      const difference = ((await value(index, STEP)) - (await value(index, -STEP))) / (2 * STEP);
      expect(Math.abs(difference - gradient[index]!) / scale, `value ${index}`).toBeLessThan(1e-2);
    }
  });
}
