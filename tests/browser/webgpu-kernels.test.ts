/** Our WebGPU kernels in a worker of a real browser, on the software adapter SwiftShader, against the CPU backend. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve } from '../../scripts/serve.mjs';
import { launchBrowser, type LaunchedBrowser } from '../support/browser';
import type { KernelAnswer, KernelRequest } from './harness/protocol';

let folder: string;
let site: { url: string; close(): Promise<void> };
let browser: LaunchedBrowser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookbook-kernels-'));
  await build({
    root: join(import.meta.dirname, 'harness'),
    configFile: false,
    base: './',
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir: folder, emptyOutDir: true, target: 'es2022' },
  });
  site = await serve({ root: folder, base: '/' });
  browser = await launchBrowser({ webgpu: true });
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
  await rm(folder, { recursive: true, force: true });
});

async function ask(request: KernelRequest): Promise<KernelAnswer> {
  const page = await browser.newPage();
  await page.goto(site.url);
  await page.waitForFunction(() => window.kernels !== undefined);
  const reply = await page.evaluate((message) => window.kernels!(message), request);
  await page.close();
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
