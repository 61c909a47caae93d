import { expect, test } from 'vitest';
import { ModuleBuilder } from '../../../workers/engine/kernels/wasm/assembler/module';
import { F32, I32, signed, unsigned, V128 } from '../../../workers/engine/kernels/wasm/assembler/values';

/** Runs one function on a memory and returns its floats. */
function run(build: (module: ModuleBuilder) => void, args: readonly number[], memory: readonly number[]): Float32Array {
  const module = new ModuleBuilder();
  build(module);
  const heap = new WebAssembly.Memory({ initial: 1 });
  const floats = new Float32Array(heap.buffer);
  floats.set(memory);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.encode()), { env: { memory: heap } });
  (exports['run'] as (...values: readonly number[]) => void)(...args);
  return floats;
}

test('integers are encoded as the specification says', () => {
  expect(unsigned(0)).toEqual([0]);
  expect(unsigned(624_485)).toEqual([0xe5, 0x8e, 0x26]);
  expect(unsigned(0xffff_ffff)).toEqual([0xff, 0xff, 0xff, 0xff, 0x0f]);
  expect(signed(-1)).toEqual([0x7f]);
  expect(signed(63)).toEqual([0x3f]);
  expect(signed(64)).toEqual([0xc0, 0x00]);
  expect(signed(-123_456)).toEqual([0xc0, 0xbb, 0x78]);
  expect(signed(-2_147_483_648)).toEqual([0x80, 0x80, 0x80, 0x80, 0x78]);
});

test('loops, conditions and vectors do what they say', () => {
  const out = run(
    (module) =>
      module.define('run', { count: 'i32', factor: 'f32' }, (f, { count, factor }) => {
        const at = f.let(I32.of(0));
        f.loop(at, count.shiftLeft(2), 16, () => f.store(at, at.v128().mul(factor.splat()).max(V128.zero())));
        f.if(
          count.lessThan(9),
          () => f.store(I32.of(64), F32.of(1.5)),
          () => f.store(I32.of(64), F32.of(2.5)),
        );
      }),
    [8, -2],
    [1, -2, 3, -4, 5, -6, 7, -8, 9],
  );
  expect(Array.from(out.subarray(0, 9))).toEqual([0, 4, 0, 8, 0, 12, 0, 16, 9]);
  expect(out[16]).toBe(1.5);
});

test('a loop whose end is reached already runs no round, and only variables can be set', () => {
  const untouched = run(
    (module) =>
      module.define('run', { end: 'i32' }, (f, { end }) => {
        const at = f.let(I32.of(4));
        f.loop(at, end, 4, () => f.store(at, F32.of(1)));
      }),
    [4],
    [7, 7, 7],
  );
  expect(Array.from(untouched.subarray(0, 3))).toEqual([7, 7, 7]);
  expect(() => new ModuleBuilder().define('run', {}, (f) => f.set(I32.of(1), I32.of(2)))).toThrow(
    'Only a local variable can be set.',
  );
});

test('sums of float64 keep what float32 would lose', () => {
  const out = run(
    (module) =>
      module.define('run', {}, (f) => {
        const zero = I32.of(0);
        f.store(I32.of(32), zero.v128().promoteLow().addDoubles(zero.v128().promoteHigh()));
      }),
    [],
    [16_777_216, 1, 1, 2],
  );
  expect(Array.from(new Float64Array(out.buffer, 32, 2))).toEqual([16_777_217, 3]);
});
