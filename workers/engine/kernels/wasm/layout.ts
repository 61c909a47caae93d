/** Changes of layout, written straight into the WASM heap. Shapes are row-major. */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { floats, start, type HeapBackend } from './heap';

/** Rows and columns per block of a transposition: 32 x 32 floats of source and target stay in the first-level cache. */
const BLOCK = 32;

/**
 * Transposes a `rows` x `columns` matrix whose rows lie `fromStride` apart, into one whose rows lie `toStride` apart.
 */
function transposeBlocks(
  heap: Float32Array,
  from: number,
  fromStride: number,
  to: number,
  toStride: number,
  rows: number,
  columns: number,
): void {
  for (let rowBlock = 0; rowBlock < rows; rowBlock += BLOCK) {
    const rowEnd = Math.min(rowBlock + BLOCK, rows);
    for (let columnBlock = 0; columnBlock < columns; columnBlock += BLOCK) {
      const columnEnd = Math.min(columnBlock + BLOCK, columns);
      for (let column = columnBlock; column < columnEnd; column += 1) {
        let source = from + rowBlock * fromStride + column;
        let target = to + column * toStride + rowBlock;
        for (let row = rowBlock; row < rowEnd; row += 1) {
          heap[target] = heap[source]!;
          source += fromStride;
          target += 1;
        }
      }
    }
  }
}

/** [..., rows, columns] to [..., columns, rows]. */
export function transposedMatrix(backend: HeapBackend, x: TensorInfo): TensorInfo {
  const rank = x.shape.length;
  const rows = x.shape[rank - 2]!;
  const columns = x.shape[rank - 1]!;
  const outer = x.shape.slice(0, -2);
  const out = backend.makeOutput([...outer, columns, rows], 'float32');
  const heap = floats(backend);
  const size = rows * columns;
  const matrices = outer.reduce((product, length) => product * length, 1);
  for (let index = 0; index < matrices; index += 1) {
    const offset = index * size;
    transposeBlocks(heap, start(backend, x) + offset, columns, start(backend, out) + offset, rows, rows, columns);
  }
  return out;
}

/** [batch, height, width, channels] to [channels, rows, columns, batch], keeping the first `rows` and `columns`. */
export function channelsFirstBatchLast(backend: HeapBackend, x: TensorInfo, rows: number, columns: number): TensorInfo {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const out = backend.makeOutput([channels, rows, columns, batch], 'float32');
  const heap = floats(backend);
  const from = start(backend, x);
  const to = start(backend, out);
  const plane = height * width * channels;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const source = from + (row * width + column) * channels;
      const target = to + (row * columns + column) * batch;
      transposeBlocks(heap, source, plane, target, rows * columns * batch, batch, channels);
    }
  }
  return out;
}

/** [batch, height, width, channels] to [height, width, batch, channels]. */
export function batchThird(backend: HeapBackend, x: TensorInfo): TensorInfo {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const out = backend.makeOutput([height, width, batch, channels], 'float32');
  const heap = floats(backend);
  const from = start(backend, x);
  let target = start(backend, out);
  const positions = height * width;
  for (let position = 0; position < positions; position += 1) {
    for (let image = 0; image < batch; image += 1) {
      const source = from + (image * positions + position) * channels;
      for (let channel = 0; channel < channels; channel += 1) heap[target + channel] = heap[source + channel]!;
      target += channels;
    }
  }
  return out;
}

/** [height, width, inputs, outputs] turned by 180 degrees, as [height, width, outputs, inputs]. */
export function flippedTransposedFilter(backend: HeapBackend, filter: TensorInfo): TensorInfo {
  const [height, width, inputs, outputs] = filter.shape as [number, number, number, number];
  const out = backend.makeOutput([height, width, outputs, inputs], 'float32');
  const heap = floats(backend);
  const size = inputs * outputs;
  const taps = height * width;
  for (let tap = 0; tap < taps; tap += 1) {
    const source = start(backend, filter) + (taps - 1 - tap) * size;
    transposeBlocks(heap, source, outputs, start(backend, out) + tap * size, inputs, inputs, outputs);
  }
  return out;
}

/**
 * [batch, height, width, channels] with `strideHeight - 1` rows and `strideWidth - 1` columns of zeros between its
 * values: what a strided convolution skipped.
 */
export function spread(backend: HeapBackend, x: TensorInfo, strideHeight: number, strideWidth: number): TensorInfo {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const outHeight = (height - 1) * strideHeight + 1;
  const outWidth = (width - 1) * strideWidth + 1;
  const out = backend.makeOutput([batch, outHeight, outWidth, channels], 'float32');
  const heap = floats(backend);
  const to = start(backend, out);
  heap.fill(0, to, to + batch * outHeight * outWidth * channels);
  let source = start(backend, x);
  for (let image = 0; image < batch; image += 1) {
    for (let row = 0; row < height; row += 1) {
      for (let column = 0; column < width; column += 1) {
        const position = (image * outHeight + row * strideHeight) * outWidth + column * strideWidth;
        const target = to + position * channels;
        for (let channel = 0; channel < channels; channel += 1) heap[target + channel] = heap[source + channel]!;
        source += channels;
      }
    }
  }
  return out;
}
