import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { registerTrainingKernels } from '../../../workers/engine/kernels/wasm';
import { ARITHMETICS } from './arithmetics';
import * as tf from '../../../workers/engine/tf';
import { onBoth, randomTensor, relativeError, use } from './backends';

const TOLERANCE = 1e-4;
const runs = (count: number): fc.Parameters<unknown> => ({ numRuns: count, seed: 20240608 });

afterEach(() => registerTrainingKernels({ arithmetic: 'strict' }));

const side = fc.integer({ min: 3, max: 11 });
/** Of a convolution whose output has at least one value; channels on both sides of the widths of vectors and panels. */
const geometry = fc
  .record({
    batch: fc.integer({ min: 1, max: 5 }),
    height: side,
    width: side,
    channels: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(32, 33)),
    outputs: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(31, 32)),
    filterHeight: fc.integer({ min: 1, max: 3 }),
    filterWidth: fc.integer({ min: 1, max: 3 }),
    strideHeight: fc.integer({ min: 1, max: 3 }),
    strideWidth: fc.integer({ min: 1, max: 3 }),
    dilation: fc.integer({ min: 1, max: 2 }),
    pad: fc.oneof(fc.constantFrom('same' as const, 'valid' as const), fc.integer({ min: 0, max: 4 })),
    seed: fc.integer({ min: 1, max: 1_000_000 }),
  })
  .map((g) => ({
    ...g,
    inputShape: [g.batch, g.height, g.width, g.channels] as [number, number, number, number],
    filterShape: [g.filterHeight, g.filterWidth, g.channels, g.outputs] as [number, number, number, number],
    strides: [g.strideHeight, g.strideWidth] as [number, number],
    // TensorFlow.js takes no dilation beside strides.
    dilations: g.strideHeight * g.strideWidth === 1 ? g.dilation : 1,
    rounding: typeof g.pad === 'number' ? ('floor' as const) : undefined,
  }))
  .filter((g) => {
    const { outShape } = tf.backend_util.computeConv2DInfo(
      g.inputShape,
      g.filterShape,
      g.strides,
      g.dilations,
      g.pad,
      g.rounding,
    );
    return outShape.every((length) => length > 0);
  });

for (const arithmetic of ARITHMETICS) {
  test(`conv2d agrees with the CPU backend for every stride, padding and dilation (arithmetic ${arithmetic})`, async () => {
    registerTrainingKernels({ arithmetic });
    await fc.assert(
      fc.asyncProperty(geometry, async (g) => {
        const { wasm, cpu } = await onBoth(() =>
          tf.conv2d(
            randomTensor<tf.Tensor4D>(g.inputShape, g.seed),
            randomTensor<tf.Tensor4D>(g.filterShape, g.seed + 1),
            g.strides,
            g.pad,
            'NHWC',
            g.dilations,
            g.rounding,
          ),
        );
        expect(relativeError(wasm, cpu)).toBeLessThan(TOLERANCE);
      }),
      runs(200),
    );
  });

  test(`both gradients of conv2d agree with the CPU backend for every stride and padding (arithmetic ${arithmetic})`, async () => {
    registerTrainingKernels({ arithmetic });
    await fc.assert(
      fc.asyncProperty(geometry, async (g) => {
        const attrs = { strides: g.strides, pad: g.pad, dataFormat: 'NHWC', dimRoundingMode: g.rounding! };
        const { outShape } = tf.backend_util.computeConv2DInfo(
          g.inputShape,
          g.filterShape,
          g.strides,
          1,
          g.pad,
          g.rounding,
        );
        const run = (kernel: string, inputs: Record<string, tf.Tensor>, shape: object): tf.Tensor =>
          tf.reshape(
            tf.engine().runKernel(kernel, inputs as never, { ...attrs, ...shape } as never) as tf.Tensor,
            [-1],
          );
        const { wasm, cpu } = await onBoth(() => {
          const dy = randomTensor(outShape, g.seed + 2);
          const filter = randomTensor(g.filterShape, g.seed + 1);
          return tf.concat([
            run('Conv2DBackpropInput', { dy, filter }, { inputShape: g.inputShape }),
            run('Conv2DBackpropFilter', { x: randomTensor(g.inputShape, g.seed), dy }, { filterShape: g.filterShape }),
          ]);
        });
        expect(relativeError(wasm, cpu)).toBeLessThan(TOLERANCE);
      }),
      runs(200),
    );
  });
}

test('a fused convolution with two different strides, at which the stock kernel fails, is right', async () => {
  for (const strides of [
    [2, 1],
    [3, 1],
    [3, 2],
    [1, 2],
  ] as [number, number][]) {
    for (const [pad, size] of [
      ['same', 3],
      ['valid', 3],
      ['valid', 1],
    ] as const) {
      const { wasm, cpu } = await onBoth(() =>
        tf.fused.conv2d({
          x: randomTensor<tf.Tensor4D>([3, 9, 8, 5], 1),
          filter: randomTensor<tf.Tensor4D>([size, size, 5, 7], 2),
          bias: randomTensor<tf.Tensor1D>([7], 3),
          activation: 'relu',
          strides,
          pad,
        }),
      );
      expect(relativeError(wasm, cpu)).toBeLessThan(TOLERANCE);
    }
  }
});

test('batches that need several frames, and the last of them not full, agree with the CPU backend', async () => {
  const { wasm, cpu } = await onBoth(() => {
    const x = randomTensor<tf.Tensor4D>([37, 14, 14, 16], 1);
    const w = randomTensor<tf.Tensor4D>([3, 3, 16, 24], 2);
    const forward = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, 1, 'same');
    const y = forward(x, w);
    return tf.concat([y, ...tf.grads(forward)([x, w], y)].map((tensor) => tf.reshape(tensor, [-1])));
  });
  expect(relativeError(wasm, cpu)).toBeLessThan(TOLERANCE);
});

test('images of NCHW layout are refused', async () => {
  await use('wasm');
  const run = (): tf.Tensor =>
    tf.conv2d(randomTensor([1, 2, 5, 5], 1), randomTensor([3, 3, 2, 2], 2), 1, 'valid', 'NCHW');
  expect(run).toThrow(/NHWC/);
});
