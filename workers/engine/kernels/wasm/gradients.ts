/**
 * Gradients in place of TensorFlow.js's own, on the backend `wasm` alone: that of ReLU in one pass, and that of Conv2D with
 * dilation. TensorFlow.js's own gradient of Conv2D refuses dilations above 1, since its operations have no argument for
 * them; the WASM kernels of this folder take them as an attribute.
 */
import {
  engine,
  getBackend,
  getGradient,
  registerGradient,
  util,
  type NamedAttrMap,
  type Tensor,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { address, floats, kernel, start } from './heap';
import { loopsOf } from './simd/instance';

type GradConfig = NonNullable<ReturnType<typeof getGradient>>;

const isOne = (value: unknown): boolean => (Array.isArray(value) ? value.every((item) => item === 1) : value === 1);

/** Kernel of ours: dy where x > 0, else 0. */
const RELU_GRADIENT = 'ReluGradient';

export const reluGradient = kernel<{ readonly dy: TensorInfo; readonly x: TensorInfo }, object>(
  RELU_GRADIENT,
  ({ inputs: { dy, x }, backend }) => {
    const out = backend.makeOutput(x.shape, 'float32');
    const count = util.sizeFromShape(x.shape);
    const loops = loopsOf(backend);
    if (loops) {
      loops.reluGradient(address(backend, dy), address(backend, x), address(backend, out), count);
      return out;
    }
    const heap = floats(backend);
    const [from, values, to] = [start(backend, dy), start(backend, x), start(backend, out)];
    for (let index = 0; index < count; index += 1) {
      heap[to + index] = heap[values + index]! > 0 ? heap[from + index]! : 0;
    }
    return out;
  },
);

function registerReluGradient(): void {
  const stock = getGradient('Relu');
  if (!stock) throw new Error('TensorFlow.js has no gradient of Relu.');
  const gradFunc: GradConfig['gradFunc'] = (dy, saved, attrs) => {
    const [x] = saved as [Tensor];
    if (getBackend() !== 'wasm' || x.dtype !== 'float32') return stock.gradFunc(dy, saved, attrs);
    return { x: () => engine().runKernel(RELU_GRADIENT, { dy: dy as Tensor, x }) };
  };
  registerGradient({ ...stock, gradFunc });
}

export function registerGradients(): void {
  registerReluGradient();
  registerConv2dGradient();
}

function registerConv2dGradient(): void {
  const stock = getGradient('Conv2D');
  if (!stock) throw new Error('TensorFlow.js has no gradient of Conv2D.');
  const gradFunc: GradConfig['gradFunc'] = (dy, saved, attrs) => {
    if (getBackend() !== 'wasm' || isOne(attrs['dilations'] ?? 1)) return stock.gradFunc(dy, saved, attrs);
    const [x, filter] = saved as [Tensor, Tensor];
    const run = (name: string, inputs: Record<string, Tensor>, extra: NamedAttrMap): Tensor =>
      engine().runKernel(name, inputs, { ...attrs, ...extra });
    const gradient = dy as Tensor;
    return {
      x: () => run('Conv2DBackpropInput', { dy: gradient, filter }, { inputShape: x.shape }),
      filter: () => run('Conv2DBackpropFilter', { x, dy: gradient }, { filterShape: filter.shape }),
    };
  };
  registerGradient({ ...stock, gradFunc });
}
