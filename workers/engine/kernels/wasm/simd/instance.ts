/** The module of SIMD loops on a backend's own heap: made once a backend, by the page itself. */
import { ModuleBuilder } from '../assembler/module';
import type { HeapBackend } from '../heap';
import { definePasses } from './passes';
import { defineMultiplyColumns, defineMultiplyRows } from './products';

/** Rows at a time: 4 x 8 sums leave V8 enough of its 15 vector registers; 5 and 6 rows spill and lose a quarter. */
const HEIGHT = 4;

type Loop = (...args: readonly number[]) => void;
const NAMES = [
  'multiplyRows',
  'multiplyColumns',
  'multiplyColumnsSideBySide',
  'packPanels',
  'unpackPanels',
  'reluGradient',
  'addRow',
  'sumRows',
  'maxPoolGradient2x2',
  'adam',
  'momentum',
  'addTo',
] as const;
/** Addresses and strides are in bytes, counts in values; see products.ts and passes.ts for the arguments. */
export type Loops = Readonly<Record<(typeof NAMES)[number], Loop>>;

let relaxed = false;
let bytes: Uint8Array<ArrayBuffer> | undefined;
const instances = new WeakMap<HeapBackend, Loops | null>();

/** Fused multiply-add in the loops of backends that start from now on, where it is known here. */
export function useRelaxed(): void {
  relaxed = true;
  bytes = undefined;
}

function encode(withRelaxed: boolean): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder();
  const arithmetic = { relaxed: withRelaxed };
  defineMultiplyRows(module, arithmetic, HEIGHT);
  defineMultiplyColumns(module, arithmetic, HEIGHT, false);
  defineMultiplyColumns(module, arithmetic, HEIGHT, true);
  definePasses(module);
  return module.encode();
}

/** Whether this machine compiles the loops with relaxed SIMD. */
export const hasRelaxed = (): boolean => WebAssembly.validate(encode(true));

function instantiate(backend: HeapBackend): Loops | null {
  const memory = backend.wasm.asm?.memory;
  bytes ??= encode(relaxed);
  if (!memory || !WebAssembly.validate(bytes)) return null;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  return Object.fromEntries(NAMES.map((name) => [name, exports[name] as unknown as Loop])) as unknown as Loops;
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
