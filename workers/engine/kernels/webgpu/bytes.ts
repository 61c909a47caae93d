/** Bytes to input values by a table, on the device: a quarter of the upload, and no loop over the values in JavaScript. */
import { util, type TensorInfo } from '@tensorflow/tfjs-core';
import { dispatch, eachValue, input, kernel, modulo, output, over } from './device';

/** Kernel of ours, known to the engine by this name. */
export const LOOK_UP_BYTES = 'LookUpBytes';

interface Inputs {
  /** [rows, a quarter of the bytes a row], int32: four bytes each, the first lowest. */
  readonly bytes: TensorInfo;
  /** [size], int32: the byte of the row that each value is looked up by. */
  readonly sources: TensorInfo;
  /** [256] for all values, or [size, 256]. */
  readonly tables: TensorInfo;
}

/** Values [rows, ...shape], float32. */
export const lookUpBytes = kernel<Inputs, { readonly shape: readonly number[] }>(
  LOOK_UP_BYTES,
  ({ inputs: { bytes, sources, tables }, attrs: { shape }, backend }) => {
    const [rows, words] = bytes.shape as [number, number];
    const result = backend.makeTensorInfo([rows, ...shape], 'float32');
    const size = util.sizeFromShape([...shape]);
    const apart = util.sizeFromShape(tables.shape) > 256;
    dispatch(backend, {
      key: `look up bytes ${words} ${size} ${apart}`,
      bindings: [
        output('result', result),
        input('bytes', bytes, 'i32'),
        input('sources', sources, 'i32'),
        input('tables', tables),
      ],
      ...eachValue(
        rows * size,
        [
          `let index = ${modulo('at', size)}; let byte = sources[index];`,
          `let word = bytes[${over('at', size)} * ${words} + (byte >> 2u)];`,
          'let level = (word >> u32((byte & 3) * 8)) & 255;',
          `result[at] = tables[${apart ? 'index * 256 + level' : 'level'}];`,
        ].join('\n'),
      ),
    });
    return result;
  },
);
