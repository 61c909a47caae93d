/**
 * The two inner loops that matrix products and all convolutions are made of. Both multiply by a matrix packed into
 * panels of eight columns, [columns / 8][k][8] with zeros behind the last column, and both find the other matrix through
 * tables of addresses, so that the patches of a convolution are never written down.
 */
import type { Body, ModuleBuilder } from '../assembler/module';
import { I32, V128 } from '../assembler/values';

/** Columns of a panel: two vectors. */
export const PANEL = 8;

/** sum + a * b; relaxed, rounded once or twice as the processor likes. */
const multiplyAdd = (relaxed: boolean, a: V128, b: V128, sum: V128): V128 =>
  relaxed ? a.relaxedMadd(b, sum) : sum.add(a.mul(b));

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** Stores the first `count` (1 to 8) of two vectors of floats. */
function storePart(f: Body, address: I32, low: V128, high: V128, count: I32): void {
  const lanes = (vector: V128, from: number, offset: number): void => {
    for (const lane of [0, 1, 2]) {
      f.if(I32.of(from + lane).lessThan(count), () => f.store(address, vector.lane(lane), offset + 4 * lane));
    }
  };
  f.if(
    count.lessThan(4),
    () => lanes(low, 0, 0),
    () => {
      f.store(address, low);
      f.if(
        count.lessThan(PANEL),
        () => lanes(high, 4, 16),
        () => f.store(address, high, 16),
      );
    },
  );
}

/** Rows that are taken through all panels before the next ones: their values stay in the first-level cache. */
const ROW_BLOCK = 64;

/**
 * `multiplyRows`: out[row, column] = sum over runs and k of a(row, run, k) * b(run, k, column), where a(row, run, k) lies
 * at base + rowTable[row] + runTable[run] + 4 k bytes and b is packed into panels.
 */
export function defineMultiplyRows(module: ModuleBuilder, relaxed: boolean, height: number): void {
  module.define(
    'multiplyRows',
    {
      rowTable: 'i32',
      rows: 'i32',
      base: 'i32',
      runTable: 'i32',
      runs: 'i32',
      runLength: 'i32',
      panels: 'i32',
      columns: 'i32',
      out: 'i32',
      outStride: 'i32',
    },
    (f, { rowTable, rows, base, runTable, runs, runLength, panels, columns, out, outStride }) => {
      const lastRow = f.let(rows.sub(1));
      const endOfRuns = f.let(runTable.add(runs.shiftLeft(2)));
      const panelSize = f.let(runs.mul(runLength).mul(PANEL * 4));
      const runSize = f.let(runLength.mul(PANEL * 4));
      const length = f.let(runLength.shiftLeft(2));
      const block = f.let(I32.of(0));
      f.loop(block, rows, ROW_BLOCK, () => {
        const blockEnd = f.let(block.add(ROW_BLOCK).min(rows));
        const panel = f.let(panels);
        const column = f.let(I32.of(0));
        f.loop(column, columns, PANEL, () => {
          const row = f.let(block);
          f.loop(row, blockEnd, height, () => {
            // Behind the last row the last one is worked out again: the same values at the same place.
            const index = range(height).map((r) => f.let(row.add(r).min(lastRow)));
            const origin = index.map((one) => f.let(rowTable.add(one.shiftLeft(2)).i32().add(base)));
            const low = index.map(() => f.let(V128.zero()));
            const high = index.map(() => f.let(V128.zero()));
            const b = f.let(panel);
            const run = f.let(runTable);
            f.loopOnce(run, endOfRuns, 4, () => {
              const offset = f.let(run.i32());
              const pointer = origin.map((one) => f.let(one.add(offset)));
              const k = f.let(I32.of(0));
              f.loopOnce(k, length, 4, () => {
                // One k a round: V8 moves all loads of a round to its start, and those of two would not fit the registers.
                const from = f.let(b.add(k.shiftLeft(3)));
                const [b0, b1] = [f.let(from.v128()), f.let(from.v128(16))];
                pointer.forEach((one, r) => {
                  const a = f.let(one.add(k).splat());
                  f.set(low[r]!, multiplyAdd(relaxed, a, b0, low[r]!));
                  f.set(high[r]!, multiplyAdd(relaxed, a, b1, high[r]!));
                });
              });
              f.step(b, runSize);
            });
            const left = f.let(columns.sub(column));
            index.forEach((one, r) => {
              const target = f.let(out.add(one.mul(outStride)).add(column.shiftLeft(2)));
              storePart(f, target, low[r]!, high[r]!, left);
            });
          });
          f.step(panel, panelSize);
        });
      });
    },
  );
}

/**
 * `multiplyTransposed`: out[row, column] = sum over k of a(k, row) * b(k, column), where the rows of a lie side by side, k
 * `stride` bytes apart, in groups of four, and b is packed into panels.
 */
export function defineMultiplyTransposed(module: ModuleBuilder, relaxed: boolean): void {
  module.define(
    'multiplyTransposed',
    { a: 'i32', rows: 'i32', stride: 'i32', terms: 'i32', panels: 'i32', columns: 'i32', out: 'i32', outStride: 'i32' },
    (f, { a, rows, stride, terms, panels, columns, out, outStride }) => {
      const panelSize = f.let(terms.mul(PANEL * 4));
      const panel = f.let(panels);
      const column = f.let(I32.of(0));
      f.loop(column, columns, PANEL, () => {
        const row = f.let(I32.of(0));
        const end = f.let(panel.add(panelSize));
        const left = f.let(columns.sub(column));
        const target = f.let(out.add(column.shiftLeft(2)));
        f.loop(row, rows, 4, () => {
          const low = range(4).map(() => f.let(V128.zero()));
          const high = range(4).map(() => f.let(V128.zero()));
          const at = f.let(a.add(row.shiftLeft(2)));
          const b = f.let(panel);
          f.loopOnce(b, end, 32, () => {
            const [b0, b1] = [f.let(b.v128()), f.let(b.v128(16))];
            for (const r of range(4)) {
              const value = f.let(at.splat(4 * r));
              f.set(low[r]!, multiplyAdd(relaxed, value, b0, low[r]!));
              f.set(high[r]!, multiplyAdd(relaxed, value, b1, high[r]!));
            }
            f.step(at, stride);
          });
          range(4).forEach((r) => {
            storePart(f, target, low[r]!, high[r]!, left);
            f.step(target, outStride);
          });
        });
        f.step(panel, panelSize);
      });
    },
  );
}

/**
 * `multiplyColumns`: adds to out, a packed matrix [columns / 8][rows][8], the sum over positions of
 * a(row, position) * b(position, column), where a(row, position) lies at rowTable[row] + positionTable[position] + base
 * and b is packed into panels. With `contiguous`, rows come in groups of `height` that lie side by side.
 */
export function defineMultiplyColumns(
  module: ModuleBuilder,
  relaxed: boolean,
  height: number,
  contiguous: boolean,
): void {
  module.define(
    contiguous ? 'multiplyColumnsSideBySide' : 'multiplyColumns',
    {
      rowTable: 'i32',
      rows: 'i32',
      positionTable: 'i32',
      positions: 'i32',
      base: 'i32',
      panels: 'i32',
      columns: 'i32',
      out: 'i32',
    },
    (f, { rowTable, rows, positionTable, positions, base, panels, columns, out }) => {
      const lastRow = f.let(rows.sub(1));
      const panelSize = f.let(positions.mul(PANEL * 4));
      const outSize = f.let(rows.mul(PANEL * 4));
      const panel = f.let(panels);
      const target = f.let(out);
      const column = f.let(I32.of(0));
      f.loop(column, columns, PANEL, () => {
        const row = f.let(I32.of(0));
        const end = f.let(panel.add(panelSize));
        f.loop(row, rows, height, () => {
          const index = range(height).map((r) => f.let(row.add(r).min(lastRow)));
          const origin = index
            .slice(0, contiguous ? 1 : height)
            .map((one) => f.let(rowTable.add(one.shiftLeft(2)).i32().add(base)));
          const place = index.map((one) => f.let(target.add(one.mul(PANEL * 4))));
          const low = place.map((at) => f.let(at.v128()));
          const high = place.map((at) => f.let(at.v128(16)));
          const position = f.let(positionTable);
          const b = f.let(panel);
          f.loopOnce(b, end, 32, () => {
            const offset = f.let(position.i32());
            const [b0, b1] = [f.let(b.v128()), f.let(b.v128(16))];
            const at = origin.map((one) => f.let(one.add(offset)));
            for (const r of range(height)) {
              const a = f.let(contiguous ? at[0]!.splat(4 * r) : at[r]!.splat());
              f.set(low[r]!, multiplyAdd(relaxed, a, b0, low[r]!));
              f.set(high[r]!, multiplyAdd(relaxed, a, b1, high[r]!));
            }
            f.step(position, 4);
          });
          place.forEach((to, r) => {
            f.store(to, low[r]!);
            f.store(to, high[r]!, 16);
          });
        });
        f.step(panel, panelSize);
        f.step(target, outSize);
      });
    },
  );
}
