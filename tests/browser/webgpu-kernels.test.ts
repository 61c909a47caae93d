/** Our WebGPU kernels in a worker of a real browser, on the software adapter SwiftShader, against the CPU backend. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { KernelAnswer, KernelRequest } from './harness/protocol';
import { startHarness, type Harness } from './harness/start';

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness?.close());

async function ask(request: KernelRequest): Promise<KernelAnswer> {
  const reply = await harness.visit((page) => page.evaluate((message) => window.kernels!(message), request));
  if ('error' in reply) throw new Error(reply.error);
  expect(reply.answer.backend).toBe('webgpu');
  return reply.answer;
}

const above = (errors: KernelAnswer['errors'], most: number): string[] =>
  Object.entries(errors)
    .filter(([, error]) => !(error <= most))
    .map(([name, error]) => `${name}: ${error}`);
const broken = (facts: KernelAnswer['facts']): string[] =>
  Object.entries(facts)
    .filter(([, holds]) => !holds)
    .map(([sentence]) => sentence);

test('each kernel gives what the CPU backend gives over a grid of shapes, strides, paddings and dilations', async () => {
  const { errors, facts } = await ask({ extent: 'all', job: 'grid' });
  expect(Object.keys(errors).length).toBeGreaterThan(150);
  expect(above(errors, 1e-4)).toEqual([]);
  expect(broken(facts)).toEqual([]);
});

for (const extent of ['all', 'gradients'] as const) {
  test(`with our kernels (${extent}) a training follows the CPU backend, repeats and resumes to the bit`, async () => {
    const { errors, facts } = await ask({ extent, job: 'training' });
    expect(above(errors, 1e-3)).toEqual([]);
    expect(broken(facts)).toEqual([]);
  });
}
