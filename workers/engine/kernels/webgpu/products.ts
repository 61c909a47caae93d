/**
 * Matrix products whose left side is never written down (implicit GEMM): its rows are patches of images. Each invocation works
 * out a tile of ROWS x up to COLUMNS values in registers; neighbours in a workgroup take neighbouring columns, so that the
 * right side is read from neighbouring places and the left side by all at once. The shapes are constants of the shader, but
 * for the number of images.
 */
import { util, type TensorInfo } from '@tensorflow/tfjs-core';
import { dispatch, eachValue, input, output, type Binding, type DeviceBackend } from './device';
import { sumRows } from './reduce';

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
const ROWS = 8;
const COLUMNS = 8;
const INVOCATIONS = 64;

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const lines = (count: number, line: (index: number) => string): string => range(count).map(line).join('\n');

/** How columns are dealt out: `lanes` neighbours take neighbouring columns, each `tile` of them. */
function columnTiles(columns: number): { readonly lanes: number; readonly tile: number; readonly tiles: number } {
  const lanes = columns >= 64 ? 8 : 4;
  const tile = Math.min(COLUMNS, Math.ceil(columns / lanes));
  return { lanes, tile, tiles: Math.ceil(columns / (lanes * tile)) };
}

/** Whether some tap of some place looks beside the image. */
function isGuarded({ height, width, outHeight, outWidth, taps, step, dilation, before, spread }: Patches): boolean {
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

/**
 * WGSL of the row or column that a tap looks at, and of whether it is there: `&`, for each `&&` is a branch, and with so many
 * sums alive the branches took compilers half a minute.
 */
function look(spread: number, size: number, name: string, at: string): { code: string; at: string; there: string } {
  const place = spread === 1 ? name : `(${name} / ${spread})`;
  const onGrid = spread === 1 ? '' : ` & (${name} % ${spread} == 0)`;
  return { code: `let ${name} = ${at};`, at: place, there: `(${name} >= 0) & (${place} < ${size})${onGrid}` };
}

/** WGSL names of the first column of a lane and of all its columns, held inside the matrix. */
function columnNames(columns: number, lanes: number, tile: number): string {
  const clamped = columns % (lanes * tile) !== 0;
  return [
    `let n = group.x * ${lanes * tile} + local.x;`,
    lines(tile, (j) => `let n${j} = ${clamped ? `min(n + ${j * lanes}, ${columns - 1})` : `n + ${j * lanes}`};`),
  ].join('\n');
}

const sums = (rows: number, tile: number): string =>
  lines(rows, (i) =>
    range(tile)
      .map((j) => `var s${i}_${j} = 0.0;`)
      .join(' '),
  );

function store(
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

const describe = (patches: Patches): string => Object.values(patches).flat().join(',');

/**
 * images, as patches [count * places, taps * channels], times matrix [taps * channels, columns]: [count * places, columns]
 * in `result`.
 */
export function patchProduct(
  backend: DeviceBackend,
  images: TensorInfo,
  patches: Patches,
  matrix: TensorInfo,
  columns: number,
  result: TensorInfo,
  finish: Finish = {},
): void {
  const rows = util.sizeFromShape(result.shape) / columns;
  const { lanes, tiles } = columnTiles(columns);
  const across = INVOCATIONS / lanes;
  const inFours = patches.channels % 4 === 0;
  const bindings: Binding[] = [
    output('result', result),
    input('images', images, inFours ? 'vec4<f32>' : 'f32'),
    input('matrix', matrix),
  ];
  if (finish.bias) bindings.push(input('bias', finish.bias));
  dispatch(backend, {
    key: `patches ${describe(patches)} x ${columns} ${finish.activation ?? 'linear'}`,
    bindings,
    workgroup: [lanes, across],
    groups: [tiles, Math.ceil(rows / (ROWS * across)), 1],
    body: () => patchBody(patches, columns, finish),
  });
}

function patchBody(patches: Patches, columns: number, finish: Finish): string {
  const { height, width, channels, outHeight, outWidth, taps, step, dilation, before, spread } = patches;
  const { lanes, tile } = columnTiles(columns);
  const places = outHeight * outWidth;
  const guarded = isGuarded(patches);
  // Without gaps and edges the taps of a line lie side by side in memory.
  const run = guarded || dilation[1] > 1 ? channels : taps[1] * channels;
  const perLine = run === channels ? taps[1] : 1;
  const four = channels % 4 === 0 ? 4 : 1;
  const tapRow = look(spread[0], height, 'r', `y + a * ${dilation[0]}`);
  const tapColumn = look(spread[1], width, 'c', `x + b * ${dilation[1]}`);
  const terms = (count: number): string =>
    [
      lines(count, (k) =>
        range(tile)
          .map((j) => `let w${k}_${j} = matrix[w + ${k * columns} + n${j}];`)
          .join(' '),
      ),
      lines(ROWS, (i) => {
        const load = four === 4 ? `images[from${i} + k]` : undefined;
        const read = (k: number): string => load ?? `images[from${i} + k + ${k}]`;
        const value = (text: string): string =>
          guarded ? `select(${four === 4 ? 'vec4<f32>()' : '0.0'}, ${text}, there${i})` : text;
        const add = (k: number, v: string): string =>
          range(tile)
            .map((j) => `s${i}_${j} += ${v} * w${k}_${j};`)
            .join(' ');
        if (four === 4)
          return `{ let v = ${value(read(0))}; ${range(4)
            .map((k) => add(k, `v.${'xyzw'[k]!}`))
            .join(' ')} }`;
        return range(count)
          .map((k) => `{ let v = ${value(read(k))}; ${add(k, 'v')} }`)
          .join(' ');
      }),
    ].join('\n');
  const whole = Math.floor(run / 4) * 4;
  const loop = four === 4 ? run / 4 : whole;
  return [
    columnNames(columns, lanes, tile),
    `let rows = i32(arrayLength(&result)) / ${columns};`,
    `let m = (group.y * ${INVOCATIONS / lanes} + local.y) * ${ROWS};`,
    lines(ROWS, (i) =>
      [
        `let m${i} = min(m + ${i}, rows - 1);`,
        `let image${i} = m${i} / ${places} * ${height * width};`,
        `let y${i} = m${i} % ${places} / ${outWidth} * ${step[0]} - ${before[0]};`,
        `let x${i} = m${i} % ${outWidth} * ${step[1]} - ${before[1]};`,
      ].join(' '),
    ),
    sums(ROWS, tile),
    `for (var a = 0; a < ${taps[0]}; a++) { for (var b = 0; b < ${perLine}; b++) {`,
    lines(ROWS, (i) => {
      const at = (text: string): string => text.replaceAll(/\b([yxrc])\b/g, `$1${i}`);
      const address = `(image${i} + ${at(tapRow.at)} * ${width} + ${at(tapColumn.at)}) * ${channels / four}`;
      return [
        at(tapRow.code),
        at(tapColumn.code),
        guarded ? `let there${i} = ${at(tapRow.there)} & ${at(tapColumn.there)};` : '',
        `let from${i} = ${guarded ? `select(0, ${address}, there${i})` : address};`,
      ].join(' ');
    }),
    `let first = (a * ${taps[1]} + b) * ${channels * columns};`,
    loop > 0
      ? [
          `for (var k = 0; k < ${loop}; k += ${four === 4 ? 1 : 4}) {`,
          `let w = first + k * ${four * columns};`,
          terms(4),
          '}',
        ].join('\n')
      : '',
    four === 1 && run > whole
      ? `{ const k = ${whole}; let w = first + ${whole * columns};\n${terms(run - whole)}\n}`
      : '',
    '} }',
    store(
      ROWS,
      tile,
      lanes,
      columns,
      (i) => `(m + ${i})`,
      (i) => `m + ${i} < rows`,
      finish,
    ),
  ].join('\n');
}

/** Invocations that a device is kept busy with: as many images as needed for it are summed apart. */
const BUSY = 8192;
/** Most values of the sums that are kept apart. */
const MOST_APART = 2 ** 23;

/**
 * The transposed patches [taps * channels, count * places] times values [count * places, columns]: [taps * channels, columns].
 * Groups of images are summed apart, then the groups in their order, so that equal shapes give equal bits.
 * @returns a new tensor of this shape
 */
export function transposedPatchProduct(
  backend: DeviceBackend,
  images: TensorInfo,
  patches: Patches,
  values: TensorInfo,
  columns: number,
  shape: number[],
): TensorInfo {
  const { channels, taps, outHeight, outWidth } = patches;
  const terms = taps[0] * taps[1] * channels;
  const count = util.sizeFromShape(values.shape) / (columns * outHeight * outWidth);
  const { lanes, tiles } = columnTiles(columns);
  const inFours = channels % 4 === 0;
  const rows = inFours ? ROWS : Math.min(terms, ROWS + 1);
  const bands = Math.ceil(terms / rows);
  const busy = Math.ceil(BUSY / (bands * tiles * lanes));
  const room = Math.max(1, Math.floor(MOST_APART / (terms * columns)));
  const each = Math.ceil(count / Math.min(count, busy, room));
  const parts = Math.ceil(count / each);
  const across = Math.min(INVOCATIONS / lanes, bands);
  const apart = backend.makeTensorInfo([parts, terms, columns], 'float32');
  dispatch(backend, {
    key: `transposed patches ${describe(patches)} x ${columns} by ${each}`,
    bindings: [
      output('result', apart),
      input('images', images, inFours ? 'vec4<f32>' : 'f32'),
      input('values', values),
    ],
    workgroup: [lanes, across],
    groups: [tiles, Math.ceil(bands / across), parts],
    body: () => transposedBody(patches, columns, rows, across, each),
  });
  if (parts === 1) return { dataId: apart.dataId, shape, dtype: apart.dtype };
  const out = sumRows(backend, apart, parts, shape);
  backend.disposeData(apart.dataId);
  return out;
}

/** Places that are written out one after the other: a turn of a loop costs as much as several products. */
const UNROLLED = 4;

function transposedBody(patches: Patches, columns: number, rows: number, across: number, each: number): string {
  const { height, width, channels, outHeight, outWidth, taps, step, dilation, before } = patches;
  const { lanes, tile } = columnTiles(columns);
  const terms = taps[0] * taps[1] * channels;
  const guarded = isGuarded(patches);
  const four = channels % 4 === 0 ? 4 : 1;
  const loads = rows / four;
  const zero = four === 4 ? 'vec4<f32>()' : '0.0';
  /** One place: its values, and what each load of the left side adds. */
  const place = (turn: number, left: (g: number) => string, there: (g: number) => string): string =>
    [
      '{',
      `let w = to + ${turn * columns};`,
      range(tile)
        .map((j) => `let v${j} = values[w + n${j}];`)
        .join(' '),
      lines(loads, (g) => {
        const load = guarded
          ? `let there = ${there(g)}; let p = select(${zero}, images[select(0, ${left(g)}, there)], there);`
          : `let p = images[${left(g)}];`;
        const add = range(four).map((q) =>
          range(tile)
            .map((j) => `s${g * four + q}_${j} += ${four === 4 ? `p.${'xyzw'[q]!}` : 'p'} * v${j};`)
            .join(' '),
        );
        return `{ ${load} ${add.join(' ')} }`;
      }),
      '}',
    ].join('\n');
  const single = outHeight * outWidth === 1;
  const inLine = (turn: number): string =>
    place(
      turn,
      (g) => `from${g} + (x + ${turn}) * ${(step[1] * channels) / four}`,
      (g) => `line${g} & ((x + ${turn}) * ${step[1]} + b${g} >= 0) & ((x + ${turn}) * ${step[1]} + b${g} < ${width})`,
    );
  const inTurn = (turn: number): string =>
    place(
      turn,
      (g) => `(((image + ${turn}) * ${height} + a${g}) * ${width} + b${g}) * ${channels / four} + c${g}`,
      (g) => `(a${g} >= 0) & (a${g} < ${height}) & (b${g} >= 0) & (b${g} < ${width})`,
    );
  const whole = outWidth - (outWidth % UNROLLED);
  const lineTo = `(image * ${outHeight} + y) * ${outWidth * columns}`;
  const overImages = [
    'var image = start;',
    `for (; image + ${UNROLLED} <= end; image += ${UNROLLED}) { let to = image * ${columns};`,
    lines(UNROLLED, inTurn),
    '}',
    `for (; image < end; image++) { let to = image * ${columns};`,
    inTurn(0),
    '}',
  ];
  const overLines = [
    `for (var image = start; image < end; image++) { for (var y = 0; y < ${outHeight}; y++) {`,
    lines(loads, (g) =>
      [
        `let r${g} = y * ${step[0]} + a${g};`,
        guarded ? `let line${g} = (r${g} >= 0) & (r${g} < ${height});` : '',
        `let from${g} = ((image * ${height} + r${g}) * ${width} + b${g}) * ${channels / four} + c${g};`,
      ].join(' '),
    ),
    whole > 0
      ? [
          `for (var x = 0; x < ${whole}; x += ${UNROLLED}) { let to = ${lineTo} + x * ${columns};`,
          lines(UNROLLED, inLine),
          '}',
        ].join('\n')
      : '',
    outWidth > whole
      ? `{ const x = ${whole}; let to = ${lineTo} + ${whole * columns};\n${lines(outWidth - whole, inLine)}\n}`
      : '',
    '} }',
  ];
  return [
    columnNames(columns, lanes, tile),
    `let k = (group.y * ${across} + local.y) * ${rows};`,
    // A load brings one row, or four that lie side by side.
    lines(loads, (g) =>
      [
        `let k${g} = min(k + ${g * four}, ${terms - four});`,
        `let tap${g} = k${g} / ${channels};`,
        `let a${g} = tap${g} / ${taps[1]} * ${dilation[0]} - ${before[0]};`,
        `let b${g} = tap${g} % ${taps[1]} * ${dilation[1]} - ${before[1]};`,
        `let c${g} = k${g} % ${channels} / ${four};`,
      ].join(' '),
    ),
    sums(rows, tile),
    `let count = i32(arrayLength(&values)) / ${columns * outHeight * outWidth};`,
    `let start = group.z * ${each};`,
    `let end = min(start + ${each}, count);`,
    ...(single ? overImages : overLines),
    store(
      rows,
      tile,
      lanes,
      columns,
      (i) => `(group.z * ${terms} + k + ${i})`,
      (i) => `k + ${i} < ${terms}`,
    ),
  ].join('\n');
}

/** Matrices [count, rows, columns] to [count, columns, rows], the last of them first where `turned`. */
export function transposed(
  backend: DeviceBackend,
  tensor: TensorInfo,
  [count, rows, columns]: readonly [number, number, number],
  turned: boolean,
): TensorInfo {
  const result = backend.makeTensorInfo([count, columns, rows], 'float32');
  const size = rows * columns;
  dispatch(backend, {
    key: `transposed ${count},${rows},${columns} ${turned}`,
    bindings: [output('result', result), input('values', tensor)],
    ...eachValue(
      count * size,
      [
        `let source = ${turned ? `${count - 1} - at / ${size}` : `at / ${size}`};`,
        `let row = at % ${rows}; let column = at % ${size} / ${rows};`,
        `result[at] = values[(source * ${rows} + row) * ${columns} + column];`,
      ].join('\n'),
    ),
  });
  return result;
}
