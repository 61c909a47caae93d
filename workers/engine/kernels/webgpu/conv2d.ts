/**
 * Conv2D and its gradients as products over patches that are never written down.
 *
 * With y[n,i,j,o] = sum over a,b,c of x[n, i*s + a*d - p, j*s + b*d - p, c] * w[a,b,c,o]:
 * - forward: one row of the product a place (n, i, j), one term an (a, b, c);
 * - the input's gradient is the same with dy, spread by the stride, and the filter turned by 180 degrees, its inputs and
 *   outputs swapped;
 * - the filter's gradient has one row an (a, b, c) and sums over places.
 */
import {
  backend_util,
  engine,
  getBackend,
  getGradient,
  registerGradient,
  util,
  type KernelConfig,
  type NamedAttrMap,
  type Tensor,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { kernel, MOST_GROUPS, runStock, type DeviceBackend } from './device';
import { patchProduct, transposed } from './products';
import type { Finish, Patches } from './tiles';
import { transposedPatchProduct } from './transposed-products';

type ConvInfo = backend_util.Conv2DInfo;
type Four = [number, number, number, number];
type Pair = readonly [number, number];

interface ConvAttrs {
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number | [Pair, Pair, Pair, Pair];
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dilations?: number | [number, number];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

function infoOf(inShape: readonly number[], filterShape: readonly number[], attrs: ConvAttrs): ConvInfo {
  return backend_util.computeConv2DInfo(
    [...inShape] as Four,
    [...filterShape] as Four,
    attrs.strides,
    attrs.dilations ?? 1,
    attrs.pad as Parameters<typeof backend_util.computeConv2DInfo>[4],
    attrs.dimRoundingMode,
    false,
    backend_util.convertConv2DDataFormat(attrs.dataFormat),
  );
}

const forwardPatches = (info: ConvInfo): Patches => ({
  height: info.inHeight,
  width: info.inWidth,
  channels: info.inChannels,
  outHeight: info.outHeight,
  outWidth: info.outWidth,
  taps: [info.filterHeight, info.filterWidth],
  step: [info.strideHeight, info.strideWidth],
  dilation: [info.dilationHeight, info.dilationWidth],
  before: [info.padInfo.top, info.padInfo.left],
  spread: [1, 1],
});

const backwardPatches = (info: ConvInfo): Patches => ({
  height: info.outHeight,
  width: info.outWidth,
  channels: info.outChannels,
  outHeight: info.inHeight,
  outWidth: info.inWidth,
  taps: [info.filterHeight, info.filterWidth],
  step: [1, 1],
  dilation: [info.dilationHeight, info.dilationWidth],
  before: [
    (info.filterHeight - 1) * info.dilationHeight - info.padInfo.top,
    (info.filterWidth - 1) * info.dilationWidth - info.padInfo.left,
  ],
  spread: [info.strideHeight, info.strideWidth],
});

/** Whether the programs take it: channels last, float32, not empty, and not too many places for one dispatch. */
function fits(attrs: ConvAttrs, ...tensors: TensorInfo[]): boolean {
  const places = Math.max(
    ...tensors.map(({ shape }) => shape.slice(0, 3).reduce((product, size) => product * size, 1)),
  );
  return (
    attrs.dataFormat === 'NHWC' &&
    tensors.every(({ dtype, shape }) => dtype === 'float32' && util.sizeFromShape(shape) > 0) &&
    places < MOST_GROUPS * 64
  );
}

function forward(
  backend: DeviceBackend,
  x: TensorInfo,
  filter: TensorInfo,
  info: ConvInfo,
  finish?: Finish,
): TensorInfo {
  const out = backend.makeTensorInfo(info.outShape, 'float32');
  patchProduct(backend, x, forwardPatches(info), filter, info.outChannels, out, finish);
  return out;
}

interface ConvInputs {
  readonly x: TensorInfo;
  readonly filter: TensorInfo;
}

/** Conv2D, wrapping the stock kernel. */
export function conv2dWith(stock: KernelConfig): KernelConfig {
  return kernel<ConvInputs, ConvAttrs>('Conv2D', (request) => {
    const { inputs, attrs, backend } = request;
    const { x, filter } = inputs;
    if (!fits(attrs, x, filter)) return runStock(stock, request);
    const info = infoOf(x.shape, filter.shape, attrs);
    if (util.sizeFromShape(info.outShape) === 0) return runStock(stock, request);
    return forward(backend, x, filter, info);
  });
}

interface FusedInputs extends ConvInputs {
  readonly bias?: TensorInfo;
  readonly preluActivationWeights?: TensorInfo;
}

/** The bias and activation of a fused kernel, or undefined for those left to the stock kernel. */
export function finishOf(
  inputs: { readonly bias?: TensorInfo; readonly preluActivationWeights?: TensorInfo },
  activation: string | undefined,
  columns: number,
): Finish | undefined {
  const { bias } = inputs;
  if (inputs.preluActivationWeights || (bias && util.sizeFromShape(bias.shape) !== columns)) return undefined;
  if ((activation ?? 'linear') !== 'linear' && activation !== 'relu') return undefined;
  return { ...(bias ? { bias } : {}), activation: activation === 'relu' ? 'relu' : 'linear' };
}

/** FusedConv2D, wrapping the stock kernel. */
export function fusedConv2dWith(stock: KernelConfig): KernelConfig {
  return kernel<FusedInputs, ConvAttrs & { readonly activation?: string }>('FusedConv2D', (request) => {
    const { inputs, attrs, backend } = request;
    const { x, filter } = inputs;
    const finish = finishOf(inputs, attrs.activation, filter.shape[3] ?? 0);
    if (!finish || !fits(attrs, x, filter)) return runStock(stock, request);
    const info = infoOf(x.shape, filter.shape, attrs);
    if (util.sizeFromShape(info.outShape) === 0) return runStock(stock, request);
    return forward(backend, x, filter, info, finish);
  });
}

/** Conv2DBackpropInput, wrapping the stock kernel. */
export function backpropInputWith(stock: KernelConfig): KernelConfig {
  return kernel<{ readonly dy: TensorInfo; readonly filter: TensorInfo }, ConvAttrs & { readonly inputShape: Four }>(
    'Conv2DBackpropInput',
    (request) => {
      const { inputs, attrs, backend } = request;
      const { dy, filter } = inputs;
      if (!fits(attrs, dy, filter)) return runStock(stock, request);
      const info = infoOf(attrs.inputShape, filter.shape, attrs);
      const { filterHeight, filterWidth, inChannels, outChannels } = info;
      const turned = transposed(backend, filter, [filterHeight * filterWidth, inChannels, outChannels], true);
      const out = backend.makeTensorInfo([...attrs.inputShape], 'float32');
      patchProduct(backend, dy, backwardPatches(info), turned, inChannels, out);
      backend.disposeData(turned.dataId);
      return out;
    },
  );
}

/** Conv2DBackpropFilter, wrapping the stock kernel. */
export function backpropFilterWith(stock: KernelConfig): KernelConfig {
  return kernel<{ readonly x: TensorInfo; readonly dy: TensorInfo }, ConvAttrs & { readonly filterShape: Four }>(
    'Conv2DBackpropFilter',
    (request) => {
      const { inputs, attrs, backend } = request;
      const { x, dy } = inputs;
      if (!fits(attrs, x, dy)) return runStock(stock, request);
      const info = infoOf(x.shape, attrs.filterShape, attrs);
      return transposedPatchProduct(backend, x, forwardPatches(info), dy, info.outChannels, [...attrs.filterShape]);
    },
  );
}

const isOne = (value: unknown): boolean => (Array.isArray(value) ? value.every((item) => item === 1) : value === 1);

/** TensorFlow.js's own gradient of Conv2D refuses dilations above 1; the kernels above take them as an attribute. */
export function registerConv2dGradient(): void {
  const stock = getGradient('Conv2D');
  if (!stock) throw new Error('TensorFlow.js has no gradient of Conv2D.');
  registerGradient({
    ...stock,
    gradFunc: (dy, saved, attrs) => {
      const ours = getBackend() === 'webgpu' && attrs['dataFormat'] === 'NHWC';
      if (!ours || isOne(attrs['dilations'] ?? 1)) return stock.gradFunc(dy, saved, attrs);
      const [x, filter] = saved as [Tensor, Tensor];
      const run = (name: string, inputs: Record<string, Tensor>, extra: NamedAttrMap): Tensor =>
        engine().runKernel(name, inputs, { ...attrs, ...extra });
      const gradient = dy as Tensor;
      return {
        x: () => run('Conv2DBackpropInput', { dy: gradient, filter }, { inputShape: x.shape }),
        filter: () => run('Conv2DBackpropFilter', { x, dy: gradient }, { filterShape: filter.shape }),
      };
    },
  });
}
