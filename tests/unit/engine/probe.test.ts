import { expect, test } from 'vitest';
import { DEFAULT_OPTIONS } from '../../../src/core/options';
import { ARITHMETICS } from './arithmetics';
import { PROBES, probeEnvironment, type Probes } from '../../../workers/engine/probe';

const real = { name: 'nvidia turing', software: false };
const software = { name: 'google swiftshader', software: true };
const machine = (found: Partial<Probes>): Probes => ({
  webgpu: () => undefined,
  webgl: () => undefined,
  wasm: () => ({ name: 'SIMD', software: false }),
  cpu: () => ({ name: 'plain JavaScript', software: false }),
  ...found,
});
const probe = (found: Partial<Probes>, options: Partial<typeof DEFAULT_OPTIONS> = {}) =>
  probeEnvironment({ ...DEFAULT_OPTIONS, ...options }, { cores: 4 }, machine(found));

test('real hardware is preferred: WebGPU, then WebGL, then WASM, then plain CPU', async () => {
  expect(await probe({ webgpu: () => real, webgl: () => real })).toMatchObject({ backend: 'webgpu', workers: 1 });
  expect(await probe({ webgl: () => real })).toMatchObject({ backend: 'webgl', workers: 1 });
  expect(await probe({})).toMatchObject({ backend: 'wasm', workers: 4, numericMode: 'wasm/strict' });
  expect(await probe({ wasm: () => undefined })).toMatchObject({ backend: 'cpu', workers: 4 });
});

test('a software adapter counts as no GPU unless it is asked for by name', async () => {
  expect(await probe({ webgpu: () => software, webgl: () => software })).toMatchObject({ backend: 'wasm' });
  expect(await probe({ webgpu: () => software }, { backend: 'webgpu' })).toMatchObject({
    backend: 'webgpu',
    description: 'WebGPU (google swiftshader)',
  });
});

test('a backend asked for by name that is not there is an error, not another backend', async () => {
  await expect(probe({}, { backend: 'webgpu' })).rejects.toMatchObject({ code: 'backend/unavailable' });
});

test('the arithmetic and the kernels are part of the numeric mode, the number of workers is not', async () => {
  const modes = [
    await probe({}),
    await probe({}, { kernels: 'stock' }),
    await probe({ wasm: () => ({ name: 'no SIMD', software: false }) }),
    await probe({}, { backend: 'cpu' }),
    await probe({ webgpu: () => real }),
    await probe({ webgpu: () => real }, { kernels: 'stock' }),
    await probe({ webgpu: () => software }, { backend: 'webgpu' }),
  ].map(({ numericMode }) => numericMode);
  expect(new Set(modes).size).toBe(modes.length);
  expect(modes[0]).toBe('wasm/strict');
  expect(ARITHMETICS).toContain('relaxed');
  expect((await probe({}, { arithmetic: 'relaxed' })).numericMode).toBe('wasm/relaxed');
  expect((await probe({}, { arithmetic: 'relaxed', kernels: 'stock' })).numericMode).toBe(modes[1]);
  expect((await probe({}, { workers: 2 })).numericMode).toBe(modes[0]);
  expect((await probe({}, { workers: 2 })).workers).toBe(2);
});

test('the probes themselves find WASM with SIMD in this Node and no GPU', async () => {
  expect(await probeEnvironment(DEFAULT_OPTIONS, { cores: 2 }, { ...PROBES, webgpu: () => undefined })).toMatchObject({
    backend: 'wasm',
    description: 'WASM (SIMD)',
  });
});
