/** The module of SIMD loops on a backend's own heap: made once a backend, by the page itself. */
import { ModuleBuilder } from '../assembler/module';
import type { HeapBackend } from '../heap';
import { definePasses } from './passes';
import { defineRowPasses } from './rows';
import { defineMultiplyColumns, defineMultiplyRows, defineMultiplyTransposed } from './products';

/** Rows at a time: 4 x 8 sums leave V8 enough of its 15 vector registers; 5 and 6 rows spill and lose a quarter. */
const HEIGHT = 4;

type Loop = (...args: readonly number[]) => void;
const NAMES = [
  'multiplyRows',
  'multiplyColumns',
  'multiplyColumnsSideBySide',
  'multiplyTransposed',
  'packPanels',
  'unpackPanels',
  'reluGradient',
  'addRow',
  'subtractRow',
  'multiplyRow',
  'affineRow',
  'normalisationSums',
  'depthwiseSpread',
  'depthwiseGather',
  'sumRows',
  'maxPoolGradient2x2',
  'adam',
  'momentum',
  'addTo',
] as const;
/** Addresses and strides are in bytes, counts in values; see products.ts, passes.ts and rows.ts for the arguments. */
export type Loops = Readonly<Record<(typeof NAMES)[number], Loop>>;

/**
 * How the loops compute: `strict` rounds every product and every sum, alike on every machine; `relaxed` leaves fused
 * multiply-add to the processor (relaxed SIMD); `none` goes without them, as on machines without SIMD.
 */
export type Arithmetic = 'strict' | 'relaxed' | 'none';

let arithmetic: Arithmetic = 'strict';
let instances = new WeakMap<HeapBackend, Loops | null>();

/** @throws RangeError if this machine does not have the arithmetic */
export function setArithmetic(wanted: Arithmetic): void {
  if (wanted === arithmetic) return;
  if (!hasArithmetic(wanted)) throw new RangeError(`This machine has no ${wanted} SIMD.`);
  arithmetic = wanted;
  instances = new WeakMap();
}

/** Whether this machine compiles the loops. */
export const hasArithmetic = (wanted: Arithmetic): boolean =>
  wanted === 'none' || WebAssembly.validate(encode(wanted === 'relaxed'));

function encode(relaxed: boolean): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder();
  defineMultiplyRows(module, relaxed, HEIGHT);
  defineMultiplyColumns(module, relaxed, HEIGHT, false);
  defineMultiplyColumns(module, relaxed, HEIGHT, true);
  defineMultiplyTransposed(module, relaxed);
  definePasses(module);
  defineRowPasses(module);
  return module.encode();
}

function instantiate(backend: HeapBackend): Loops | null {
  const memory = backend.wasm.asm?.memory;
  if (!memory || arithmetic === 'none') return null;
  const bytes = encode(arithmetic === 'relaxed');
  if (!WebAssembly.validate(bytes)) return null;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  return Object.fromEntries(NAMES.map((name) => [name, exports[name]])) as unknown as Loops;
}

/** The loops on a backend's heap; null where there is no SIMD, or the backend hides its memory. */
export function loopsOf(backend: HeapBackend): Loops | null {
  let loops = instances.get(backend);
  if (loops === undefined) {
    loops = instantiate(backend);
    instances.set(backend, loops);
  }
  return loops;
}
