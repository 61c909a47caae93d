/**
 * One of each kind of addition, each added to a copy of the sources by its own folder and one line, all together; the copy is
 * type checked, built and run, and each addition is there for whatever uses its kind.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve } from '../../scripts/serve.mjs';
import { launchBrowser } from '../support/browser';
import { waitForState } from '../support/page';
import * as checks from './extend/checks';
import { Copy } from './extend/copy';
import { TOYS } from './extend/toys';

let copy: Copy;

beforeAll(() => {
  copy = new Copy();
  for (const toy of Object.values(TOYS)) copy.add(toy);
});
afterAll(() => copy?.remove());

describe('Lookbook is extended by one folder and one line', () => {
  it('of each kind at once, and the types of all still hold', () => {
    for (const name of ['core', 'workers']) copy.node('typescript/bin/tsc', '-p', `tsconfig.${name}.json`, '--noEmit');
  });

  it('for a task and a cell, which then run on the built page', async () => {
    copy.node('vite/bin/vite.js', 'build', '--logLevel', 'error');
    const site = await serve({ root: join(copy.path, 'dist'), port: 0 });
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

  it.each([
    ['a feature step, which a pipeline then knows by its name', checks.featureStep],
    ['an augmentation, which Features and Tune then offer', checks.augmentation],
    ['a layer, of which networks are then made', checks.layer],
    ['a family of networks, which Search then fits', checks.networks],
    ['a family without networks, which Search then fits and Tune tunes', checks.fittedFamily],
    ['a sampler, which Tune then offers and studies ask', checks.sampler],
    ['a pruner, which Tune then offers and trainings ask', checks.pruner],
    ['an attribution, which Explain then offers and tells of', checks.attribution],
    ['detectors of drift, which Monitor then shows, while the alarm hears no worse', checks.detectors],
    ['an exporter, of which the kit then has a file', checks.exporter],
  ])('for %s', (_what, check) => check(copy.load));
});
