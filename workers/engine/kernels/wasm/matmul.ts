/** Products of matrices, either operand transposed, without writing a transposed one down. */
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { util } from '@tensorflow/tfjs-core';
import { address, kernel, runStock, withScratch, type HeapBackend } from './heap';
import { transposedMatrix } from './layout';
import { loopsOf, type Loops } from './simd/instance';
import { PANEL } from './simd/products';

interface MatMulAttrs {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** A matrix on the heap; strides in bytes. */
interface Matrix {
  readonly data: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** Terms of a sum over the rows of a transposed operand that are taken at a time: a panel of them is 8 kB. */
const TERMS = 256;

/** out [rows, columns] = a [rows, terms] b [terms, columns] */
function multiply(
  backend: HeapBackend,
  loops: Loops,
  a: Matrix,
  b: Matrix,
  [rows, terms, columns]: readonly [number, number, number],
  out: number,
): void {
  withScratch(backend, (scratch) => {
    const width = Math.ceil(columns / PANEL) * PANEL;
    if (a.columnStride === 4) {
      const panels = scratch.floats(width * terms);
      loops.packPanels(b.data, b.rowStride, b.columnStride, terms, columns, panels, terms * PANEL * 4);
      const rowTable = scratch.integers(Int32Array.from({ length: rows }, (_, row) => row * a.rowStride));
      const runTable = scratch.integers(Int32Array.of(0));
      loops.multiplyRows(rowTable, rows, a.data, runTable, 1, terms, panels, columns, out, columns * 4);
      return;
    }
    // Sums that end in one go need not be written down in between.
    const sideBySide = rows % 4 === 0 && a.rowStride === 4;
    if (sideBySide && terms <= TERMS) {
      const panels = scratch.floats(width * terms);
      loops.packPanels(b.data, b.rowStride, b.columnStride, terms, columns, panels, terms * PANEL * 4);
      loops.multiplyTransposed(a.data, rows, a.columnStride, terms, panels, columns, out, columns * 4);
      return;
    }
    const block = Math.min(TERMS, terms);
    const panels = scratch.floats(width * block);
    const sums = scratch.zeros(width * rows);
    const rowTable = scratch.integers(Int32Array.from({ length: rows }, (_, row) => row * a.rowStride));
    const termTable = scratch.integers(Int32Array.from({ length: block }, (_, term) => term * a.columnStride));
    const loop = sideBySide ? loops.multiplyColumnsSideBySide : loops.multiplyColumns;
    for (let first = 0; first < terms; first += block) {
      const count = Math.min(block, terms - first);
      const from = b.data + first * b.rowStride;
      loops.packPanels(from, b.rowStride, b.columnStride, count, columns, panels, count * PANEL * 4);
      loop(rowTable, rows, termTable, count, a.data + first * a.columnStride, panels, columns, sums);
    }
    loops.unpackPanels(sums, rows, columns, out);
  });
}

const matrix = (data: number, columns: number, transposed: boolean): Matrix =>
  transposed ? { data, rowStride: 4, columnStride: columns * 4 } : { data, rowStride: columns * 4, columnStride: 4 };

/** The stock kernel runs XNNPACK only where neither operand is transposed, so they are transposed first. */
function withTransposed(
  stock: KernelConfig,
  backend: HeapBackend,
  inputs: { readonly a: TensorInfo; readonly b: TensorInfo },
  { transposeA, transposeB }: MatMulAttrs,
): TensorInfo {
  const a = transposeA ? transposedMatrix(backend, inputs.a) : inputs.a;
  const b = transposeB ? transposedMatrix(backend, inputs.b) : inputs.b;
  const out = runStock(stock, { inputs: { a, b }, attrs: { transposeA: false, transposeB: false }, backend });
  if (transposeA) backend.disposeData(a.dataId);
  if (transposeB) backend.disposeData(b.dataId);
  return out;
}

/** BatchMatMul, wrapping the stock kernel, which runs where there is no SIMD or where batches are broadcast. */
export function matMulWith(stock: KernelConfig): KernelConfig {
  return kernel<{ readonly a: TensorInfo; readonly b: TensorInfo }, MatMulAttrs>(
    'BatchMatMul',
    ({ inputs, attrs, backend }) => {
      const { a, b } = inputs;
      const { transposeA, transposeB } = attrs;
      const loops = loopsOf(backend);
      const [outer, outerB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
      const [aRows, aColumns] = a.shape.slice(-2) as [number, number];
      const [bRows, bColumns] = b.shape.slice(-2) as [number, number];
      const [rows, terms] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
      const columns = transposeB ? bRows : bColumns;
      const fits = a.dtype === 'float32' && b.dtype === 'float32' && util.arraysEqual(outer, outerB);
      if (!loops || !fits || rows * terms * columns === 0) return withTransposed(stock, backend, inputs, attrs);
      const out = backend.makeOutput([...outer, rows, columns], 'float32');
      for (let index = 0; index < util.sizeFromShape(outer); index += 1) {
        const left = matrix(address(backend, a) + index * aRows * aColumns * 4, aColumns, transposeA);
        const right = matrix(address(backend, b) + index * bRows * bColumns * 4, bColumns, transposeB);
        multiply(
          backend,
          loops,
          left,
          right,
          [rows, terms, columns],
          address(backend, out) + index * rows * columns * 4,
        );
      }
      return out;
    },
  );
}
