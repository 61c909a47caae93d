/**
 * The gradient of Conv2D with dilation. TensorFlow.js's own gradient refuses dilations above 1, since its operations have
 * no argument for them; the WASM kernels of this folder take them as an attribute. Without dilation, and on other
 * backends, the stock gradient runs.
 */
import {
  engine,
  getBackend,
  getGradient,
  registerGradient,
  type NamedAttrMap,
  type Tensor,
} from '@tensorflow/tfjs-core';

type GradConfig = NonNullable<ReturnType<typeof getGradient>>;

const isOne = (value: unknown): boolean => (Array.isArray(value) ? value.every((item) => item === 1) : value === 1);

export function registerGradients(): void {
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
