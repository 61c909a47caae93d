/** The engine in a dedicated worker of a real browser: WebGPU on the software adapter SwiftShader, and WASM. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer, Measured, Request } from './harness/protocol';
import { startHarness, type Harness } from './harness/start';

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness?.close());

async function measure(request: Request): Promise<Answer> {
  const reply = await harness.visit((page) => page.evaluate((asked) => window.measure!(asked), request));
  if ('error' in reply) throw new Error(reply.error);
  return reply.answer;
}

/** Largest difference, relative to the largest magnitude of the expected values. */
function relativeError(actual: readonly number[], expected: readonly number[]): number {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(...expected.map(Math.abs));
  expect(scale).toBeGreaterThan(0);
  return Math.max(...actual.map((value, index) => Math.abs(value - expected[index]!))) / scale;
}

function expectAgreement(chosen: Measured, cpu: Measured): void {
  expect(cpu.backend).toBe('cpu');
  expect(cpu.losses.at(-1)).toBeLessThan(cpu.losses[0]!);
  expect(relativeError(chosen.losses, cpu.losses)).toBeLessThan(1e-4);
  expect(relativeError(chosen.probabilities, cpu.probabilities)).toBeLessThan(1e-4);
  expect(relativeError(chosen.inputGradients, cpu.inputGradients)).toBeLessThan(1e-4);
}

const ENGINES: readonly (Request & { readonly says: RegExp })[] = [
  { backend: 'webgpu', arithmetic: 'strict', says: /swiftshader/i },
  { backend: 'wasm', arithmetic: 'strict', says: /WASM \(SIMD\), wasm\/strict/ },
  { backend: 'wasm', arithmetic: 'relaxed', says: /WASM \(SIMD\), wasm\/relaxed/ },
];
for (const { says, ...request } of ENGINES) {
  const { backend, arithmetic } = request;
  test(`on ${backend} (${arithmetic}) in a worker a model trains, predicts and gives gradients as the CPU backend does`, async () => {
    const { chosen, cpu, description } = await measure(request);
    expect(chosen.backend).toBe(backend);
    expect(description).toMatch(says);
    expectAgreement(chosen, cpu);
  });
}
