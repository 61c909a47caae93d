import { expect, test } from 'vitest';
import { sparseSoftmaxCrossEntropy } from '../../../workers/engine/kernels/wasm';
import * as tf from '../../../workers/engine/tf';
import { numbers, onBoth, randomTensor, relativeError, use, values } from './backends';

const OPTIMIZERS: Readonly<Record<string, () => tf.Optimizer>> = {
  Adam: () => tf.train.adam(0.05),
  'Adam with other settings': () => tf.train.adam(0.01, 0.8, 0.95, 1e-3),
  momentum: () => tf.train.momentum(0.05, 0.9),
  "Nesterov's momentum": () => tf.train.momentum(0.05, 0.8, true),
};

/** Two weights of sizes on both sides of a vector's, after `steps` steps down a bowl. */
async function train(make: () => tf.Optimizer, steps: number): Promise<number[]> {
  const optimizer = make();
  const weights = [7, 12].map((size, index) => tf.variable(tf.tensor1d(values(size, index + 1))));
  for (let step = 0; step < steps; step += 1) {
    optimizer.minimize(() =>
      tf.tidy(() => {
        const centre = randomTensor([7], 11 + step);
        return tf.add(tf.sum(tf.square(tf.sub(weights[0]!, centre))), tf.sum(tf.exp(weights[1]!))) as tf.Scalar;
      }),
    );
  }
  const out = (await Promise.all(weights.map(async (weight) => Array.from(await weight.data())))).flat();
  tf.dispose(weights);
  optimizer.dispose();
  return out;
}

test('fused optimizers go where those of the CPU backend go', async () => {
  for (const [name, make] of Object.entries(OPTIMIZERS)) {
    await use('wasm');
    const wasm = await train(make, 20);
    await use('cpu');
    const cpu = await train(make, 20);
    expect(relativeError(wasm, cpu), name).toBeLessThan(1e-5);
  }
});

test('a step leaves copies of a weight as they were', async () => {
  await use('wasm');
  for (const [name, make] of Object.entries(OPTIMIZERS)) {
    const optimizer = make();
    const weight = tf.variable(tf.tensor1d([1, 2, 3, 4, 5]));
    optimizer.minimize(() => tf.sum(tf.square(weight)) as tf.Scalar);
    const copy = weight.clone();
    const before = Array.from(await copy.data());
    optimizer.minimize(() => tf.sum(tf.square(weight)) as tf.Scalar);
    expect(Array.from(await copy.data()), name).toEqual(before);
    expect(Array.from(await weight.data()), name).not.toEqual(before);
    tf.dispose([copy, weight]);
    optimizer.dispose();
  }
});

test('fused layers, whose packed weights the backend keeps, predict with the weights after the step', async () => {
  await use('wasm');
  const layers: readonly { readonly shape: number[]; readonly predict: (w: tf.Tensor) => tf.Tensor }[] = [
    {
      shape: [6, 9],
      predict: (w) => tf.fused.matMul({ a: randomTensor([5, 6], 1), b: w, bias: randomTensor([9], 2) }),
    },
    {
      shape: [3, 3, 4, 8],
      predict: (w) =>
        tf.fused.conv2d({ x: randomTensor([2, 6, 6, 4], 1), filter: w as tf.Tensor4D, strides: 1, pad: 'same' }),
    },
    {
      shape: [3, 3, 4, 1],
      predict: (w) => tf.depthwiseConv2d(randomTensor([2, 6, 6, 4], 1), w as tf.Tensor4D, 1, 'same'),
    },
  ];
  for (const { shape, predict } of layers) {
    const optimizer = tf.train.adam(0.1);
    const weight = tf.variable(randomTensor(shape, 3));
    tf.tidy(() => predict(weight)).dispose();
    for (let step = 0; step < 2; step += 1) optimizer.minimize(() => tf.sum(tf.square(weight)) as tf.Scalar);
    const kept = await numbers(tf.tidy(() => predict(weight)));
    const fresh = await numbers(tf.tidy(() => predict(tf.mul(weight, 1))));
    expect(kept).toEqual(fresh);
    weight.dispose();
    optimizer.dispose();
  }
});

test('the running products of the betas are those of the stock optimizer, so that its saved state fits', async () => {
  const products = async (backend: 'wasm' | 'cpu'): Promise<number[]> => {
    await use(backend);
    const optimizer = tf.train.adam(0.01);
    const weight = tf.variable(tf.tensor1d([1, 2]));
    for (let step = 0; step < 30; step += 1) optimizer.minimize(() => tf.sum(tf.square(weight)) as tf.Scalar);
    const { accBeta1, accBeta2 } = optimizer as unknown as Record<'accBeta1' | 'accBeta2', tf.Variable>;
    const out = [(await accBeta1.data())[0]!, (await accBeta2.data())[0]!];
    weight.dispose();
    optimizer.dispose();
    return out;
  };
  expect(await products('wasm')).toEqual(await products('cpu'));
});

test('a weight that the loss does not touch stays as it is, and a model compiled by name trains', async () => {
  await use('wasm');
  const optimizer = tf.train.adam(0.1);
  const [used, unused] = [tf.variable(tf.tensor1d([1, 2])), tf.variable(tf.tensor1d([5]))];
  const { grads } = tf.variableGrads(() => tf.sum(tf.square(used)) as tf.Scalar, [used]);
  optimizer.applyGradients(Object.entries(grads).map(([name, tensor]) => ({ name, tensor })));
  expect(Array.from(await unused.data())).toEqual([5]);
  tf.dispose([used, unused, grads]);
  optimizer.dispose();

  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [3] })] });
  model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
  const [x, y] = [randomTensor([32, 3], 1), randomTensor([32, 1], 2)];
  const { history } = await model.fit(x, y, { epochs: 30, verbose: 0, shuffle: false });
  expect(history['loss']!.at(-1)).toBeLessThan(history['loss']![0] as number);
  tf.dispose([x, y]);
  model.dispose();
});

test('softmax cross-entropy and its gradient agree with the CPU backend, for large logits too', async () => {
  const labels = Int32Array.from({ length: 12 }, (_, row) => (row * 7) % 10);
  for (const scale of [1, 300]) {
    const { wasm, cpu } = await onBoth(() => {
      const logits = tf.mul(randomTensor([12, 10], 3), scale) as tf.Tensor2D;
      const loss = (x: tf.Tensor): tf.Scalar =>
        tf.mul(sparseSoftmaxCrossEntropy(tf.tensor1d(labels, 'int32'), x as tf.Tensor2D), 3);
      return tf.concat([tf.reshape(loss(logits), [1]), tf.reshape(tf.grad(loss)(logits), [-1])]);
    });
    expect(relativeError(wasm, cpu)).toBeLessThan(1e-5);
  }
});

test('the loss at a label that is no class is not a number', async () => {
  await use('wasm');
  const loss = tf.tidy(() => sparseSoftmaxCrossEntropy(tf.tensor1d([10], 'int32'), randomTensor([1, 10], 1)));
  expect(await numbers(loss)).toEqual([Number.NaN]);
});
