/** The gradients of depthwise convolutions, by their definition over the heap: line by line where SIMD takes them. */
import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { address, floats, kernel, start, type HeapBackend, type Padding } from './heap';
import { loopsOf } from './simd/instance';

interface DepthwiseAttrs {
  readonly strides: number | [number, number];
  readonly dilations?: number | [number, number];
  readonly pad: Padding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}
type ConvInfo = backend_util.Conv2DInfo;

function infoOf(inputShape: number[], filterShape: number[], attrs: DepthwiseAttrs): ConvInfo {
  return backend_util.computeConv2DInfo(
    inputShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    attrs.strides,
    attrs.dilations ?? 1,
    attrs.pad as Parameters<typeof backend_util.computeConv2DInfo>[4],
    attrs.dimRoundingMode,
    true,
  );
}

/**
 * Calls `visit(dy index, x index, filter index)` for every product of the forward convolution that lies on the image,
 * with the indices of its first channel.
 */
function eachTap(info: ConvInfo, visit: (dy: number, x: number, filter: number) => void): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, padInfo } = info;
  for (let image = 0; image < batchSize; image += 1) {
    for (let row = 0; row < outHeight; row += 1) {
      for (let column = 0; column < outWidth; column += 1) {
        const dy = ((image * outHeight + row) * outWidth + column) * outChannels;
        for (let a = 0; a < info.filterHeight; a += 1) {
          const inRow = row * info.strideHeight + a * info.dilationHeight - padInfo.top;
          if (inRow < 0 || inRow >= inHeight) continue;
          for (let b = 0; b < info.filterWidth; b += 1) {
            const inColumn = column * info.strideWidth + b * info.dilationWidth - padInfo.left;
            if (inColumn < 0 || inColumn >= inWidth) continue;
            const x = ((image * inHeight + inRow) * inWidth + inColumn) * inChannels;
            visit(dy, x, (a * info.filterWidth + b) * outChannels);
          }
        }
      }
    }
  }
}

/**
 * Calls `visit` for every line of products that share a tap of the filter and a row: `dy`, `x` and `filter` are the indices
 * of the first, `pixels` their number.
 */
function eachLine(info: ConvInfo, visit: (dy: number, x: number, filter: number, pixels: number) => void): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, strideWidth, padInfo } = info;
  for (let b = 0; b < info.filterWidth; b += 1) {
    const offset = b * info.dilationWidth - padInfo.left;
    const first = Math.max(0, Math.ceil(-offset / strideWidth));
    const end = Math.min(outWidth, Math.floor((inWidth - 1 - offset) / strideWidth) + 1);
    if (end <= first) continue;
    for (let image = 0; image < batchSize; image += 1) {
      for (let row = 0; row < outHeight; row += 1) {
        const dy = ((image * outHeight + row) * outWidth + first) * inChannels;
        for (let a = 0; a < info.filterHeight; a += 1) {
          const inRow = row * info.strideHeight + a * info.dilationHeight - padInfo.top;
          if (inRow < 0 || inRow >= inHeight) continue;
          const x = ((image * inHeight + inRow) * inWidth + first * strideWidth + offset) * inChannels;
          visit(dy, x, (a * info.filterWidth + b) * inChannels, end - first);
        }
      }
    }
  }
}

/** Whether the SIMD loops take it: one output a channel, channels in groups of four. */
const inLines = (info: ConvInfo): boolean => info.outChannels === info.inChannels && info.inChannels % 4 === 0;

function zeros(backend: HeapBackend, shape: number[]): TensorInfo {
  const out = backend.makeOutput(shape, 'float32');
  const to = start(backend, out);
  floats(backend).fill(0, to, to + shape.reduce((product, length) => product * length, 1));
  return out;
}

export const depthwiseBackpropFilter = kernel<
  { readonly x: TensorInfo; readonly dy: TensorInfo },
  DepthwiseAttrs & { readonly filterShape: number[] }
>('DepthwiseConv2dNativeBackpropFilter', ({ inputs, attrs, backend }) => {
  const info = infoOf(inputs.x.shape, attrs.filterShape, attrs);
  const out = zeros(backend, [...attrs.filterShape]);
  const loops = loopsOf(backend);
  if (loops && inLines(info)) {
    const [x, dy, sums] = [inputs.x, inputs.dy, out].map((one) => address(backend, one)) as [number, number, number];
    const stride = info.strideWidth * info.inChannels * 4;
    eachLine(info, (atDy, atX, filter, pixels) => {
      loops.depthwiseGather(x + 4 * atX, dy + 4 * atDy, sums + 4 * filter, pixels, info.inChannels, stride);
    });
    return out;
  }
  const heap = floats(backend);
  const from = start(backend, inputs.x);
  const gradient = start(backend, inputs.dy);
  const multiplier = info.outChannels / info.inChannels;
  // Summed in float64: a tap of the filter collects one product from every place of every image.
  const sums = new Float64Array(attrs.filterShape.reduce((product, length) => product * length, 1));
  eachTap(info, (dy, x, filter) => {
    for (let output = 0; output < info.outChannels; output += 1) {
      const input = multiplier === 1 ? output : Math.floor(output / multiplier);
      sums[filter + output]! += heap[gradient + dy + output]! * heap[from + x + input]!;
    }
  });
  heap.set(sums, start(backend, out));
  return out;
});

export const depthwiseBackpropInput = kernel<
  { readonly dy: TensorInfo; readonly filter: TensorInfo },
  DepthwiseAttrs & { readonly inputShape: number[] }
>('DepthwiseConv2dNativeBackpropInput', ({ inputs, attrs, backend }) => {
  const info = infoOf(attrs.inputShape, inputs.filter.shape, attrs);
  const out = zeros(backend, [...attrs.inputShape]);
  const loops = loopsOf(backend);
  if (loops && inLines(info)) {
    const [dy, filter, to] = [inputs.dy, inputs.filter, out].map((one) => address(backend, one)) as [
      number,
      number,
      number,
    ];
    const stride = info.strideWidth * info.inChannels * 4;
    eachLine(info, (atDy, atX, tap, pixels) => {
      loops.depthwiseSpread(dy + 4 * atDy, filter + 4 * tap, to + 4 * atX, pixels, info.inChannels, stride);
    });
    return out;
  }
  const heap = floats(backend);
  const to = start(backend, out);
  const gradient = start(backend, inputs.dy);
  const weights = start(backend, inputs.filter);
  const multiplier = info.outChannels / info.inChannels;
  eachTap(info, (dy, x, filter) => {
    for (let output = 0; output < info.outChannels; output += 1) {
      const at = to + x + (multiplier === 1 ? output : Math.floor(output / multiplier));
      heap[at] = heap[at]! + heap[gradient + dy + output]! * heap[weights + filter + output]!;
    }
  });
  return out;
});
