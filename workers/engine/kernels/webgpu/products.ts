/** Products of patches and a matrix: convolutions, and plain matrix products. See tiles.ts. */
import { util, type TensorInfo } from '@tensorflow/tfjs-core';
import { dispatch, eachValue, input, output, type Binding, type DeviceBackend } from './device';
import {
  columnNames,
  columnTiles,
  describe,
  INVOCATIONS,
  isGuarded,
  lines,
  range,
  ROWS,
  store,
  sums,
  type Finish,
  type Patches,
} from './tiles';

/**
 * WGSL of the row or column that a tap looks at, and of whether it is there: `&`, for each `&&` is a branch, and with so many
 * sums alive the branches took compilers half a minute.
 */
function look(spread: number, size: number, name: string, at: string): { code: string; at: string; there: string } {
  const place = spread === 1 ? name : `(${name} / ${spread})`;
  const onGrid = spread === 1 ? '' : ` & (${name} % ${spread} == 0)`;
  return { code: `let ${name} = ${at};`, at: place, there: `(${name} >= 0) & (${place} < ${size})${onGrid}` };
}

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

/** So many rows of the matrix, each times its value of every patch, added to the sums. */
function products(count: number, columns: number, tile: number, four: number, guarded: boolean): string {
  return [
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
  const terms = (count: number): string => products(count, columns, tile, four, guarded);
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
