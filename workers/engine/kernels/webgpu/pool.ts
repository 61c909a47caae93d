/** Max pooling and its gradient. The gradient is gathered: each input looks at the windows that it is in. */
import { backend_util, util, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';
import { dispatch, eachValue, input, kernel, modulo, output, over, runStock } from './device';

interface PoolAttrs {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

const infoOf = (x: TensorInfo, { filterSize, strides, pad, dimRoundingMode }: PoolAttrs): backend_util.Conv2DInfo =>
  backend_util.computePool2DInfo(
    x.shape as [number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );

/** Everything that the shaders are made of. */
function describe(info: backend_util.Conv2DInfo): string {
  const {
    inHeight,
    inWidth,
    inChannels,
    outHeight,
    outWidth,
    filterHeight,
    filterWidth,
    strideHeight,
    strideWidth,
    padInfo,
  } = info;
  return [inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth]
    .concat([strideHeight, strideWidth, padInfo.top, padInfo.left])
    .join(',');
}

/** WGSL: goes through the part of the window at (i, j) that is on the image, with `source` the index of each value. */
const eachOfWindow = (info: backend_util.Conv2DInfo, visit: string): string => {
  const { inHeight, inWidth, inChannels, filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  return [
    `let top = i * ${strideHeight} - ${padInfo.top}; let left = j * ${strideWidth} - ${padInfo.left};`,
    `for (var r = max(top, 0); r < min(top + ${filterHeight}, ${inHeight}); r++) {`,
    `for (var c = max(left, 0); c < min(left + ${filterWidth}, ${inWidth}); c++) {`,
    `let source = ((image * ${inHeight} + r) * ${inWidth} + c) * ${inChannels} + channel;`,
    visit,
    '} }',
  ].join('\n');
};

/** MaxPool, wrapping the stock kernel. */
export function maxPoolWith(stock: KernelConfig): KernelConfig {
  return kernel<{ readonly x: TensorInfo }, PoolAttrs>('MaxPool', (request) => {
    const { inputs, attrs, backend } = request;
    const { x } = inputs;
    const info = infoOf(x, attrs);
    const size = util.sizeFromShape(info.outShape);
    if (x.dtype !== 'float32' || size === 0) return runStock(stock, request);
    const result = backend.makeTensorInfo(info.outShape, 'float32');
    const { inChannels, outHeight, outWidth } = info;
    dispatch(backend, {
      key: `max pool ${describe(info)}`,
      bindings: [output('result', result), input('x', x)],
      ...eachValue(
        size,
        [
          `let channel = ${modulo('at', inChannels)}; let place = ${over('at', inChannels)};`,
          `let j = place % ${outWidth}; let i = place / ${outWidth} % ${outHeight}; let image = place / ${outWidth * outHeight};`,
          'var largest = -3.4028234e38;',
          eachOfWindow(info, 'largest = max(largest, x[source]);'),
          'result[at] = largest;',
        ].join('\n'),
      ),
    });
    return result;
  });
}

interface GradInputs {
  readonly dy: TensorInfo;
  readonly input: TensorInfo;
  readonly output: TensorInfo;
}

/** Whether each input is in one window at most, windows start in the corner, and none looks beside the image. */
const isApart = (info: backend_util.Conv2DInfo): boolean =>
  info.padInfo.top === 0 &&
  info.padInfo.left === 0 &&
  info.strideHeight >= info.filterHeight &&
  info.strideWidth >= info.filterWidth &&
  (info.outHeight - 1) * info.strideHeight + info.filterHeight <= info.inHeight &&
  (info.outWidth - 1) * info.strideWidth + info.filterWidth <= info.inWidth;

/** dy goes to the first of the largest values of each window, in the order of rows. */
export const maxPoolGrad = kernel<GradInputs, PoolAttrs>('MaxPoolGrad', ({ inputs, attrs, backend }) => {
  const x = inputs.input;
  const info = infoOf(x, attrs);
  const result = backend.makeTensorInfo(x.shape, 'float32');
  if (isApart(info) && info.filterHeight * info.filterWidth <= 16) {
    const size = info.batchSize * cellsOf(info)[0] * cellsOf(info)[1] * info.inChannels;
    dispatch(backend, {
      key: `max pool gradient by windows ${describe(info)}`,
      bindings: [output('result', result), input('dy', inputs.dy), input('x', x)],
      ...eachValue(
        size,
        windowGradient(info),
        `i32(arrayLength(&result)) / ${info.inHeight * info.inWidth} * ${cellsOf(info)[0] * cellsOf(info)[1]}`,
      ),
    });
    return result;
  }
  dispatch(backend, {
    key: `max pool gradient ${describe(info)}`,
    bindings: [output('result', result), input('dy', inputs.dy), input('x', x), input('largest', inputs.output)],
    ...eachValue(util.sizeFromShape(x.shape), gatheredGradient(info)),
  });
  return result;
});

/** Blocks of a stride by a stride that the image falls into, those at its edges cut. */
const cellsOf = ({ inHeight, inWidth, strideHeight, strideWidth }: backend_util.Conv2DInfo): [number, number] => [
  Math.ceil(inHeight / strideHeight),
  Math.ceil(inWidth / strideWidth),
];

/** WGSL for one window and the block around it: all of the block's gradients are written. */
function windowGradient(info: backend_util.Conv2DInfo): string {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth } =
    info;
  const [down, across] = cellsOf(info);
  const block = Array.from({ length: strideHeight * strideWidth }, (_, index) => ({
    index,
    r: Math.floor(index / strideWidth),
    c: index % strideWidth,
  }));
  const inside = block.filter(({ r, c }) => r < filterHeight && c < filterWidth);
  const at = (r: number, c: number): string => `corner + ${(r * inWidth + c) * inChannels}`;
  const cut = down * strideHeight > inHeight || across * strideWidth > inWidth;
  return [
    `let channel = ${modulo('at', inChannels)}; let cell = ${over('at', inChannels)};`,
    `let j = ${modulo('cell', across)}; let line = ${over('cell', across)};`,
    `let i = ${modulo('line', down)}; let image = ${over('line', down)};`,
    `let corner = ((image * ${inHeight} + i * ${strideHeight}) * ${inWidth} + j * ${strideWidth}) * ${inChannels} + channel;`,
    `if ((i < ${outHeight}) & (j < ${outWidth})) {`,
    `let g = dy[((image * ${outHeight} + i) * ${outWidth} + j) * ${inChannels} + channel];`,
    ...inside.map(({ index, r, c }) => `let v${index} = x[${at(r, c)}];`),
    `let most = ${inside.reduce((text, { index }) => (text ? `max(${text}, v${index})` : `v${index}`), '')};`,
    'var free = true;',
    ...block.map(({ index, r, c }) => {
      const write = inside.some((one) => one.index === index)
        ? `{ let hit = free & (v${index} == most); result[${at(r, c)}] = select(0.0, g, hit); free = free & !hit; }`
        : `result[${at(r, c)}] = 0.0;`;
      return r < filterHeight && c < filterWidth
        ? write
        : `if ((i * ${strideHeight} + ${r} < ${inHeight}) & (j * ${strideWidth} + ${c} < ${inWidth})) { ${write} }`;
    }),
    '} else {',
    ...(cut || strideHeight > filterHeight || strideWidth > filterWidth
      ? block.map(
          ({ r, c }) =>
            `if ((i * ${strideHeight} + ${r} < ${inHeight}) & (j * ${strideWidth} + ${c} < ${inWidth})) { result[${at(r, c)}] = 0.0; }`,
        )
      : []),
    '}',
  ].join('\n');
}

/** WGSL for one input that may be in several windows. */
function gatheredGradient(info: backend_util.Conv2DInfo): string {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth } =
    info;
  const { top, left } = info.padInfo;
  /** Of the windows along one axis that a place is in, the first and the last. */
  const windows = (place: string, before: number, filter: number, stride: number, places: number): [string, string] => [
    `max(0, (${place} + ${before - filter + stride}) / ${stride})`,
    `min(${places - 1}, (${place} + ${before}) / ${stride})`,
  ];
  const rows = windows('y', top, filterHeight, strideHeight, outHeight);
  const columns = windows('z', left, filterWidth, strideWidth, outWidth);
  return [
    `let channel = ${modulo('at', inChannels)}; let place = ${over('at', inChannels)};`,
    `let z = place % ${inWidth}; let y = place / ${inWidth} % ${inHeight}; let image = place / ${inWidth * inHeight};`,
    'let own = x[at]; var sum = 0.0;',
    `for (var i = ${rows[0]}; i <= ${rows[1]}; i++) { for (var j = ${columns[0]}; j <= ${columns[1]}; j++) {`,
    `let window = ((image * ${outHeight} + i) * ${outWidth} + j) * ${inChannels} + channel;`,
    'let most = largest[window];',
    'if (own == most) {',
    'var isFirst = true;',
    eachOfWindow(info, 'if (source < at && x[source] == most) { isFirst = false; }'),
    'if (isFirst) { sum += dy[window]; }',
    '} } }',
    'result[at] = sum;',
  ].join('\n');
}
