/** The harness page, built and open to a browser with WebGPU on a software adapter. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { serve } from '../../../scripts/serve.mjs';
import { launchBrowser } from '../../support/browser';

export interface Harness {
  /** Runs `work` on a fresh harness page, which is closed afterwards. */
  visit<T>(work: (page: Page) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export async function startHarness(): Promise<Harness> {
  const folder = await mkdtemp(join(tmpdir(), 'lookbook-harness-'));
  await build({
    root: import.meta.dirname,
    configFile: false,
    base: './',
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir: folder, emptyOutDir: true, target: 'es2022' },
  });
  const site = await serve({ root: folder, base: '/' });
  const browser = await launchBrowser({ webgpu: true });
  return {
    async visit(work) {
      const page = await browser.newPage();
      await page.goto(site.url);
      await page.waitForFunction(() => window.unpack !== undefined);
      const result = await work(page);
      await page.close();
      return result;
    },
    async close() {
      await browser.close();
      await site.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
