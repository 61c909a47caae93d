/** Sums over leading axes (bias gradients), which the stock kernels transpose for; in a fixed order. */
import { util, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';
import { dispatch, input, kernel, output, runStock, type DeviceBackend } from './device';

/** Rows that one invocation adds up; more are summed apart first. */
const ROWS_APART = 128;

/** Sums over the outer `rows` of x [rows, columns], in their order within groups, then over the groups. */
export function sumRows(backend: DeviceBackend, x: TensorInfo, rows: number, shape: number[], divisor = 1): TensorInfo {
  const columns = util.sizeFromShape(x.shape) / rows;
  const parts = rows > 2 * ROWS_APART ? Math.ceil(rows / ROWS_APART) : 1;
  const each = Math.ceil(rows / parts);
  const out = backend.makeTensorInfo(parts === 1 ? shape : [parts, columns], 'float32');
  const width = columns >= 64 ? 64 : Math.ceil(columns / 4) * 4;
  const bands = Math.ceil(columns / width);
  const across = Math.max(1, Math.min(Math.floor(64 / width), parts));
  dispatch(backend, {
    key: `sum of rows ${columns} by ${each} ${parts === 1 ? divisor : 1}`,
    bindings: [output('result', out), input('x', x)],
    workgroup: [width, across],
    groups: [bands, Math.ceil(parts / across), 1],
    body: () =>
      [
        `let column = group.x * ${width} + local.x;`,
        `let part = group.y * ${across} + local.y;`,
        `let rows = i32(arrayLength(&x)) / ${columns};`,
        `let end = min((part + 1) * ${each}, rows);`,
        'var sum = 0.0;',
        `let source = min(column, ${columns - 1});`,
        `for (var row = part * ${each}; row < end; row++) { sum += x[row * ${columns} + source]; }`,
        `if (column < ${columns} && part * ${each} < rows) {`,
        `result[part * ${columns} + column] = sum${parts === 1 && divisor !== 1 ? ` / ${divisor}.0` : ''};`,
        '}',
      ].join('\n'),
  });
  if (parts === 1) return out;
  const total = sumRows(backend, out, parts, shape, divisor);
  backend.disposeData(out.dataId);
  return total;
}

interface SumAttrs {
  readonly axis: number | number[];
  readonly keepDims: boolean;
}

/** Sum, wrapping the stock kernel: over leading axes of a float32 tensor it runs over the rows where they lie. */
export function sumWith(stock: KernelConfig): KernelConfig {
  return kernel<{ readonly x: TensorInfo }, SumAttrs>('Sum', (request) => {
    const { x } = request.inputs;
    const { axis, keepDims } = request.attrs;
    const axes = util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
    const leading = axes.every((value, index) => value === index) && axes.length < x.shape.length && axes.length > 0;
    const kept = x.shape.slice(axes.length);
    const columns = util.sizeFromShape(kept);
    const size = util.sizeFromShape(x.shape);
    if (!leading || x.dtype !== 'float32' || size === 0) return runStock(stock, request);
    const shape = keepDims ? [...axes.map(() => 1), ...kept] : kept;
    return sumRows(request.backend, x, size / columns, shape);
  });
}
