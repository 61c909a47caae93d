import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as tf from '../../../workers/engine/tf';
import { numbers, onBoth, randomTensor, relativeError, use, values } from './backends';

const TOLERANCE = 1e-4;
const runs = (count: number): fc.Parameters<unknown> => ({ numRuns: count, seed: 20240607 });

/** Shapes and settings of a convolution or a pooling whose output has at least one value. */
const geometry = fc
  .record({
    batch: fc.integer({ min: 1, max: 4 }),
    height: fc.integer({ min: 3, max: 9 }),
    width: fc.integer({ min: 3, max: 9 }),
    channels: fc.integer({ min: 1, max: 20 }),
    filterHeight: fc.integer({ min: 1, max: 3 }),
    filterWidth: fc.integer({ min: 1, max: 3 }),
    outputs: fc.integer({ min: 1, max: 6 }),
    strideHeight: fc.integer({ min: 1, max: 3 }),
    strideWidth: fc.integer({ min: 1, max: 3 }),
    pad: fc.oneof(fc.constantFrom('same' as const, 'valid' as const), fc.integer({ min: 0, max: 4 })),
    seed: fc.integer({ min: 1, max: 1_000_000 }),
  })
  .map((g) => ({ ...g, rounding: typeof g.pad === 'number' ? ('floor' as const) : undefined }));

test('the gradient kernels of conv2d agree with the CPU backend for every stride and padding', async () => {
  await fc.assert(
    fc.asyncProperty(geometry, async (g) => {
      const inputShape: [number, number, number, number] = [g.batch, g.height, g.width, g.channels];
      const filterShape: [number, number, number, number] = [g.filterHeight, g.filterWidth, g.channels, g.outputs];
      const strides: [number, number] = [g.strideHeight, g.strideWidth];
      const attrs = { strides, pad: g.pad, dataFormat: 'NHWC', dimRoundingMode: g.rounding! };
      const { outShape } = tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, g.pad, g.rounding);
      // Called directly: the stock forward kernel of the WASM backend fails where the two strides differ.
      const run = (kernel: string, inputs: Record<string, tf.Tensor>, shape: object): tf.Tensor =>
        tf.engine().runKernel(kernel, inputs as never, { ...attrs, ...shape } as never);
      const { wasm, cpu } = await onBoth(() => {
        const x = randomTensor(inputShape, g.seed);
        const filter = randomTensor(filterShape, g.seed + 1);
        const dy = randomTensor(outShape, g.seed + 2);
        const gradients = [
          run('Conv2DBackpropInput', { dy, filter }, { inputShape }),
          run('Conv2DBackpropFilter', { x, dy }, { filterShape }),
        ];
        return tf.concat(gradients.map((gradient) => tf.reshape(gradient, [-1])));
      });
      expect(relativeError(wasm, cpu)).toBeLessThan(TOLERANCE);
    }),
    runs(200),
  );
});

test('the gradients of a dilated conv2d are the adjoint of its forward pass', async () => {
  await use('wasm');
  const dilated = fc.record({
    size: fc.integer({ min: 6, max: 10 }),
    channels: fc.integer({ min: 1, max: 32 }),
    dilation: fc.integer({ min: 2, max: 3 }),
    filter: fc.integer({ min: 1, max: 2 }),
    pad: fc.constantFrom('same' as const, 'valid' as const),
    seed: fc.integer({ min: 1, max: 1_000_000 }),
  });
  await fc.assert(
    fc.asyncProperty(dilated, async ({ size, channels, dilation, filter, pad, seed }) => {
      const forward = (x: tf.Tensor, w: tf.Tensor): tf.Tensor =>
        tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, pad, 'NHWC', dilation);
      const [inputShape, filterShape] = [
        [2, size, size, channels],
        [filter, filter, channels, 3],
      ] as [number[], number[]];
      const products = tf.tidy(() => {
        const x = randomTensor(inputShape, seed);
        const w = randomTensor(filterShape, seed + 1);
        const dy = randomTensor(forward(x, w).shape, seed + 2);
        const [dx, dw] = tf.grads(forward)([x, w], dy);
        // The operation is linear in each argument: <f(u, w), dy> = <u, dx> and <f(x, v), dy> = <v, dw> for all u, v.
        const u = randomTensor(inputShape, seed + 3);
        const v = randomTensor(filterShape, seed + 4);
        const dot = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.sum(tf.mul(a, b));
        return tf.stack([dot(forward(u, w), dy), dot(u, dx!), dot(forward(x, v), dy), dot(v, dw!)]);
      });
      const [forwardX, backX, forwardW, backW] = (await numbers(products)) as [number, number, number, number];
      expect(Math.abs(forwardX - backX)).toBeLessThan(1e-3);
      expect(Math.abs(forwardW - backW)).toBeLessThan(1e-3);
    }),
    runs(40),
  );
});

test('the gradient kernels of depthwise conv2d agree with the CPU backend', async () => {
  await fc.assert(
    fc.asyncProperty(geometry, fc.integer({ min: 1, max: 2 }), async (g, multiplier) => {
      const inputShape: [number, number, number, number] = [g.batch, g.height, g.width, g.channels];
      const filterShape: [number, number, number, number] = [g.filterHeight, g.filterWidth, g.channels, multiplier];
      const strides: [number, number] = [g.strideHeight, g.strideWidth];
      const info = tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, g.pad, g.rounding, true);
      const attrs = { strides, dilations: [1, 1], pad: g.pad, dimRoundingMode: g.rounding! };
      const run = (kernel: string, inputs: Record<string, tf.Tensor>, shape: object): tf.Tensor =>
        tf
          .engine()
          .runKernel(`DepthwiseConv2dNativeBackprop${kernel}`, inputs as never, { ...attrs, ...shape } as never);
      const { wasm, cpu } = await onBoth(() => {
        const dy = randomTensor(info.outShape, g.seed + 2);
        const gradients = [
          run('Input', { dy, filter: randomTensor(filterShape, g.seed + 1) }, { inputShape }),
          run('Filter', { x: randomTensor(inputShape, g.seed), dy }, { filterShape }),
        ];
        return tf.concat(gradients.map((gradient) => tf.reshape(gradient, [-1])));
      });
      expect(relativeError(wasm, cpu)).toBeLessThan(TOLERANCE);
    }),
    runs(80),
  );
});

test('the gradient of max pooling agrees with the CPU backend, ties included', async () => {
  await fc.assert(
    fc.asyncProperty(geometry, fc.boolean(), async (g, ties) => {
      const size: [number, number] = [g.filterHeight, g.filterWidth];
      const strides: [number, number] = [g.strideHeight, g.strideWidth];
      const pad = typeof g.pad === 'number' ? 'valid' : g.pad;
      const { wasm, cpu } = await onBoth(() => {
        const random = randomTensor<tf.Tensor4D>([g.batch, g.height, g.width, g.channels], g.seed);
        // Rounded values are full of ties, where the first of equal values must win on both.
        const x = ties ? (tf.round(tf.mul(random, 2)) as tf.Tensor4D) : random;
        const forward = (a: tf.Tensor): tf.Tensor => tf.maxPool(a as tf.Tensor4D, size, strides, pad);
        return tf.grad(forward)(x, randomTensor(forward(x).shape, g.seed + 2));
      });
      expect(relativeError(wasm, cpu)).toBeLessThan(TOLERANCE);
    }),
    runs(100),
  );
});

test('the gradient of average pooling is the adjoint of the forward pass, at padded edges too', async () => {
  await use('wasm');
  await fc.assert(
    fc.asyncProperty(geometry, async (g) => {
      const size: [number, number] = [g.filterHeight, g.filterWidth];
      const strides: [number, number] = [g.strideHeight, g.strideWidth];
      const pad = typeof g.pad === 'number' ? 'valid' : g.pad;
      const products = tf.tidy(() => {
        const shape = [g.batch, g.height, g.width, g.channels];
        const forward = (a: tf.Tensor): tf.Tensor => tf.avgPool(a as tf.Tensor4D, size, strides, pad);
        const x = randomTensor(shape, g.seed);
        const u = randomTensor(shape, g.seed + 1);
        const dy = randomTensor(forward(x).shape, g.seed + 2);
        return tf.stack([tf.sum(tf.mul(forward(u), dy)), tf.sum(tf.mul(u, tf.grad(forward)(x, dy)))]);
      });
      const [ahead, back] = (await numbers(products)) as [number, number];
      expect(Math.abs(ahead - back)).toBeLessThan(1e-4 * Math.max(1, Math.abs(ahead)));
    }),
    runs(100),
  );
});

test('the fast path of 2 x 2 max pooling agrees with the CPU backend on odd and even sizes', async () => {
  for (const [height, width] of [
    [4, 6],
    [5, 7],
    [5, 6],
    [2, 2],
  ] as const) {
    const { wasm, cpu } = await onBoth(() => {
      const x = tf.round(tf.mul(randomTensor([3, height, width, 5], height * width), 2)) as tf.Tensor4D;
      const forward = (a: tf.Tensor): tf.Tensor => tf.maxPool(a as tf.Tensor4D, 2, 2, 'valid');
      return tf.grad(forward)(x, randomTensor(forward(x).shape, 9));
    });
    expect(wasm).toEqual(cpu);
  }
});

test('products of matrices with transposed operands, and batches of them, agree with the CPU backend', async () => {
  const size = fc.integer({ min: 1, max: 70 });
  await fc.assert(
    fc.asyncProperty(
      size,
      size,
      size,
      fc.integer({ min: 1, max: 3 }),
      fc.boolean(),
      fc.boolean(),
      async (m, k, n, batch, ta, tb) => {
        const { wasm, cpu } = await onBoth(() => {
          const a = randomTensor<tf.Tensor3D>(ta ? [batch, k, m] : [batch, m, k], m + k);
          const b = randomTensor<tf.Tensor3D>(tb ? [batch, n, k] : [batch, k, n], n + k);
          return tf.matMul(a, b, ta, tb);
        });
        expect(relativeError(wasm, cpu)).toBeLessThan(TOLERANCE);
      },
    ),
    runs(60),
  );
});

test('sums over leading axes, over others, and by segment agree with the CPU backend', async () => {
  for (const axes of [[0], [0, 1], [0, 1, 2], [1], [2, 3], [0, 3], [-1], [0, 1, 2, 3]]) {
    for (const keepDims of [false, true]) {
      const { wasm, cpu } = await onBoth(() => tf.sum(randomTensor([5, 3, 4, 6], 3), axes, keepDims));
      expect(relativeError(wasm, cpu)).toBeLessThan(TOLERANCE);
    }
  }
  const { wasm, cpu } = await onBoth(() =>
    tf.unsortedSegmentSum(randomTensor<tf.Tensor2D>([6, 4], 5), tf.tensor1d([0, 2, 2, 1, 0, 3], 'int32'), 5),
  );
  expect(relativeError(wasm, cpu)).toBeLessThan(TOLERANCE);
});

test('a cast or a clone that shares its data survives the disposal of the original', async () => {
  await use('wasm');
  const original = tf.tensor1d([1, 2, 3]);
  const shared = [original.clone(), tf.cast(original, 'float32')];
  original.dispose();
  tf.tensor1d([9, 9, 9]).dispose();
  for (const tensor of shared) expect(await numbers(tensor)).toEqual([1, 2, 3]);
});

test('the filter gradient of conv2d agrees with finite differences of its loss', async () => {
  await use('wasm');
  const filter = values(3 * 3 * 2 * 3, 4);
  const x = tf.keep(randomTensor<tf.Tensor4D>([2, 6, 6, 2], 5));
  const loss = (w: tf.Tensor): tf.Scalar => tf.sum(tf.square(tf.conv2d(x, w as tf.Tensor4D, 2, 'same'))) as tf.Scalar;
  const gradient = await numbers(tf.tidy(() => tf.grad(loss)(tf.tensor(filter, [3, 3, 2, 3]))));
  const at = async (index: number, step: number): Promise<number> => {
    const moved = filter.slice();
    moved[index]! += step;
    return (await numbers(tf.tidy(() => loss(tf.tensor(moved, [3, 3, 2, 3])))))[0]!;
  };
  for (const index of [0, 7, 23, 53]) {
    const difference = ((await at(index, 1e-2)) - (await at(index, -1e-2))) / 2e-2;
    expect(Math.abs(difference - gradient[index]!)).toBeLessThan(2e-2 * Math.max(1, Math.abs(difference)));
  }
  x.dispose();
});

test('kernels leave no memory of the backend behind', async () => {
  await use('wasm');
  const step = (): void => {
    tf.tidy(() => {
      const x = randomTensor<tf.Tensor4D>([2, 8, 8, 12], 1);
      const w = randomTensor<tf.Tensor4D>([3, 3, 12, 4], 2);
      const v = randomTensor<tf.Tensor4D>([3, 3, 12, 1], 3);
      tf.grads((a, b, c) =>
        tf.sum(
          tf.maxPool(
            tf.conv2d(tf.depthwiseConv2d(a as tf.Tensor4D, c as tf.Tensor4D, 1, 'same'), b as tf.Tensor4D, 2, 'same'),
            2,
            2,
            'same',
          ),
        ),
      )([x, w, v]);
      tf.grad((a) => tf.sum(tf.matMul(a as tf.Tensor2D, randomTensor<tf.Tensor2D>([4, 3], 4), true)))(
        randomTensor([4, 5], 5),
      );
    });
  };
  step();
  const before = [tf.memory().numTensors, tf.engine().backend.numDataIds()];
  for (let round = 0; round < 3; round += 1) step();
  expect([tf.memory().numTensors, tf.engine().backend.numDataIds()]).toEqual(before);
});
