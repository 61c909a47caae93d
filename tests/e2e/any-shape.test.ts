/** Sets of other sizes and numbers of classes, dropped on the page: each runs the whole notebook to its end. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KINDS } from '../../src/cells/kinds';
import { ACCEPT_OTHER_SET } from '../../src/core/dataset/files';
import { CLASS_NAMES } from '../../src/core/dataset/fashion-mnist';
import { launchBrowser, type LaunchedBrowser } from '../support/browser';
import { generatedFiles, type GeneratedSet } from '../support/generated-set';
import {
  cellStates,
  dropFiles,
  importNotebook,
  openEverySection,
  waitForState,
  waitUntilSettled,
} from '../support/page';
import { serveSite, type Site } from '../support/site';

const SETS: readonly GeneratedSet[] = [
  { classes: 2, height: 8, width: 8, perClass: 600 },
  { classes: 3, height: 17, width: 23, perClass: 400 },
  { classes: 26, height: 28, width: 28, perClass: 60 },
  { classes: 100, height: 32, width: 32, perClass: 24 },
  { classes: 2, height: 64, width: 64, perClass: 400 },
];

/** The least work that goes through every part of every cell. */
const PARAMS: Readonly<Record<string, object>> = {
  similar: { trainQueries: 200, networkEpochs: 1 },
  labels: { trainImages: 2000, folds: 2, model: 'softmax', epochs: 2, retrainSeeds: 2 },
  map: { judgedImages: 200, referenceImages: 1000, mapImages: 200, epochs: 20 },
  features: { ablation: 'auto', ablationModel: 'softmax', ablationImages: 300, ablationEpochs: 1, ablationSeeds: 2 },
  explain: {
    trainImages: 1000,
    epochs: 1,
    explainedImages: 10,
    igSteps: 4,
    selectionModel: 'softmax',
    selectionImages: 300,
    selectionEpochs: 1,
    selectionSeeds: 2,
  },
  search: { budget: 2000, trainImages: 1000, neighbourImages: 500 },
  tune: { trials: 2, trialImages: 300, trialEpochs: 1, finalImages: 1000, finalEpochs: 1 },
  monitor: { batches: 6, fromBatch: 3, collect: 1, trainImages: 1000, epochs: 1 },
};

/** The default notebook with these parameters: as its own store has it. */
async function smallNotebook(page: Page): Promise<object> {
  const downloading = page.waitForEvent('download');
  await page.getByTestId('export-notebook').click();
  const document = JSON.parse(readFileSync(await (await downloading).path(), 'utf8')) as {
    cells: { kind: string; params?: object }[];
  };
  return { ...document, cells: document.cells.map((cell) => ({ ...cell, params: PARAMS[cell.kind] ?? {} })) };
}

let site: Site;
beforeAll(async () => {
  site = await serveSite();
});
afterAll(() => site?.close());

describe.each(SETS)('a set of $classes classes of $height x $width pixels', (set) => {
  let browser: LaunchedBrowser;
  let page: Page;
  const errors: string[] = [];
  let words = '';
  let report = '';

  beforeAll(async () => {
    browser = await launchBrowser();
    page = await browser.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(site.url);
    await page.waitForSelector('[data-cell-id="report"]');
    await importNotebook(page, await smallNotebook(page));
    const sources = page.getByTestId('data-sources');
    if ((await sources.getAttribute('open')) === null) await sources.locator('summary').first().click();
    await dropFiles(page, generatedFiles(set));
    await page.getByTestId('drop-zone').getByLabel(ACCEPT_OTHER_SET).check();
    await page.getByTestId('load-files').click();
    await waitForState(page, 'data', 'done', 60_000);
    await page.getByTestId('run-all').click();
    await page.waitForSelector('[data-state="running"], [data-state="queued"]', { state: 'attached' });
    await waitUntilSettled(page);
    await openEverySection(page);
    words = await page.locator('main').innerText();
    const downloading = page.waitForEvent('download', { timeout: 120_000 });
    await page.getByTestId('export-report').click();
    // Without its images, whose code may spell anything.
    report = readFileSync(await (await downloading).path(), 'utf8').replaceAll(/data:[^"')]+/g, '');
  }, 400_000);
  afterAll(() => browser?.close());

  it('runs the whole notebook to its end', async () => {
    const problems = await page.locator('[data-testid="cell-error"]').allTextContents();
    expect(problems).toEqual([]);
    const states = await cellStates(page);
    expect(Object.keys(states)).toHaveLength(KINDS.length);
    expect([...new Set(Object.values(states))]).toEqual(['done']);
    expect(errors).toEqual([]);
  });

  it('is called by its own classes on the page and in the report, never by garments', () => {
    for (const text of [words, report]) {
      expect(text).toContain(`class ${set.classes - 1}`);
      expect(CLASS_NAMES.filter((name) => text.includes(name))).toEqual([]);
      expect(text).not.toMatch(/undefined|\bNaN\b/);
    }
  });

  it('is told of its own size, and of no other', () => {
    const { height, width } = set;
    expect(words).toMatch(new RegExp(`\\b${height} [x×] ${width}\\b`));
    if (height !== 28) expect(words).not.toMatch(/\b28 [x×] 28\b|\b784 (pixels|bytes|values|×)/);
  });
});
