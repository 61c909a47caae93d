/**
 * Matrix products whose left side is never written down (implicit GEMM): its rows are patches of images. Each invocation works
 * out a tile of ROWS x up to COLUMNS values in registers; neighbours in a workgroup take neighbouring columns, so that the
 * right side is read from neighbouring places and the left side by all at once. The shapes are constants of the shader, but
 * for the number of images. Here is what the products have in common.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core';

/** Images [count, height, width, channels] and the patches of them: one a place (i, j), with taps (a, b). */
export interface Patches {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly taps: readonly [number, number];
  /** Place (i, j), tap (a, b) looks at row (i * step[0] + a * dilation[0] - before[0]) / spread[0], if that is a row. */
  readonly step: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly before: readonly [number, number];
  /** Above 1: only every spread-th row and column is there. */
  readonly spread: readonly [number, number];
}

/** A matrix [rows, channels] as images of one pixel. */
export const rowsOf = (channels: number): Patches => ({
  height: 1,
  width: 1,
  channels,
  outHeight: 1,
  outWidth: 1,
  taps: [1, 1],
  step: [1, 1],
  dilation: [1, 1],
  before: [0, 0],
  spread: [1, 1],
});

/** Added to each value of the product: a bias [columns], and what becomes of the sum. */
export interface Finish {
  readonly bias?: TensorInfo;
  readonly activation?: 'linear' | 'relu';
}

/** Rows of a tile. Eight by eight tiles took the least time of those tried: docs/performance.md. */
export const ROWS = 8;
const COLUMNS = 8;
export const INVOCATIONS = 64;

export const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
export const lines = (count: number, line: (index: number) => string): string => range(count).map(line).join('\n');

/** How columns are dealt out: `lanes` neighbours take neighbouring columns, each `tile` of them. */
export function columnTiles(columns: number): {
  readonly lanes: number;
  readonly tile: number;
  readonly tiles: number;
} {
  const lanes = columns >= 64 ? 8 : 4;
  const tile = Math.min(COLUMNS, Math.ceil(columns / lanes));
  return { lanes, tile, tiles: Math.ceil(columns / (lanes * tile)) };
}

/** Whether some tap of some place looks beside the image. */
export function isGuarded({
  height,
  width,
  outHeight,
  outWidth,
  taps,
  step,
  dilation,
  before,
  spread,
}: Patches): boolean {
  const last = (axis: 0 | 1, places: number): number =>
    (places - 1) * step[axis] + (taps[axis] - 1) * dilation[axis] - before[axis];
  return (
    before[0] > 0 ||
    before[1] > 0 ||
    spread[0] > 1 ||
    spread[1] > 1 ||
    last(0, outHeight) >= height ||
    last(1, outWidth) >= width
  );
}

/** WGSL names of the first column of a lane and of all its columns, held inside the matrix. */
export function columnNames(columns: number, lanes: number, tile: number): string {
  const clamped = columns % (lanes * tile) !== 0;
  return [
    `let n = group.x * ${lanes * tile} + local.x;`,
    lines(tile, (j) => `let n${j} = ${clamped ? `min(n + ${j * lanes}, ${columns - 1})` : `n + ${j * lanes}`};`),
  ].join('\n');
}

export const sums = (rows: number, tile: number): string =>
  lines(rows, (i) =>
    range(tile)
      .map((j) => `var s${i}_${j} = 0.0;`)
      .join(' '),
  );

export function store(
  rows: number,
  tile: number,
  lanes: number,
  columns: number,
  at: (row: number) => string,
  there: (row: number) => string,
  finish: Finish = {},
): string {
  const clamped = columns % (lanes * tile) !== 0;
  const finished = (i: number, j: number): string => {
    const sum = finish.bias ? `s${i}_${j} + bias[n${j}]` : `s${i}_${j}`;
    return finish.activation === 'relu' ? `select(${sum}, 0.0, ${sum} < 0.0)` : sum;
  };
  return lines(rows, (i) => {
    const each = range(tile).map((j) => {
      const write = `result[${at(i)} * ${columns} + n${j}] = ${finished(i, j)};`;
      return clamped ? `if (n + ${j * lanes} < ${columns}) { ${write} }` : write;
    });
    return `if (${there(i)}) { ${each.join(' ')} }`;
  });
}

export const describe = (patches: Patches): string => Object.values(patches).flat().join(',');
