/** Products of matrices, one of them transposed or none; the shapes of dense layers and their gradients. */
import { util, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';
import { finishOf } from './conv2d';
import { kernel, MOST_GROUPS, runStock, type DeviceBackend } from './device';
import { patchProduct, transposed } from './products';
import { rowsOf, type Finish } from './tiles';
import { transposedPatchProduct } from './transposed-products';

interface MatMulAttrs {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}
interface Inputs {
  readonly a: TensorInfo;
  readonly b: TensorInfo;
}

/** Whether it is one product of two float32 matrices, at most one of them transposed. */
function fits({ a, b }: Inputs, { transposeA, transposeB }: MatMulAttrs): boolean {
  const one = (tensor: TensorInfo): boolean =>
    tensor.dtype === 'float32' &&
    util.sizeFromShape(tensor.shape) > 0 &&
    util.sizeFromShape(tensor.shape.slice(0, -2)) === 1 &&
    tensor.shape.length <= 3;
  return (
    one(a) && one(b) && a.shape.length === b.shape.length && !(transposeA && transposeB) && rowsIn(a) < MOST_GROUPS * 64
  );
}
const rowsIn = ({ shape }: TensorInfo): number => shape[shape.length - 2]!;
const columnsIn = ({ shape }: TensorInfo): number => shape[shape.length - 1]!;

function multiply(
  backend: DeviceBackend,
  { a, b }: Inputs,
  { transposeA, transposeB }: MatMulAttrs,
  finish?: Finish,
): TensorInfo {
  const outer = a.shape.slice(0, -2);
  if (transposeA) {
    const shape = [...outer, columnsIn(a), columnsIn(b)];
    return transposedPatchProduct(backend, a, rowsOf(columnsIn(a)), b, columnsIn(b), shape);
  }
  const columns = transposeB ? rowsIn(b) : columnsIn(b);
  const right = transposeB ? transposed(backend, b, [1, rowsIn(b), columnsIn(b)], false) : b;
  const out = backend.makeTensorInfo([...outer, rowsIn(a), columns], 'float32');
  patchProduct(backend, a, rowsOf(columnsIn(a)), right, columns, out, finish);
  if (transposeB) backend.disposeData(right.dataId);
  return out;
}

/** BatchMatMul, wrapping the stock kernel, which runs where there are several products. */
export function matMulWith(stock: KernelConfig): KernelConfig {
  return kernel<Inputs, MatMulAttrs>('BatchMatMul', (request) =>
    fits(request.inputs, request.attrs)
      ? multiply(request.backend, request.inputs, request.attrs)
      : runStock(stock, request),
  );
}

interface FusedInputs extends Inputs {
  readonly bias?: TensorInfo;
  readonly preluActivationWeights?: TensorInfo;
}

/** _FusedMatMul, wrapping the stock kernel. */
export function fusedMatMulWith(stock: KernelConfig): KernelConfig {
  return kernel<FusedInputs, MatMulAttrs & { readonly activation?: string }>('_FusedMatMul', (request) => {
    const { inputs, attrs, backend } = request;
    const columns = attrs.transposeB ? rowsIn(inputs.b) : columnsIn(inputs.b);
    const finish = finishOf(inputs, attrs.activation, columns);
    if (!finish || attrs.transposeA || !fits(inputs, attrs)) return runStock(stock, request);
    return multiply(backend, inputs, attrs, finish);
  });
}
