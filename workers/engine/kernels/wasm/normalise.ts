/** Batch normalisation and its gradient in two passes; TensorFlow.js's own gradient writes out a dozen tensors. */
import {
  add,
  engine,
  getBackend,
  getGradient,
  mul,
  neg,
  registerGradient,
  rsqrt,
  util,
  type KernelConfig,
  type Tensor,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { address, floats, kernel, runStock, start, withScratch, type HeapBackend } from './heap';
import { loopsOf } from './simd/instance';

/** Kernels of ours: sums over all but the last axis of dy and of dy (x - mean); and x times a vector. */
const SUMS = 'BatchNormGradientSums';
const SCALE = 'ScaleLastAxis';

interface NormInputs {
  readonly x: TensorInfo;
  readonly mean: TensorInfo;
  readonly variance: TensorInfo;
  readonly scale?: TensorInfo;
  readonly offset?: TensorInfo;
}

const columnsOf = (tensor: TensorInfo): number => tensor.shape[tensor.shape.length - 1] ?? 0;
const rowsOf = (tensor: TensorInfo): number => util.sizeFromShape(tensor.shape) / columnsOf(tensor);

/** Whether the loops take x and one vector each of its channels. */
const fits = (backend: HeapBackend, x: TensorInfo, vector: TensorInfo): boolean =>
  loopsOf(backend) !== null &&
  x.dtype === 'float32' &&
  vector.shape.length === 1 &&
  vector.shape[0] === columnsOf(x) &&
  columnsOf(x) % 4 === 0 &&
  util.sizeFromShape(x.shape) > 0;

/** FusedBatchNorm, wrapping the stock kernel: x * a + b with a and b worked out once a channel. */
export function batchNormWith(stock: KernelConfig): KernelConfig {
  return kernel<NormInputs, { readonly varianceEpsilon: number }>('FusedBatchNorm', (request) => {
    const { inputs, attrs, backend } = request;
    const { x, mean, variance, scale, offset } = inputs;
    const loops = loopsOf(backend);
    if (!loops || !fits(backend, x, mean)) return runStock(stock, request);
    const out = backend.makeOutput(x.shape, 'float32');
    const columns = columnsOf(x);
    withScratch(backend, (scratch) => {
      const factors = scratch.floats(columns);
      const shifts = scratch.floats(columns);
      const heap = floats(backend);
      const at = (tensor: TensorInfo | undefined, index: number, otherwise: number): number =>
        tensor ? heap[start(backend, tensor) + index]! : otherwise;
      for (let index = 0; index < columns; index += 1) {
        const factor = at(scale, index, 1) / Math.sqrt(at(variance, index, 0) + attrs.varianceEpsilon);
        heap[(factors >>> 2) + index] = factor;
        heap[(shifts >>> 2) + index] = at(offset, index, 0) - at(mean, index, 0) * factor;
      }
      loops.affineRow(address(backend, x), factors, shifts, address(backend, out), rowsOf(x), columns);
    });
    return out;
  });
}

function sums(backend: HeapBackend, dy: TensorInfo, x: TensorInfo, mean: TensorInfo): TensorInfo[] {
  const columns = columnsOf(x);
  const outputs = [backend.makeOutput([columns], 'float32'), backend.makeOutput([columns], 'float32')];
  withScratch(backend, (scratch) => {
    const totals = scratch.zeros(4 * columns);
    const [from, values, centre] = [dy, x, mean].map((tensor) => address(backend, tensor)) as [number, number, number];
    loopsOf(backend)!.normalisationSums(from, values, centre, rowsOf(x), columns, totals, totals + 8 * columns);
    const doubles = new Float64Array(backend.wasm.HEAPU8.buffer, totals, 2 * columns);
    outputs.forEach((output, index) => {
      floats(backend).set(doubles.subarray(index * columns, (index + 1) * columns), start(backend, output));
    });
  });
  return outputs;
}

export const batchNormSums: KernelConfig = {
  kernelName: SUMS,
  backendName: 'wasm',
  kernelFunc: (request) => {
    const { inputs, backend } = request as unknown as {
      readonly inputs: { readonly dy: TensorInfo; readonly x: TensorInfo; readonly mean: TensorInfo };
      readonly backend: HeapBackend;
    };
    return sums(backend, inputs.dy, inputs.x, inputs.mean);
  },
};

export const scaleLastAxis = kernel<{ readonly x: TensorInfo; readonly vector: TensorInfo }, object>(
  SCALE,
  ({ inputs: { x, vector }, backend }) => {
    const out = backend.makeOutput(x.shape, 'float32');
    const to = address(backend, out);
    loopsOf(backend)!.multiplyRow(address(backend, x), address(backend, vector), to, rowsOf(x), columnsOf(x));
    return out;
  },
);

type GradConfig = NonNullable<ReturnType<typeof getGradient>>;

/** The gradient by x, mean, variance, scale and offset, from the two sums. */
export function registerBatchNormGradient(): void {
  const stock = getGradient('FusedBatchNorm');
  if (!stock) throw new Error('TensorFlow.js has no gradient of FusedBatchNorm.');
  const gradFunc: GradConfig['gradFunc'] = (dy, saved, attrs) => {
    const [x, mean, variance, scale] = saved as [Tensor, Tensor, Tensor, Tensor | undefined];
    const gradient = dy as Tensor;
    const onHeap = getBackend() === 'wasm' && fits(engine().backend as unknown as HeapBackend, x, mean);
    if (!onHeap || gradient.dtype !== 'float32') return stock.gradFunc(dy, saved, attrs);
    const { varianceEpsilon } = attrs as unknown as { readonly varianceEpsilon: number };
    const [sum, product] = engine().runKernel(SUMS, { dy: gradient, x, mean }) as unknown as [Tensor, Tensor];
    const root = rsqrt(add(variance, varianceEpsilon));
    const factor = scale ? mul(root, scale) : root;
    return {
      x: () => engine().runKernel(SCALE, { x: gradient, vector: factor }),
      mean: () => neg(mul(factor, sum)),
      variance: () => mul(mul(mul(factor, mul(root, root)), product), -0.5),
      scale: () => mul(root, product),
      offset: () => sum.clone(),
    };
  };
  registerGradient({ ...stock, gradFunc });
}
