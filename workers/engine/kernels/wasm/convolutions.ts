/** Conv2D, its gradients and its fused form as kernels: chooses how each is computed. */
import { backend_util, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';
import { backpropFilter, backpropInput, forward } from './conv2d';
import * as composed from './conv2d-composed';
import { call, kernel, runStock, type HeapBackend, type Pair, type Padding } from './heap';
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

/** [a, b, c, d] to [b, a, c, d] or to [a, c, b, d]. */
const swapped = (backend: HeapBackend, x: TensorInfo, perm: readonly number[]): TensorInfo =>
  call(backend, 'Transpose', { x }, { perm });

/**
 * Height and width change places, which leaves the result the same. The stock kernels write outside their memory where the
 * vertical stride exceeds the horizontal one (strides 2 x 1, 3 x 1 and 3 x 2 with a 3 x 3 filter); turned, it never does.
 */
function turned(stock: KernelConfig, backend: HeapBackend, inputs: Inputs, attrs: object, info: ConvInfo): TensorInfo {
  const { padInfo } = info;
  const x = swapped(backend, inputs.x, [0, 2, 1, 3]);
  const filter = swapped(backend, inputs.filter, [1, 0, 2, 3]);
  const pad: Padding = [
    [0, 0],
    [padInfo.left, padInfo.right],
    [padInfo.top, padInfo.bottom],
    [0, 0],
  ];
  const strides: Pair = [info.strideWidth, info.strideHeight];
  const dilations: Pair = [info.dilationWidth, info.dilationHeight];
  const other = { ...attrs, strides, dilations, pad, dimRoundingMode: 'floor' };
  const product = runStock(stock, { inputs: { ...inputs, x, filter }, attrs: other, backend });
  const out = swapped(backend, product, [0, 2, 1, 3]);
  for (const temporary of [x, filter, product]) backend.disposeData(temporary.dataId);
  return out;
}

/** Conv2D, wrapping the stock kernel, which runs where there is no SIMD. */
export function conv2dWith(stock: KernelConfig): KernelConfig {
  return kernel<Inputs, ConvAttrs>('Conv2D', ({ inputs, attrs, backend }) => {
    const info = infoOf(inputs.x.shape, inputs.filter.shape, attrs);
    const loops = loopsOf(backend);
    if (loops) return forward(backend, loops, inputs.x, inputs.filter, info);
    if (info.strideHeight > info.strideWidth) return turned(stock, backend, inputs, attrs, info);
    return runStock(stock, { inputs, attrs, backend });
  });
}

/** The stock kernel of a convolution with bias and activation, kept from the strides that it fails at. */
export function fusedConv2dWith(stock: KernelConfig): KernelConfig {
  return kernel<Inputs, ConvAttrs>('FusedConv2D', ({ inputs, attrs, backend }) => {
    const info = infoOf(inputs.x.shape, inputs.filter.shape, attrs);
    if (info.strideHeight > info.strideWidth) return turned(stock, backend, inputs, attrs, info);
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
