/** What the WebGPU kernels are asked: shapes, strides, paddings and dilations drawn from a seed, and a few by hand. */
import { randomSource } from '../../../src/core/seed';

export interface Values {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}
/** One kernel with its inputs; `reference` is what the CPU backend is asked where it does not know an attribute. */
export interface Case {
  readonly kernel: string;
  readonly inputs: Readonly<Record<string, Values>>;
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly reference?: {
    readonly inputs?: Readonly<Record<string, Values>>;
    readonly attrs?: Readonly<Record<string, unknown>>;
    /** Which of the reference's values are compared, in their order. */
    readonly pick?: (values: Float32Array) => Float32Array;
  };
}

const random = randomSource(11);
const one = <T>(of: readonly T[]): T => of[Math.floor(of.length * random())]!;
const size = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);
/** Values between -1 and 1; with `steps`, of so many different sizes alone, so that windows have ties. */
export function draw(shape: readonly number[], steps?: number): Values {
  const value = (): number => (steps ? Math.floor(steps * random()) / steps : 2 * random() - 1);
  return { shape, values: Float32Array.from({ length: size(shape) }, value) };
}

type Pad = 'same' | 'valid' | number | number[][];

/** A filter [height, width, ...] with zeros between its taps: a convolution with it is one with a dilation. */
function stuffed({ shape, values }: Values, [down, across]: readonly [number, number]): Values {
  const [height, width, inner, outer] = shape as [number, number, number, number];
  const wide = [(height - 1) * down + 1, (width - 1) * across + 1, inner, outer];
  const out = new Float32Array(size(wide));
  for (let tap = 0; tap < height * width; tap += 1) {
    const place = Math.floor(tap / width) * down * wide[1]! + (tap % width) * across;
    out.set(values.subarray(tap * inner * outer, (tap + 1) * inner * outer) as Float32Array, place * inner * outer);
  }
  return { shape: wide, values: out };
}

function convolutionCases(index: number): Case[] {
  const filter = [one([1, 2, 3]), one([1, 2, 3]), one([1, 2, 3, 4, 8]), one([1, 3, 4, 7, 10, 16, 33, 64])] as const;
  const dilations: [number, number] = index % 4 === 3 ? [2, one([1, 2])] : [1, 1];
  const strides: [number, number] = index % 4 === 3 ? [1, 1] : [one([1, 1, 2, 3]), one([1, 1, 2])];
  // TensorFlow.js works out a width from the height where padding is a number: square images then.
  const pad = one<Pad>(['same', 'valid', 1, [[0, 0], [1, 2], [0, 1], [0, 0]]]); // prettier-ignore
  const height = 5 + Math.floor(5 * random());
  const width = typeof pad === 'number' ? height : 5 + Math.floor(5 * random());
  const square = typeof pad === 'number' ? ([filter[0], filter[0], filter[2], filter[3]] as const) : filter;
  const even: [number, number] = typeof pad === 'number' ? [strides[0], strides[0]] : strides;
  const dilated: [number, number] = typeof pad === 'number' ? [dilations[0], dilations[0]] : dilations;
  const x = draw([1 + (index % 3), height, width, square[2]]);
  const w = draw(square);
  const attrs = { strides: even, pad, dataFormat: 'NHWC', dilations: dilated };
  const plain = { ...attrs, dilations: [1, 1] };
  const span = (axis: 0 | 1): number => (square[axis] - 1) * dilated[axis] + 1;
  const places = (length: number, axis: 0 | 1): number => {
    if (pad === 'same') return Math.ceil(length / even[axis]);
    const around = pad === 'valid' ? 0 : typeof pad === 'number' ? 2 * pad : axis === 0 ? 3 : 1;
    return Math.floor((length + around - span(axis)) / even[axis]) + 1;
  };
  const dy = draw([x.shape[0]!, places(height, 0), places(width, 1), square[3]]);
  const wide = stuffed(w, dilated);
  const chosen = (values: Float32Array): Float32Array => {
    const inner = square[2] * square[3];
    const taps = Array.from({ length: square[0] * square[1] }, (_, tap) => {
      const at = Math.floor(tap / square[1]) * dilated[0] * wide.shape[1]! + (tap % square[1]) * dilated[1];
      return [...values.subarray(at * inner, (at + 1) * inner)];
    });
    return Float32Array.from(taps.flat());
  };
  return [
    { kernel: 'Conv2D', inputs: { x, filter: w }, attrs },
    {
      kernel: 'FusedConv2D',
      inputs: { x, filter: w, bias: draw([square[3]]) },
      attrs: { ...attrs, activation: index % 2 ? 'relu' : 'linear' },
    },
    {
      kernel: 'Conv2DBackpropInput',
      inputs: { dy, filter: w },
      attrs: { ...attrs, inputShape: x.shape },
      reference: { inputs: { dy, filter: wide }, attrs: { ...plain, inputShape: x.shape } },
    },
    {
      kernel: 'Conv2DBackpropFilter',
      inputs: { x, dy },
      attrs: { ...attrs, filterShape: square },
      reference: { attrs: { ...plain, filterShape: wide.shape }, pick: chosen },
    },
  ];
}

function productCases(index: number): Case[] {
  const [rows, terms, columns] = [one([1, 3, 17, 70]), one([1, 6, 8, 33]), one([1, 5, 10, 32, 65])] as const;
  const [transposeA, transposeB] = [index % 3 === 1, index % 3 === 2];
  const outer = index % 2 ? [1] : [];
  const a = draw([...outer, ...(transposeA ? [terms, rows] : [rows, terms])]);
  const b = draw([...outer, ...(transposeB ? [columns, terms] : [terms, columns])]);
  const attrs = { transposeA, transposeB };
  const several = { a: draw([2, 3, 4]), b: draw([2, 4, 5]) };
  return [
    { kernel: 'BatchMatMul', inputs: { a, b }, attrs },
    {
      kernel: '_FusedMatMul',
      inputs: { a, b, bias: draw([columns]) },
      attrs: { ...attrs, activation: index % 2 ? 'relu' : 'linear' },
    },
    ...(index === 0
      ? [{ kernel: 'BatchMatMul', inputs: several, attrs: { transposeA: false, transposeB: false } }]
      : []),
  ];
}

function poolCases(index: number): Case[] {
  const filterSize: [number, number] = [one([1, 2, 3]), one([2, 3])];
  const strides: [number, number] = index % 2 ? filterSize : [one([1, 2, 3]), one([1, 2])];
  const pad = one(['same', 'valid'] as const);
  const x = draw([2, 4 + Math.floor(5 * random()), 4 + Math.floor(5 * random()), one([1, 3, 4, 32])], 4);
  const attrs = { filterSize, strides, pad };
  return [{ kernel: 'MaxPool', inputs: { x }, attrs }];
}

function sumCases(): Case[] {
  const shapes: [number[], number[]][] = [
    [[3, 5], [0]],
    [[700, 10], [0]],
    [
      [2, 9, 11, 32],
      [0, 1, 2],
    ],
    [
      [5, 7, 130],
      [1, 0],
    ],
    [[40_000, 1], [0]],
    [[6, 5, 4], [2]],
  ];
  return shapes.flatMap(([shape, axis], index) => [
    { kernel: 'Sum', inputs: { x: draw(shape) }, attrs: { axis, keepDims: index % 2 === 1 } },
  ]);
}

function valueCases(): Case[] {
  return [
    { kernel: 'Add', inputs: { a: draw([7, 30, 10]), b: draw([10]) }, attrs: {} },
    { kernel: 'Add', inputs: { a: draw([1, 32]), b: draw([3, 13, 32]) }, attrs: {} },
    { kernel: 'Add', inputs: { a: draw([40, 50]), b: draw([40, 50]) }, attrs: {} },
    { kernel: 'Add', inputs: { a: draw([40, 50]), b: draw([40, 1]) }, attrs: {} },
    { kernel: 'Relu', inputs: { x: draw([5, 333]) }, attrs: {} },
  ];
}

const times = (count: number, make: (index: number) => Case[]): Case[] =>
  Array.from({ length: count }, (_, index) => make(index)).flat();

export const CASES: readonly Case[] = [
  ...times(24, convolutionCases),
  ...times(12, productCases),
  ...times(12, poolCases),
  ...sumCases(),
  ...valueCases(),
];
