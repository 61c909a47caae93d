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

/** Bytes that an array of this type and shape takes; NaN or Infinity for a shape that is none. */
export const bytesWanted = (dtype: Dtype, shape: readonly number[]): number =>
  shape.reduce((product, side) => product * side, CONSTRUCTORS[dtype].BYTES_PER_ELEMENT);

/**
 * An array from storage or a file, if it is what its reference names.
 * @returns undefined for an unknown type, a shape that the bytes do not fill, or bytes that do not hash to the reference
 */
export function verifiedArray(
  stored: { readonly dtype: Dtype; readonly shape: readonly number[]; readonly bytes: Uint8Array },
  { hash }: Pick<ArtifactRef, 'hash'>,
): NdArray | undefined {
  const { dtype, shape, bytes } = stored;
  const plain = Object.hasOwn(CONSTRUCTORS, dtype) && Array.isArray(shape) && ArrayBuffer.isView(bytes);
  if (!plain || !shape.every((side) => Number.isInteger(side) && side >= 0)) return undefined;
  if (bytesWanted(dtype, shape) !== bytes.length) return undefined;
  const array: NdArray = { data: arrayOf(dtype, bytes), shape };
  return refOf(array).hash === hash ? array : undefined;
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
