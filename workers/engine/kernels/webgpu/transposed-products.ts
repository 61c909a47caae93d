/** Products of transposed patches and values: filter gradients, and products of a transposed matrix. See tiles.ts. */
import { util, type TensorInfo } from '@tensorflow/tfjs-core';
import { dispatch, input, output, type DeviceBackend } from './device';
import { sumRows } from './reduce';
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
  type Patches,
} from './tiles';

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

/** Of a load, by its number. */
type Address = (g: number) => string;

interface PlaceShape {
  readonly turn: number;
  readonly columns: number;
  readonly tile: number;
  readonly loads: number;
  readonly four: number;
  readonly guarded: boolean;
}

/** One place: its values, and what each load of the left side adds. */
function placeProducts(
  { turn, columns, tile, loads, four, guarded }: PlaceShape,
  left: Address,
  there: Address,
): string {
  const zero = four === 4 ? 'vec4<f32>()' : '0.0';
  return [
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
}

function transposedBody(patches: Patches, columns: number, rows: number, across: number, each: number): string {
  const { height, width, channels, outHeight, outWidth, taps, step, dilation, before } = patches;
  const { lanes, tile } = columnTiles(columns);
  const terms = taps[0] * taps[1] * channels;
  const guarded = isGuarded(patches);
  const four = channels % 4 === 0 ? 4 : 1;
  const loads = rows / four;
  const place = (turn: number, left: Address, there: Address): string =>
    placeProducts({ turn, columns, tile, loads, four, guarded }, left, there);
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
      ? `for (var x = 0; x < ${whole}; x += ${UNROLLED}) { let to = ${lineTo} + x * ${columns};\n${lines(UNROLLED, inLine)}\n}`
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
