/**
 * Access to the heap of TensorFlow.js's WASM backend: tensors as typed-array views without copies, and calls from one
 * kernel to another. Everything in this folder depends on tfjs-core alone.
 */
import { getKernel, type DataType, type KernelConfig, type NamedAttrMap, type TensorInfo } from '@tensorflow/tfjs-core';

/** The part of `BackendWasm` (@tensorflow/tfjs-backend-wasm 4.22) that the kernels rely on. */
export interface HeapBackend {
  readonly wasm: {
    /** Replaced when the memory grows: never keep it over an allocation. */
    readonly HEAPU8: Uint8Array;
    readonly asm?: { readonly memory?: WebAssembly.Memory };
    readonly tfjs: {
      registerTensor(id: number, size: number, address: number): void;
      disposeData(id: number): void;
    };
    _malloc(bytes: number): number;
    _free(address: number): void;
  };
  readonly dataIdMap: { get(dataId: object): { readonly id: number; readonly memoryOffset: number } };
  makeOutput(shape: number[], dtype: DataType): TensorInfo;
  disposeData(dataId: object): boolean;
  incRef(dataId: object): void;
  refCount(dataId: object): number;
}

/** What a kernel function is called with. */
export interface KernelCall<Inputs, Attrs> {
  readonly inputs: Inputs;
  readonly attrs: Attrs;
  readonly backend: HeapBackend;
}

export type Pair = readonly [number, number];

/** How convolutions are padded in kernel attributes: `same`, `valid`, one number, or explicit per dimension. */
export type Padding = 'same' | 'valid' | number | [Pair, Pair, Pair, Pair];

/** All float32 values of the heap. Take it after every allocation: growing the memory detaches older views. */
export function floats(backend: HeapBackend): Float32Array {
  return new Float32Array(backend.wasm.HEAPU8.buffer);
}

/** Index of a tensor's first float32 (or int32) value in {@link floats}. */
export function start(backend: HeapBackend, tensor: TensorInfo): number {
  return backend.dataIdMap.get(tensor.dataId).memoryOffset >>> 2;
}

/** Address of a tensor's first value, in bytes. */
export function address(backend: HeapBackend, tensor: TensorInfo): number {
  return backend.dataIdMap.get(tensor.dataId).memoryOffset;
}

/**
 * To be called after a tensor's values were changed in place: XNNPACK keeps packed copies of weights by the tensor's number,
 * and would go on with the old ones.
 */
export function forgetCopies(backend: HeapBackend, tensor: TensorInfo): void {
  const { id, memoryOffset } = backend.dataIdMap.get(tensor.dataId);
  backend.wasm.tfjs.disposeData(id);
  const size = tensor.shape.reduce((product, length) => product * length, 1);
  backend.wasm.tfjs.registerTensor(id, size, memoryOffset);
}

/** Memory of the heap for the time of one kernel. */
export class Scratch {
  readonly #backend: HeapBackend;
  readonly #blocks: number[] = [];

  constructor(backend: HeapBackend) {
    this.#backend = backend;
  }

  /** Room for `count` floats, not cleared; returns its address in bytes. */
  floats(count: number): number {
    const block = this.#backend.wasm._malloc(Math.max(4, 4 * count)) >>> 0;
    if (block === 0) throw new Error(`The WASM heap has no room for ${count} more values.`);
    this.#blocks.push(block);
    return block;
  }

  zeros(count: number): number {
    const block = this.floats(count);
    floats(this.#backend).fill(0, block >>> 2, (block >>> 2) + count);
    return block;
  }

  integers(values: Int32Array): number {
    const block = this.floats(values.length);
    new Int32Array(this.#backend.wasm.HEAPU8.buffer, block, values.length).set(values);
    return block;
  }

  dispose(): void {
    for (const block of this.#blocks.splice(0)) this.#backend.wasm._free(block);
  }
}

/** Runs `work` with memory that is given back afterwards. */
export function withScratch<T>(backend: HeapBackend, work: (scratch: Scratch) => T): T {
  const scratch = new Scratch(backend);
  try {
    return work(scratch);
  } finally {
    scratch.dispose();
  }
}

/** Runs another WASM kernel directly, off the gradient tape; the caller disposes the output. */
export function call(
  backend: HeapBackend,
  kernelName: string,
  inputs: Record<string, TensorInfo>,
  attrs: object = {},
): TensorInfo {
  const kernel = getKernel(kernelName, 'wasm');
  if (!kernel) throw new Error(`The WASM backend has no kernel ${kernelName}.`);
  return kernel.kernelFunc({ inputs, attrs: attrs as NamedAttrMap, backend }) as TensorInfo;
}

/** Runs the kernel that one of ours took the place of. */
export function runStock<Inputs, Attrs>(stock: KernelConfig, request: KernelCall<Inputs, Attrs>): TensorInfo {
  return stock.kernelFunc(request as unknown as Parameters<typeof stock.kernelFunc>[0]) as TensorInfo;
}

/** The same values under another shape; shares the data and must be disposed like any output. */
export function reshaped(backend: HeapBackend, tensor: TensorInfo, shape: number[]): TensorInfo {
  backend.incRef(tensor.dataId);
  return { dataId: tensor.dataId, shape, dtype: tensor.dtype };
}

/** A kernel function with its own types, as TensorFlow.js registers it. */
export function kernel<Inputs, Attrs>(
  kernelName: string,
  run: (call: KernelCall<Inputs, Attrs>) => TensorInfo,
): KernelConfig {
  return { kernelName, backendName: 'wasm', kernelFunc: run as unknown as KernelConfig['kernelFunc'] };
}
