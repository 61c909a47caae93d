/** Conv2D, its gradients and its fused form as kernels: chooses how each is computed. */
import { backend_util, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';
import { backpropFilter, backpropInput, forward } from './conv2d';
import * as composed from './conv2d-composed';
import { call, kernel, runStock, type HeapBackend, type Padding } from './heap';
import { loopsOf } from './simd/instance';

type Shape4D = [number, number, number, number];
type ConvInfo = backend_util.Conv2DInfo;

interface ConvAttrs {
  readonly strides: number | [number, number];
  readonly pad: Padding;
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly dilations?: number | [number, number];
}

function infoOf(inputShape: number[], filterShape: number[], attrs: ConvAttrs): ConvInfo {
  if (attrs.dataFormat === 'NCHW') throw new Error('The WASM convolutions take NHWC only.');
  return backend_util.computeConv2DInfo(
    inputShape as Shape4D,
    filterShape as Shape4D,
    attrs.strides,
    attrs.dilations ?? 1,
    attrs.pad as Parameters<typeof backend_util.computeConv2DInfo>[4],
    attrs.dimRoundingMode,
  );
}

type Inputs = Readonly<Record<string, TensorInfo>> & { readonly x: TensorInfo; readonly filter: TensorInfo };

/**
 * Strides and filters at which the stock kernels are wrong: with strides of 1 x 2 and a 1 x 1 filter, or 2 x 2 and a 2 x 1
 * filter, they compute something else; with 2 x 1 they write outside their memory.
 */
const isUneven = ({ pad }: ConvAttrs, info: ConvInfo): boolean =>
  info.strideHeight !== info.strideWidth ||
  (info.filterHeight !== info.filterWidth && (info.strideHeight > 1 || typeof pad === 'number'));

/** There, the convolution runs without strides and what they skip is cut out. */
function withoutStrides(
  stock: KernelConfig,
  backend: HeapBackend,
  inputs: Inputs,
  attrs: object,
  info: ConvInfo,
): TensorInfo {
  const { top, left } = info.padInfo;
  // What the output's size asks for: given one number as padding, TensorFlow.js takes the width's from the height's.
  const rest = (
    out: number,
    stride: number,
    filter: number,
    dilation: number,
    length: number,
    before: number,
  ): number => Math.max(0, (out - 1) * stride + (filter - 1) * dilation + 1 - length - before);
  const { outHeight: rows, outWidth: columns, filterHeight, filterWidth, dilationHeight, dilationWidth } = info;
  const pad: Padding = [
    [0, 0],
    [top, rest(rows, info.strideHeight, filterHeight, dilationHeight, info.inHeight, top)],
    [left, rest(columns, info.strideWidth, filterWidth, dilationWidth, info.inWidth, left)],
    [0, 0],
  ];
  const dense = runStock(stock, { inputs, attrs: { ...attrs, strides: 1, pad, dimRoundingMode: 'floor' }, backend });
  const { batchSize, outChannels, strideHeight, strideWidth } = info;
  const out = call(
    backend,
    'StridedSlice',
    { x: dense },
    {
      begin: [0, 0, 0, 0],
      end: [batchSize, (rows - 1) * strideHeight + 1, (columns - 1) * strideWidth + 1, outChannels],
      strides: [1, strideHeight, strideWidth, 1],
      beginMask: 0,
      endMask: 0,
      ellipsisMask: 0,
      newAxisMask: 0,
      shrinkAxisMask: 0,
    },
  );
  backend.disposeData(dense.dataId);
  return out;
}

/** Conv2D, wrapping the stock kernel, which runs where there is no SIMD. */
export function conv2dWith(stock: KernelConfig): KernelConfig {
  return kernel<Inputs, ConvAttrs>('Conv2D', ({ inputs, attrs, backend }) => {
    const info = infoOf(inputs.x.shape, inputs.filter.shape, attrs);
    const loops = loopsOf(backend);
    if (loops) return forward(backend, loops, inputs.x, inputs.filter, info);
    if (isUneven(attrs, info)) return withoutStrides(stock, backend, inputs, attrs, info);
    return runStock(stock, { inputs, attrs, backend });
  });
}

/** The stock kernel of a convolution with bias and activation, kept from the strides that it fails at. */
export function fusedConv2dWith(stock: KernelConfig): KernelConfig {
  return kernel<Inputs, ConvAttrs>('FusedConv2D', ({ inputs, attrs, backend }) => {
    const info = infoOf(inputs.x.shape, inputs.filter.shape, attrs);
    if (isUneven(attrs, info)) return withoutStrides(stock, backend, inputs, attrs, info);
    return runStock(stock, { inputs, attrs, backend });
  });
}

export const conv2dBackpropFilter = kernel<
  { readonly x: TensorInfo; readonly dy: TensorInfo },
  ConvAttrs & { readonly filterShape: number[] }
>('Conv2DBackpropFilter', ({ inputs: { x, dy }, attrs, backend }) => {
  const info = infoOf(x.shape, attrs.filterShape, attrs);
  const loops = loopsOf(backend);
  return loops ? backpropFilter(backend, loops, x, dy, info) : composed.backpropFilter(backend, x, dy, info);
});

export const conv2dBackpropInput = kernel<
  { readonly dy: TensorInfo; readonly filter: TensorInfo },
  ConvAttrs & { readonly inputShape: number[] }
>('Conv2DBackpropInput', ({ inputs: { dy, filter }, attrs, backend }) => {
  const info = infoOf(attrs.inputShape, filter.shape, attrs);
  const loops = loopsOf(backend);
  return loops ? backpropInput(backend, loops, dy, filter, info) : composed.backpropInput(backend, dy, filter, info);
});
