import { hashJson, sha256Hex } from './canonical';
import type { ArtifactRef, Dtype, Json, NdArray, Output, TypedArray } from './types';

const CONSTRUCTORS = {
  uint8: Uint8Array,
  int32: Int32Array,
  uint32: Uint32Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

export function dtypeOf(array: TypedArray): Dtype {
  for (const [dtype, constructor] of Object.entries(CONSTRUCTORS)) {
    if (array instanceof constructor) return dtype as Dtype;
  }
  throw new TypeError('dtypeOf: not an array type that can be stored');
}

export function bytesOf(array: TypedArray): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** Bytes as a typed array of their own (copied, so that alignment and ownership are certain). */
export function arrayOf(dtype: Dtype, bytes: Uint8Array): TypedArray {
  const own = bytes.slice();
  return new CONSTRUCTORS[dtype](own.buffer as ArrayBuffer);
}

/** The reference under which an array is stored. @throws RangeError if shape and length disagree */
export function refOf(array: NdArray): ArtifactRef {
  const size = array.shape.reduce((product, side) => product * side, 1);
  if (size !== array.data.length) {
    throw new RangeError(
      `refOf: shape [${array.shape.join(', ')}] wants ${size} items, the array has ${array.data.length}`,
    );
  }
  const dtype = dtypeOf(array.data);
  const hash = hashJson({ dtype, shape: array.shape, bytes: sha256Hex(bytesOf(array.data)) });
  return { hash, dtype, shape: array.shape, bytes: array.data.byteLength };
}

/** The hash of what an output contains: its summary and the contents of its artifacts. */
export function outputHashOf(output: Output<unknown>, refs: Readonly<Record<string, ArtifactRef>>): string {
  const artifacts: Record<string, string> = {};
  for (const [name, ref] of Object.entries(refs)) artifacts[name] = ref.hash;
  return hashJson({ summary: output.summary as Json, artifacts });
}
