/**
 * The gradients of conv2d as forward convolutions of the stock backend: for machines without SIMD, where conv2d.ts cannot
 * run.
 *
 * With y[n,i,j,o] = sum over a,b,c of x[n, i*s + a*d - p, j*s + b*d - p, c] * w[a,b,c,o]:
 * - the filter's gradient sums over n, i, j: a convolution of x, its channels taken as the batch and its batch as
 *   channels, with dy as the filter; stride and dilation change places;
 * - the input's gradient is a convolution of dy, spread by the stride and padded, with the filter turned by 180 degrees
 *   and its inputs and outputs swapped; the dilation stays.
 *
 * Both take an attribute `dilations` that TensorFlow.js's own operations never set (see gradients.ts).
 */
import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core';
import { call, floats, reshaped, start, type HeapBackend, type Pair, type Padding } from './heap';
import { batchThird, channelsFirstBatchLast, flippedTransposedFilter, spread } from './layout';

type ConvInfo = backend_util.Conv2DInfo;

function convolve(
  backend: HeapBackend,
  x: TensorInfo,
  filter: TensorInfo,
  strides: Pair,
  dilations: Pair,
  padding: { top: number; bottom: number; left: number; right: number },
): TensorInfo {
  const { top, bottom, left, right } = padding;
  const pad: Padding = [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
  return call(backend, 'Conv2D', { x, filter }, { strides, dilations, pad, dataFormat: 'NHWC' });
}

/**
 * Filters with at most this many values an output channel take the way over patches: a convolution with so few rows of
 * output would spend most of its time packing dy. Measured with 3 x 3 filters and batches of 128: patches take 6 ms
 * against 34 with 1 channel (28 x 28, 32 filters), 4.0 against 5.3 with 8, 10.9 against 11.3 with 16 (13 x 13).
 */
const PATCH_LIMIT = 72;

/** Values of x under every tap of the filter: [a*b*c, n*i*j], zero where a tap lies outside the image. */
function patches(backend: HeapBackend, x: TensorInfo, info: ConvInfo): TensorInfo {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, strideWidth, padInfo } = info;
  const places = batchSize * outHeight * outWidth;
  const out = backend.makeOutput([info.filterHeight * info.filterWidth * inChannels, places], 'float32');
  const heap = floats(backend);
  const from = start(backend, x);
  let target = start(backend, out);
  for (let a = 0; a < info.filterHeight; a += 1) {
    for (let b = 0; b < info.filterWidth; b += 1) {
      const offset = b * info.dilationWidth - padInfo.left;
      const firstColumn = Math.min(outWidth, Math.max(0, Math.ceil(-offset / strideWidth)));
      const endColumn = Math.max(firstColumn, Math.min(outWidth, Math.floor((inWidth - 1 - offset) / strideWidth) + 1));
      for (let channel = 0; channel < inChannels; channel += 1) {
        for (let image = 0; image < batchSize; image += 1) {
          for (let row = 0; row < outHeight; row += 1) {
            const inRow = row * info.strideHeight + a * info.dilationHeight - padInfo.top;
            if (inRow < 0 || inRow >= inHeight) {
              heap.fill(0, target, target + outWidth);
            } else {
              const line = from + ((image * inHeight + inRow) * inWidth + offset) * inChannels + channel;
              for (let column = 0; column < firstColumn; column += 1) heap[target + column] = 0;
              for (let column = firstColumn; column < endColumn; column += 1) {
                heap[target + column] = heap[line + column * strideWidth * inChannels]!;
              }
              for (let column = endColumn; column < outWidth; column += 1) heap[target + column] = 0;
            }
            target += outWidth;
          }
        }
      }
    }
  }
  return out;
}

/** The filter's gradient as the product of patches with dy, which needs no other layout then. */
function backpropFilterByPatches(backend: HeapBackend, x: TensorInfo, dy: TensorInfo, info: ConvInfo): TensorInfo {
  const a = patches(backend, x, info);
  const b = reshaped(backend, dy, [a.shape[1]!, info.outChannels]);
  const product = call(backend, 'BatchMatMul', { a, b }, { transposeA: false, transposeB: false });
  const out = reshaped(backend, product, [...info.filterShape]);
  for (const temporary of [a, b, product]) backend.disposeData(temporary.dataId);
  return out;
}

/** x [n,h,w,c], dy [n,i,j,o] to the filter's gradient [a,b,c,o]. */
export function backpropFilter(backend: HeapBackend, x: TensorInfo, dy: TensorInfo, info: ConvInfo): TensorInfo {
  if (info.filterHeight * info.filterWidth * info.inChannels <= PATCH_LIMIT) {
    return backpropFilterByPatches(backend, x, dy, info);
  }
  const needed = (filter: number, dilation: number, out: number, stride: number): number =>
    (filter - 1) * dilation + (out - 1) * stride + 1;
  const { top, left } = info.padInfo;
  const rows = needed(info.filterHeight, info.dilationHeight, info.outHeight, info.strideHeight) - top;
  const columns = needed(info.filterWidth, info.dilationWidth, info.outWidth, info.strideWidth) - left;
  // Rows that no tap of the filter ever reaches are left out here, so that the output has exactly the filter's size.
  const turned = channelsFirstBatchLast(backend, x, Math.min(rows, info.inHeight), Math.min(columns, info.inWidth));
  const asFilter = batchThird(backend, dy);
  const gradient = convolve(
    backend,
    turned,
    asFilter,
    [info.dilationHeight, info.dilationWidth],
    [info.strideHeight, info.strideWidth],
    { top, left, bottom: Math.max(0, rows - info.inHeight), right: Math.max(0, columns - info.inWidth) },
  );
  const out = batchThird(backend, gradient);
  for (const temporary of [turned, asFilter, gradient]) backend.disposeData(temporary.dataId);
  return out;
}

/** dy [n,i,j,o], filter [a,b,c,o] to the input's gradient [n,h,w,c]; undefined where the padding exceeds the filter. */
function turnedConvolution(
  backend: HeapBackend,
  dy: TensorInfo,
  filter: TensorInfo,
  info: ConvInfo,
): TensorInfo | undefined {
  const { padInfo, strideHeight, strideWidth } = info;
  const top = (info.filterHeight - 1) * info.dilationHeight - padInfo.top;
  const left = (info.filterWidth - 1) * info.dilationWidth - padInfo.left;
  const bottom = info.inHeight - 1 + padInfo.top - (info.outHeight - 1) * strideHeight;
  const right = info.inWidth - 1 + padInfo.left - (info.outWidth - 1) * strideWidth;
  if (Math.min(top, left, bottom, right) < 0) return undefined;
  const strided = strideHeight > 1 || strideWidth > 1;
  const source = strided ? spread(backend, dy, strideHeight, strideWidth) : dy;
  const turned = flippedTransposedFilter(backend, filter);
  const dilations: Pair = [info.dilationHeight, info.dilationWidth];
  const out = convolve(backend, source, turned, [1, 1], dilations, { top, left, bottom, right });
  backend.disposeData(turned.dataId);
  if (strided) backend.disposeData(source.dataId);
  return out;
}

/** The input's gradient by its definition: for paddings larger than the filter, where the composition has no form. */
function scatterInput(backend: HeapBackend, dy: TensorInfo, filter: TensorInfo, info: ConvInfo): TensorInfo {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, padInfo } = info;
  const out = backend.makeOutput([...info.inShape], 'float32');
  const heap = floats(backend);
  const to = start(backend, out);
  heap.fill(0, to, to + batchSize * inHeight * inWidth * inChannels);
  let gradient = start(backend, dy);
  for (let image = 0; image < batchSize; image += 1) {
    for (let row = 0; row < outHeight; row += 1) {
      for (let column = 0; column < outWidth; column += 1) {
        for (let a = 0; a < info.filterHeight; a += 1) {
          const inRow = row * info.strideHeight + a * info.dilationHeight - padInfo.top;
          if (inRow < 0 || inRow >= inHeight) continue;
          for (let b = 0; b < info.filterWidth; b += 1) {
            const inColumn = column * info.strideWidth + b * info.dilationWidth - padInfo.left;
            if (inColumn < 0 || inColumn >= inWidth) continue;
            const target = to + ((image * inHeight + inRow) * inWidth + inColumn) * inChannels;
            const weights = start(backend, filter) + (a * info.filterWidth + b) * inChannels * outChannels;
            for (let channel = 0; channel < inChannels; channel += 1) {
              let sum = 0;
              for (let output = 0; output < outChannels; output += 1) {
                sum += heap[gradient + output]! * heap[weights + channel * outChannels + output]!;
              }
              heap[target + channel] = heap[target + channel]! + sum;
            }
          }
        }
        gradient += outChannels;
      }
    }
  }
  return out;
}

/** dy [n,i,j,o], filter [a,b,c,o] to the input's gradient [n,h,w,c]. */
export function backpropInput(backend: HeapBackend, dy: TensorInfo, filter: TensorInfo, info: ConvInfo): TensorInfo {
  return turnedConvolution(backend, dy, filter, info) ?? scatterInput(backend, dy, filter, info);
}
