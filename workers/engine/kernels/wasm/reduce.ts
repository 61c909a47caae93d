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

/** Sums over the outer `rows`, in float64 and in row order, divided by a number: [rows, columns] to [columns]. */
function sumRows(
  backend: HeapBackend,
  x: TensorInfo,
  rows: number,
  columns: number,
  shape: number[],
  divisor: number,
): TensorInfo {
  const out = backend.makeOutput(shape, 'float32');
  const loops = loopsOf(backend);
  if (loops && columns % 4 === 0) {
    withScratch(backend, (scratch) => {
      const sums = scratch.zeros(2 * columns);
      loops.sumRows(address(backend, x), columns * 4, rows, columns, sums);
      const totals = new Float64Array(backend.wasm.HEAPU8.buffer, sums, columns);
      floats(backend).set(
        totals.map((total) => total / divisor),
        start(backend, out),
      );
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
  heap.set(
    sums.map((sum) => sum / divisor),
    start(backend, out),
  );
  return out;
}

/**
 * Sum or Mean, wrapping the stock kernel: over leading axes of a float32 tensor it runs over the rows where they lie; the
 * stock kernel would first transpose the whole tensor. All others are the stock kernel's.
 */
function sumOverRowsWith(name: 'Sum' | 'Mean') {
  return (stock: KernelConfig): KernelConfig =>
    kernel<{ readonly x: TensorInfo }, SumAttrs>(name, (request) => {
      const { x } = request.inputs;
      const { axis, keepDims } = request.attrs;
      const axes = util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
      const leading = axes.every((value, index) => value === index) && axes.length < x.shape.length && axes.length > 0;
      const kept = x.shape.slice(axes.length);
      const columns = util.sizeFromShape(kept);
      if (!leading || x.dtype !== 'float32' || util.sizeFromShape(x.shape) === 0) return runStock(stock, request);
      const rows = util.sizeFromShape(x.shape) / columns;
      const shape = keepDims ? [...axes.map(() => 1), ...kept] : kept;
      return sumRows(request.backend, x, rows, columns, shape, name === 'Mean' ? rows : 1);
    });
}
export const sumWith = sumOverRowsWith('Sum');
export const meanWith = sumOverRowsWith('Mean');

/** A vector along the last axis: [columns], [1, columns] and so on. */
const isRow = (tensor: TensorInfo, columns: number): boolean =>
  columns > 0 && tensor.shape[tensor.shape.length - 1] === columns && util.sizeFromShape(tensor.shape) === columns;

/**
 * Add, Sub or Multiply, wrapping the stock kernel: a vector meets every row without working out where each value comes from.
 * @param turns whether the operands may change places
 */
function rowMeetingWith(name: 'Add' | 'Sub' | 'Multiply', loop: RowLoop, turns: boolean) {
  return (stock: KernelConfig): KernelConfig =>
    kernel<{ readonly a: TensorInfo; readonly b: TensorInfo }, object>(name, (request) => {
      const { inputs, backend } = request;
      const swap = turns && util.sizeFromShape(inputs.a.shape) < util.sizeFromShape(inputs.b.shape);
      const [x, vector] = swap ? [inputs.b, inputs.a] : [inputs.a, inputs.b];
      const columns = x.shape[x.shape.length - 1] ?? 0;
      const loops = loopsOf(backend);
      const meet =
        x.dtype === 'float32' &&
        vector.dtype === 'float32' &&
        vector.shape.length <= x.shape.length &&
        isRow(vector, columns) &&
        util.sizeFromShape(x.shape) > columns;
      if (!loops || !meet) return runStock(stock, request);
      const out = backend.makeOutput(x.shape, 'float32');
      const rows = util.sizeFromShape(x.shape) / columns;
      loops[loop](address(backend, x), address(backend, vector), address(backend, out), rows, columns);
      return out;
    });
}
type RowLoop = 'addRow' | 'subtractRow' | 'multiplyRow';
export const addWith = rowMeetingWith('Add', 'addRow', true);
export const subtractWith = rowMeetingWith('Sub', 'subtractRow', false);
export const multiplyWith = rowMeetingWith('Multiply', 'multiplyRow', true);

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
