/**
 * A cell, a task and a feature step, each added to a copy of the sources by one folder and one line; the copy is type
 * checked, built and run.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runnerImport } from 'vite';
import type * as PipelineModule_ from '../../src/core/features/pipeline';
import { serve } from '../../scripts/serve.mjs';
import { launchBrowser } from '../support/browser';
import { waitForState } from '../support/page';

const ROOT = resolve(import.meta.dirname, '../..');
const TOY = join(import.meta.dirname, '../fixtures/toy');
const COPIED = [
  'src',
  'types',
  'workers',
  'public',
  'index.html',
  'package.json',
  'vite.config.ts',
  'svelte.config.js',
  'scripts',
];

type PipelineModule = typeof PipelineModule_;

let copy: string;

/** Changes one line of a file of the copy. */
function changeLine(file: string, from: string, to: string): void {
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  expect(text.split(from), `${file} says ${from} once`).toHaveLength(2);
  writeFileSync(path, text.replace(from, to));
}

function node(module: string, ...args: string[]): string {
  return execFileSync(process.execPath, [join(ROOT, 'node_modules', module), ...args], { cwd: copy, encoding: 'utf8' });
}

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'lookbook-extend-'));
  for (const name of COPIED) {
    cpSync(join(ROOT, name), join(copy, name), {
      recursive: true,
      // The data set is not needed for toys.
      filter: (source) => !source.startsWith(join(ROOT, 'public', 'data')),
    });
  }
  for (const name of ['base', 'core', 'workers'])
    cpSync(join(ROOT, `tsconfig.${name}.json`), join(copy, `tsconfig.${name}.json`));
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('Lookbook is extended by one folder and one line', () => {
  it('for a task and a cell, which then run on the built page', async () => {
    cpSync(join(TOY, 'task'), join(copy, 'workers/tasks/toy'), { recursive: true });
    changeLine(
      'workers/tasks/registry.ts',
      'export const registry = {',
      "export const registry = {\n  toy: taskEntry({ version: 1, numeric: false, load: () => import('./toy') }),",
    );
    cpSync(join(TOY, 'cell'), join(copy, 'src/cells/toy'), { recursive: true });
    changeLine('src/cells/kinds.ts', "'report'", "'report', 'toy'");
    node('typescript/bin/tsc', '-p', 'tsconfig.workers.json', '--noEmit');
    node('vite/bin/vite.js', 'build', '--logLevel', 'error');

    const site = await serve({ root: join(copy, 'dist'), port: 0 });
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      await page.goto(`${site.url}?backend=cpu`);
      const cell = page.locator('[data-kind="toy"]');
      await cell.getByTestId('run-cell').click();
      await waitForState(page, 'toy', 'done', 30_000);
      expect(await cell.getByTestId('finding').textContent()).toContain('The toy counted to 3.');
    } finally {
      await browser.close();
      await site.close();
    }
  });

  it('for a feature step, which a pipeline then knows by its name', async () => {
    cpSync(join(TOY, 'feature'), join(copy, 'src/core/features/steps/negative'), { recursive: true });
    changeLine(
      'src/core/features/steps/all.ts',
      "export { mask } from './mask';",
      "export { mask } from './mask';\nexport { negative } from './negative';",
    );
    node('typescript/bin/tsc', '-p', 'tsconfig.core.json', '--noEmit');
    const { module } = await runnerImport<PipelineModule>(join(copy, 'src/core/features/pipeline.ts'));
    const black = new Uint8Array(784);
    const fitted = module.fitPipeline([{ kind: 'negative' }], black, 1, { height: 28, width: 28 });
    expect(Math.min(...module.applyPipeline(fitted, black, 1).data)).toBe(255);
  });
});
