/** Every switch in one typed object, read once from the page's address and handed to all workers. */
import type { Backend } from './results/types';

/** A failure on purpose, for drills and tests. Each fires once a page load, in the worker that reaches it first; one that is given twice fires twice. */
export type Fault =
  /** The task worker vanishes at the n-th step of a task of this kind, as if the browser had killed it. */
  | { readonly type: 'kill-worker'; readonly task: string; readonly step: number }
  /** The task worker stops answering at the n-th step. */
  | { readonly type: 'silence-worker'; readonly task: string; readonly step: number }
  /** The device that computes is lost at the n-th step, as when a driver is reset. */
  | { readonly type: 'lose-device'; readonly task: string; readonly step: number }
  /** Writing the result of a task of this kind fails as if the disk were full. */
  | { readonly type: 'quota'; readonly task: string }
  /** The n-th step takes this many milliseconds longer. */
  | { readonly type: 'slow'; readonly task: string; readonly step: number; readonly ms: number };

export interface Options {
  readonly backend: 'auto' | Backend;
  /** `own`: Lookbook's training kernels on WASM and WebGPU; `stock`: TensorFlow.js as published. */
  readonly kernels: 'own' | 'stock';
  /**
   * `strict`: every product and sum is rounded, alike on every machine; `relaxed`: fused multiply-add as the processor likes,
   * faster, and another numeric mode. For our kernels on WASM, where the browser has relaxed SIMD.
   */
  readonly arithmetic: 'strict' | 'relaxed';
  /** Task workers; 0 chooses by the number of cores and the backend. */
  readonly workers: number;
  /** Where the packed data set lies, relative to the page. */
  readonly dataUrl: string;
  /** A worker that says nothing for this many milliseconds is given up. */
  readonly silenceMs: number;
  readonly faults: readonly Fault[];
}

export const DEFAULT_OPTIONS: Options = {
  backend: 'auto',
  kernels: 'own',
  arithmetic: 'strict',
  workers: 0,
  dataUrl: 'data/',
  silenceMs: 60_000,
  faults: [],
};

const BACKENDS: readonly string[] = ['auto', 'webgpu', 'webgl', 'wasm', 'cpu'];

/**
 * Options from an address' query, such as `?backend=wasm&workers=2&faults=[{"type":"quota","task":"train"}]`.
 * What cannot be read keeps its default and is reported by name in `ignored`.
 */
export function parseOptions(query: URLSearchParams): { options: Options; ignored: string[] } {
  const ignored: string[] = [];
  const options: { -readonly [K in keyof Options]: Options[K] } = { ...DEFAULT_OPTIONS };
  const backend = query.get('backend');
  if (backend !== null) {
    if (BACKENDS.includes(backend)) options.backend = backend as Options['backend'];
    else ignored.push('backend');
  }
  const kernels = query.get('kernels');
  if (kernels === 'own' || kernels === 'stock') options.kernels = kernels;
  else if (kernels !== null) ignored.push('kernels');
  const arithmetic = query.get('arithmetic');
  if (arithmetic === 'strict' || arithmetic === 'relaxed') options.arithmetic = arithmetic;
  else if (arithmetic !== null) ignored.push('arithmetic');
  for (const name of ['workers', 'silenceMs'] as const) {
    const value = query.get(name);
    if (value === null) continue;
    if (/^\d{1,6}$/.test(value)) options[name] = Number(value);
    else ignored.push(name);
  }
  const faults = query.get('faults');
  if (faults !== null) {
    try {
      const parsed: unknown = JSON.parse(faults);
      if (!Array.isArray(parsed)) throw new TypeError('not a list');
      options.faults = parsed as Fault[];
    } catch {
      ignored.push('faults');
    }
  }
  return { options, ignored };
}
