/** Value by value: a bias added to rows, ReLU and its gradient, each in one pass without working out coordinates. */
import {
  engine,
  getBackend,
  getGradient,
  registerGradient,
  util,
  type KernelConfig,
  type Tensor,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { dispatch, eachValue, input, kernel, modulo, output, runStock } from './device';

type GradConfig = NonNullable<ReturnType<typeof getGradient>>;

/** A vector along the last axis: [columns], [1, columns] and so on. */
const isRow = (tensor: TensorInfo, columns: number): boolean =>
  columns > 0 && tensor.shape[tensor.shape.length - 1] === columns && util.sizeFromShape(tensor.shape) === columns;

/** Below so many values the stock kernel may compute on the CPU, from values not yet uploaded. */
const SMALL = 1000;

/** Add, wrapping the stock kernel: a vector meets every row. */
export function addWith(stock: KernelConfig): KernelConfig {
  return kernel<{ readonly a: TensorInfo; readonly b: TensorInfo }, object>('Add', (request) => {
    const { inputs, backend } = request;
    const swap = util.sizeFromShape(inputs.a.shape) < util.sizeFromShape(inputs.b.shape);
    const [x, vector] = swap ? [inputs.b, inputs.a] : [inputs.a, inputs.b];
    const columns = x.shape[x.shape.length - 1] ?? 0;
    const size = util.sizeFromShape(x.shape);
    const floats = x.dtype === 'float32' && vector.dtype === 'float32';
    if (!floats || size <= SMALL || vector.shape.length > x.shape.length || !isRow(vector, columns))
      return runStock(stock, request);
    const result = backend.makeTensorInfo(x.shape, 'float32');
    dispatch(backend, {
      key: `add row ${columns}`,
      bindings: [output('result', result), input('x', x), input('row', vector)],
      ...eachValue(size, `result[at] = x[at] + row[${modulo('at', columns)}];`),
    });
    return result;
  });
}

/** Relu, wrapping the stock kernel. */
export function reluWith(stock: KernelConfig): KernelConfig {
  return kernel<{ readonly x: TensorInfo }, object>('Relu', (request) => {
    const { inputs, backend } = request;
    const { x } = inputs;
    const size = util.sizeFromShape(x.shape);
    if (x.dtype !== 'float32' || size <= SMALL) return runStock(stock, request);
    const result = backend.makeTensorInfo(x.shape, 'float32');
    dispatch(backend, {
      key: 'relu',
      bindings: [output('result', result), input('x', x)],
      // Not max(): it may lose a NaN, which the loop looks for.
      ...eachValue(size, 'let v = x[at]; result[at] = select(v, 0.0, v < 0.0);'),
    });
    return result;
  });
}

/** Kernel of ours: dy where x > 0, else 0. */
const RELU_GRADIENT = 'ReluGradient';

export const reluGradient = kernel<{ readonly dy: TensorInfo; readonly x: TensorInfo }, object>(
  RELU_GRADIENT,
  ({ inputs: { dy, x }, backend }) => {
    const result = backend.makeTensorInfo(x.shape, 'float32');
    dispatch(backend, {
      key: 'relu gradient',
      bindings: [output('result', result), input('dy', dy), input('x', x)],
      ...eachValue(util.sizeFromShape(x.shape), 'result[at] = select(0.0, dy[at], x[at] > 0.0);'),
    });
    return result;
  },
);

export function registerReluGradient(): void {
  const stock = getGradient('Relu');
  if (!stock) throw new Error('TensorFlow.js has no gradient of Relu.');
  const gradFunc: GradConfig['gradFunc'] = (dy, saved, attrs) => {
    const [x] = saved as [Tensor];
    if (getBackend() !== 'webgpu' || x.dtype !== 'float32' || x.size === 0) return stock.gradFunc(dy, saved, attrs);
    return { x: () => engine().runKernel(RELU_GRADIENT, { dy: dy as Tensor, x }) };
  };
  registerGradient({ ...stock, gradFunc });
}
