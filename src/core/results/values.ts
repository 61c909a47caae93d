/** What results are made of: JSON values, arrays in memory, and references to stored arrays. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

export type TypedArray = Uint8Array | Int32Array | Uint32Array | Float32Array | Float64Array;
export type Dtype = 'uint8' | 'int32' | 'uint32' | 'float32' | 'float64';

/** An array in memory: row-major `data` with its `shape`. */
export interface NdArray<T extends TypedArray = TypedArray> {
  readonly data: T;
  readonly shape: readonly number[];
}

/** A stored array: addressed by what it contains. */
export interface ArtifactRef {
  /** SHA-256 over dtype, shape and bytes; the key in the artifact store and its checksum. */
  readonly hash: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly bytes: number;
}
