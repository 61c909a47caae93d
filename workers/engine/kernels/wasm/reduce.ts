/**
 * Stock kernels made cheaper: sums over leading axes (bias gradients), biases added to rows, identity and cast without
 * copies; and sums by segment, which the WASM backend lacks.
 */
import { util, type DataType, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';
import { address, call, floats, kernel, reshaped, runStock, start, withScratch, type HeapBackend } from './heap';
import { loopsOf } from './simd/instance';

interface SumAttrs {
  readonly axis: number | number[];
  readonly keepDims: boolean;
}

/** Sums over the outer `rows`, in float64 and in row order: [rows, columns] to [columns]. */
function sumRows(backend: HeapBackend, x: TensorInfo, rows: number, columns: number, shape: number[]): TensorInfo {
  const out = backend.makeOutput(shape, 'float32');
  const loops = loopsOf(backend);
  if (loops && columns % 4 === 0) {
    withScratch(backend, (scratch) => {
      const sums = scratch.zeros(2 * columns);
      loops.sumRows(address(backend, x), columns * 4, rows, columns, sums);
      floats(backend).set(new Float64Array(backend.wasm.HEAPU8.buffer, sums, columns), start(backend, out));
    });
    return out;
  }
  const heap = floats(backend);
  const sums = new Float64Array(columns);
  let source = start(backend, x);
  let row = 0;
  // Four rows at a time: one load and one store of the sum for four values.
  for (; row + 4 <= rows; row += 4) {
    for (let column = 0; column < columns; column += 1) {
      const at = source + column;
      sums[column]! += heap[at]! + heap[at + columns]! + heap[at + 2 * columns]! + heap[at + 3 * columns]!;
    }
    source += 4 * columns;
  }
  for (; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) sums[column]! += heap[source + column]!;
    source += columns;
  }
  heap.set(sums, start(backend, out));
  return out;
}

/**
 * Sum, wrapping the stock kernel: over leading axes of a float32 tensor it runs over the rows where they lie; the stock
 * kernel would first transpose the whole tensor. All other sums are the stock kernel's.
 */
export function sumWith(stock: KernelConfig): KernelConfig {
  return kernel<{ readonly x: TensorInfo }, SumAttrs>('Sum', (request) => {
    const { x } = request.inputs;
    const { axis, keepDims } = request.attrs;
    const axes = util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
    const leading = axes.every((value, index) => value === index) && axes.length < x.shape.length && axes.length > 0;
    const kept = x.shape.slice(axes.length);
    const columns = util.sizeFromShape(kept);
    if (!leading || x.dtype !== 'float32' || columns === 0) {
      return runStock(stock, request);
    }
    const rows = util.sizeFromShape(x.shape) / columns;
    const shape = keepDims ? [...axes.map(() => 1), ...kept] : kept;
    return sumRows(request.backend, x, rows, columns, shape);
  });
}

/** Add, wrapping the stock kernel: a vector is added to every row without working out where each value comes from. */
export function addWith(stock: KernelConfig): KernelConfig {
  return kernel<{ readonly a: TensorInfo; readonly b: TensorInfo }, object>('Add', (request) => {
    const { a, b } = request.inputs;
    const loops = loopsOf(request.backend);
    const columns = a.shape[a.shape.length - 1] ?? 0;
    const isBias = a.shape.length > 1 && b.shape.length === 1 && b.shape[0] === columns && columns > 0;
    if (!loops || !isBias || a.dtype !== 'float32' || b.dtype !== 'float32') return runStock(stock, request);
    const { backend } = request;
    const out = backend.makeOutput(a.shape, 'float32');
    const rows = util.sizeFromShape(a.shape) / columns;
    loops.addRow(address(backend, a), address(backend, b), address(backend, out), rows, columns);
    return out;
  });
}

/** Identity without the copy that the stock kernel makes: tensors never change, so both share the data. */
export const identity = kernel<{ readonly x: TensorInfo }, object>('Identity', ({ inputs: { x }, backend }) =>
  reshaped(backend, x, x.shape),
);

/** Cast, wrapping the stock kernel: to the type that the tensor has already, it shares the data. */
export function castWith(stock: KernelConfig): KernelConfig {
  return kernel<{ readonly x: TensorInfo }, { readonly dtype: DataType }>('Cast', (request) =>
    request.inputs.x.dtype === request.attrs.dtype && request.attrs.dtype !== 'string'
      ? reshaped(request.backend, request.inputs.x, request.inputs.x.shape)
      : runStock(stock, request),
  );
}

/** x [rows, ...inner] with segmentIds [rows] to [numSegments, ...inner]; rows with ids outside are left out. */
export const unsortedSegmentSum = kernel<
  { readonly x: TensorInfo; readonly segmentIds: TensorInfo },
  { readonly numSegments: number }
>('UnsortedSegmentSum', ({ inputs: { x, segmentIds }, attrs: { numSegments }, backend }) => {
  const rank = segmentIds.shape.length;
  const inner = x.shape.slice(rank);
  const columns = util.sizeFromShape(inner);
  const rows = util.sizeFromShape(segmentIds.shape);
  const values = x.dtype === 'float32' ? x : call(backend, 'Cast', { x }, { dtype: 'float32' });
  const out = backend.makeOutput([numSegments, ...inner], 'float32');
  const heap = floats(backend);
  const ids = new Int32Array(heap.buffer, start(backend, segmentIds) * 4, rows);
  const to = start(backend, out);
  const loops = loopsOf(backend);
  heap.fill(0, to, to + numSegments * columns);
  let source = start(backend, values);
  for (const id of ids) {
    if (id >= 0 && id < numSegments) {
      const target = to + id * columns;
      if (loops) {
        loops.addTo(4 * target, 4 * source, columns);
      } else {
        for (let column = 0; column < columns; column += 1) {
          heap[target + column] = heap[target + column]! + heap[source + column]!;
        }
      }
    }
    source += columns;
  }
  if (values !== x) backend.disposeData(values.dataId);
  return out;
});
