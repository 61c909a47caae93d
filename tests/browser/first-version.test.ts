/** The page of this version where the first version of Lookbook was used: everything is there, as out of date. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { TrackSummary } from '../../src/cells/track/types';
import type { CellStatus, StoredResult } from '../../src/core/results/types';
import { launchBrowser, type LaunchedBrowser } from '../support/browser';
import { fillFirstVersion, firstRunFile, wholeRun } from '../support/first-version';
import { cellStates, readStore } from '../support/page';
import { serveSite, type Site } from '../support/site';

let site: Site;
let browser: LaunchedBrowser;
let page: Page;
const errors: string[] = [];

/** What cannot be shown; the fixture is kept without big arrays, whose places say that they are gone. */
async function failures(): Promise<string[]> {
  const shown = page.locator('section[data-cell-id] .failure, section[data-cell-id] [data-testid="cell-error"]');
  return (await shown.allTextContents()).filter((sentence) => !sentence.includes('A stored array is missing.'));
}

const keyOf = async (id: string): Promise<string | undefined> =>
  (await readStore<CellStatus>(page, 'statuses')).find(({ cellId }) => cellId === id)?.key;

/** Brings every cell into view once, so that all of it is drawn. */
async function seeAll(): Promise<void> {
  for (const cell of await page.locator('section[data-cell-id]').all()) {
    await cell.scrollIntoViewIfNeeded();
    await cell.getByTestId('finding').first().waitFor();
  }
}

beforeAll(async () => {
  site = await serveSite();
  browser = await launchBrowser({ serviceWorkers: 'block' });
  page = await browser.newPage();
  page.on('pageerror', (error) => errors.push(error.message));
  // A file of the same origin that starts nothing.
  await page.goto(`${site.url}icon.svg`);
  await page.evaluate(fillFirstVersion, wholeRun());
  await page.goto(`${site.url}?backend=cpu`);
  await page.waitForSelector('[data-cell-id="explore-2"]');
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

it('shows every cell of a stored run, what it found, and that it is out of date', async () => {
  await seeAll();
  expect(new Set(Object.values(await cellStates(page)))).toEqual(new Set(['done']));
  expect(Object.keys(await cellStates(page))).toHaveLength(15);
  expect(await failures()).toEqual([]);
  const fresh = page.locator('section[data-cell-id]:not([data-stale])');
  await expect.poll(() => fresh.count()).toBe(0);
});

it('splits the stored data set again, without its files', async () => {
  const before = await keyOf('data');
  await page.locator('[data-cell-id="data"]').getByTestId('run-cell').click();
  await expect.poll(() => keyOf('data'), { timeout: 60_000 }).not.toBe(before);
  expect(await page.locator('[data-cell-id="data"]').getByTestId('finding').textContent()).toMatch(
    /^540 images of 28 x 28 in 10 classes .* split 320 \/ 40 \/ 40 \/ 80/,
  );
  expect(await failures()).toEqual([]);
});

it('keeps every run of the ledger, and Track compares them with one another when it runs again', async () => {
  expect(await readStore(page, 'ledger')).toHaveLength(44);
  const before = await keyOf('track');
  const track = page.locator('[data-cell-id="track"]');
  await track.getByTestId('run-cell').click();
  await expect.poll(() => keyOf('track'), { timeout: 60_000 }).not.toBe(before);
  expect(await track.getByTestId('finding').textContent()).toMatch(
    /^36 runs recorded; the best, .*, reaches accuracy on validation 0\.\d+/,
  );
  const key = await keyOf('track');
  const results = await readStore<StoredResult<TrackSummary>>(page, 'results');
  const { comparisons, notCompared } = results.find((result) => result.key === key)!.summary;
  expect([comparisons.length, notCompared]).toEqual([5, []]);
  expect(await failures()).toEqual([]);
  expect(errors).toEqual([]);
});

it('opens a run that was saved by the first version, with every cell', async () => {
  const choosing = page.waitForEvent('filechooser');
  await page.getByTestId('import-notebook').first().click();
  const buffer = Buffer.from(firstRunFile());
  await (await choosing).setFiles({ name: 'run.zip', mimeType: 'application/zip', buffer });
  await page.getByTestId('shown-banner').waitFor();
  await seeAll();
  expect(Object.keys(await cellStates(page))).toHaveLength(15);
  expect(await failures()).toEqual([]);
  expect(await page.locator('[data-cell-id="track"]').getByTestId('finding').textContent()).toMatch(
    /^36 runs recorded/,
  );
  expect(errors).toEqual([]);
});
