/** Every switch in one typed object, read once from the page's address and handed to all workers. */
import { DEFAULTS } from './default-options';
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

export const DEFAULT_OPTIONS: Options = DEFAULTS;

type Named = 'backend' | 'kernels' | 'arithmetic';
const CHOICES: Readonly<Record<Named, readonly string[]>> = {
  backend: ['auto', 'webgpu', 'webgl', 'wasm', 'cpu'],
  kernels: ['own', 'stock'],
  arithmetic: ['strict', 'relaxed'],
};

/** More workers than this have no core to run on; a worker that may be silent for less than a second is given up while it works. */
const RANGES = { workers: [0, 64], silenceMs: [1000, 600_000] } as const;

/** Type -> the numbers that it wants besides its task. */
const FAULTS: ReadonlyMap<unknown, readonly ('step' | 'ms')[]> = new Map<Fault['type'], readonly ('step' | 'ms')[]>([
  ['kill-worker', ['step']],
  ['silence-worker', ['step']],
  ['lose-device', ['step']],
  ['quota', []],
  ['slow', ['step', 'ms']],
]);

function isFault(value: unknown): value is Fault {
  if (value === null || typeof value !== 'object') return false;
  const { type, task, ...numbers } = value as { type?: unknown; task?: unknown; step?: unknown; ms?: unknown };
  const wanted = FAULTS.get(type);
  return typeof task === 'string' && wanted?.every((name) => Number.isInteger(numbers[name])) === true;
}

function readFaults(text: string): readonly Fault[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) && parsed.every(isFault) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Options from an address' query, such as `?backend=wasm&workers=2&faults=[{"type":"quota","task":"train"}]`.
 * What cannot be used keeps its default.
 * @returns the options, and for each that was refused what it is and what it must be, as a part of a sentence
 */
export function parseOptions(query: URLSearchParams): { options: Options; refused: string[] } {
  const refused: string[] = [];
  const options: { -readonly [K in keyof Options]: Options[K] } = { ...DEFAULT_OPTIONS };
  const refuse = (name: string, wanted: string): void => {
    refused.push(`${name} is "${(query.get(name) ?? '').slice(0, 40)}", but must be ${wanted}`);
  };
  for (const name of ['backend', 'kernels', 'arithmetic'] as const) {
    const value = query.get(name);
    if (value === null) continue;
    if (CHOICES[name].includes(value)) Object.assign(options, { [name]: value });
    else refuse(name, `one of ${CHOICES[name].join(', ')}`);
  }
  for (const name of ['workers', 'silenceMs'] as const) {
    const value = query.get(name);
    const [least, most] = RANGES[name];
    if (value === null) continue;
    if (/^\d{1,6}$/.test(value) && Number(value) >= least && Number(value) <= most) options[name] = Number(value);
    else refuse(name, `a whole number from ${least} to ${most}`);
  }
  const faults = query.get('faults');
  if (faults !== null) {
    const read = readFaults(faults);
    if (read) options.faults = read;
    else refuse('faults', 'a list of faults, such as [{"type":"quota","task":"train"}]');
  }
  return { options, refused };
}
