/** The gradients of max and average pooling, over the heap. Windows are clipped to the image, as the forward kernels do. */
import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { address, floats, kernel, start, type HeapBackend, type Padding } from './heap';
import { loopsOf } from './simd/instance';

interface PoolAttrs {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: Padding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}
type PoolInfo = backend_util.Conv2DInfo;

function infoOf(shape: number[], attrs: PoolAttrs): PoolInfo {
  return backend_util.computePool2DInfo(
    shape as [number, number, number, number],
    attrs.filterSize,
    attrs.strides,
    1,
    attrs.pad as Parameters<typeof backend_util.computePool2DInfo>[4],
    attrs.dimRoundingMode,
  );
}

/** A zeroed output of the input's shape. */
function zeros(backend: HeapBackend, shape: number[]): TensorInfo {
  const out = backend.makeOutput(shape, 'float32');
  const to = start(backend, out);
  floats(backend).fill(0, to, to + shape.reduce((product, length) => product * length, 1));
  return out;
}

/**
 * The commonest case: windows of 2 x 2 that do not overlap and are not padded. Every value of the output is written once,
 * so it is not cleared first unless rows or columns at the edge belong to no window.
 */
function maxPoolGrad2x2(backend: HeapBackend, dy: TensorInfo, input: TensorInfo, info: PoolInfo): TensorInfo {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth } = info;
  const covered = outHeight * 2 === inHeight && outWidth * 2 === inWidth;
  const out = covered ? backend.makeOutput(input.shape, 'float32') : zeros(backend, input.shape);
  const loops = loopsOf(backend);
  if (loops && inChannels % 4 === 0) {
    const imageStride = inHeight * inWidth * inChannels * 4;
    for (let image = 0; image < batchSize; image += 1) {
      loops.maxPoolGradient2x2(
        address(backend, dy) + image * outHeight * outWidth * inChannels * 4,
        address(backend, input) + image * imageStride,
        address(backend, out) + image * imageStride,
        outHeight,
        outWidth,
        inWidth * inChannels * 4,
        inChannels,
      );
    }
    return out;
  }
  const heap = floats(backend);
  const rowStride = inWidth * inChannels;
  const shift = start(backend, out) - start(backend, input);
  let gradient = start(backend, dy);
  for (let image = 0; image < batchSize; image += 1) {
    for (let row = 0; row < outHeight; row += 1) {
      let corner = start(backend, input) + (image * inHeight + 2 * row) * rowStride;
      for (let column = 0; column < outWidth; column += 1) {
        for (let channel = 0; channel < inChannels; channel += 1) {
          const right = corner + inChannels;
          const below = corner + rowStride;
          const diagonal = below + inChannels;
          // Comparisons are used as numbers, since branches on them are unpredictable and cost twice the time. The
          // first of equal values wins, in reading order.
          const first = corner ^ ((corner ^ right) & -Number(heap[right]! > heap[corner]!));
          const second = below ^ ((below ^ diagonal) & -Number(heap[diagonal]! > heap[below]!));
          const largest = first ^ ((first ^ second) & -Number(heap[second]! > heap[first]!));
          heap[corner + shift] = 0;
          heap[right + shift] = 0;
          heap[below + shift] = 0;
          heap[diagonal + shift] = 0;
          heap[largest + shift] = heap[gradient]!;
          gradient += 1;
          corner += 1;
        }
        corner += inChannels;
      }
    }
  }
  return out;
}

/** First and last + 1 row (or column) of the image under a window. */
function windowOf(index: number, stride: number, pad: number, size: number, length: number): [number, number] {
  const from = index * stride - pad;
  return [Math.max(0, from), Math.min(length, from + size)];
}

function maxPoolGradGeneral(backend: HeapBackend, dy: TensorInfo, input: TensorInfo, info: PoolInfo): TensorInfo {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, padInfo } = info;
  const out = zeros(backend, input.shape);
  const heap = floats(backend);
  const shift = start(backend, out) - start(backend, input);
  let gradient = start(backend, dy);
  for (let image = 0; image < batchSize; image += 1) {
    const origin = start(backend, input) + image * inHeight * inWidth * inChannels;
    for (let row = 0; row < outHeight; row += 1) {
      const [top, bottom] = windowOf(row, info.strideHeight, padInfo.top, info.filterHeight, inHeight);
      for (let column = 0; column < outWidth; column += 1) {
        const [left, right] = windowOf(column, info.strideWidth, padInfo.left, info.filterWidth, inWidth);
        for (let channel = 0; channel < inChannels; channel += 1) {
          let largest = -1;
          let value = Number.NEGATIVE_INFINITY;
          for (let y = top; y < bottom; y += 1) {
            for (let x = left; x < right; x += 1) {
              const at = origin + (y * inWidth + x) * inChannels + channel;
              if (heap[at]! > value || largest < 0) {
                value = heap[at]!;
                largest = at;
              }
            }
          }
          if (largest >= 0) heap[largest + shift] = heap[largest + shift]! + heap[gradient]!;
          gradient += 1;
        }
      }
    }
  }
  return out;
}

export const maxPoolGrad = kernel<{ readonly dy: TensorInfo; readonly input: TensorInfo }, PoolAttrs>(
  'MaxPoolGrad',
  ({ inputs: { dy, input }, attrs, backend }) => {
    const info = infoOf(input.shape, attrs);
    const { padInfo } = info;
    const plain =
      info.filterHeight === 2 &&
      info.filterWidth === 2 &&
      info.strideHeight === 2 &&
      info.strideWidth === 2 &&
      padInfo.top + padInfo.bottom + padInfo.left + padInfo.right === 0;
    return plain ? maxPoolGrad2x2(backend, dy, input, info) : maxPoolGradGeneral(backend, dy, input, info);
  },
);

export const avgPoolGrad = kernel<{ readonly dy: TensorInfo; readonly input: TensorInfo }, PoolAttrs>(
  'AvgPoolGrad',
  ({ inputs: { dy, input }, attrs, backend }) => {
    const info = infoOf(input.shape, attrs);
    const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, padInfo } = info;
    const out = zeros(backend, input.shape);
    const heap = floats(backend);
    let gradient = start(backend, dy);
    for (let image = 0; image < batchSize; image += 1) {
      const origin = start(backend, out) + image * inHeight * inWidth * inChannels;
      for (let row = 0; row < outHeight; row += 1) {
        const [top, bottom] = windowOf(row, info.strideHeight, padInfo.top, info.filterHeight, inHeight);
        for (let column = 0; column < outWidth; column += 1) {
          const [left, right] = windowOf(column, info.strideWidth, padInfo.left, info.filterWidth, inWidth);
          // The forward kernel divides by the part of the window that lies on the image.
          const share = 1 / ((bottom - top) * (right - left));
          for (let y = top; y < bottom; y += 1) {
            for (let x = left; x < right; x += 1) {
              const at = origin + (y * inWidth + x) * inChannels;
              for (let channel = 0; channel < inChannels; channel += 1) {
                heap[at + channel] = heap[at + channel]! + heap[gradient + channel]! * share;
              }
            }
          }
          gradient += inChannels;
        }
      }
    }
    return out;
  },
);
