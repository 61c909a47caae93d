/** Label issues by hand: two confirmed, one dismissed, all there after a reload, and a model retrained without the two. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { accessibilityProblems } from '../support/axe';
import { launchBrowser, type LaunchedBrowser } from '../support/browser';
import { importNotebook, openSections, readStore, waitForState } from '../support/page';
import { serveSite, type Site } from '../support/site';

const NOTEBOOK = {
  format: 2,
  id: 'small',
  title: 'A small one',
  preset: 'quick',
  rootSeed: 1,
  cells: [
    { id: 'data', kind: 'data' },
    {
      id: 'labels',
      kind: 'labels',
      params: { trainImages: 2000, folds: 2, epochs: 3, retrainSeeds: 2 },
      inputs: { data: 'data' },
      note: 'Look at labels.',
    },
  ],
};

interface Decision {
  readonly type: string;
  readonly image: number;
  readonly decision: string;
}

let site: Site;
let browser: LaunchedBrowser;
let page: Page;
const errors: string[] = [];
const chosen: number[] = [];

const list = () => page.getByTestId('label-list');
const counts = () => page.getByTestId('label-counts');
const selected = async (): Promise<number> =>
  Number(await list().locator('[aria-selected="true"]').getAttribute('data-image'));
const decisions = async (): Promise<Decision[]> =>
  (await readStore<Decision>(page, 'ledger')).filter(({ type }) => type === 'label-decision');

beforeAll(async () => {
  site = await serveSite();
  browser = await launchBrowser();
  page = await browser.newPage();
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`${site.url}?backend=wasm`);
  await importNotebook(page, NOTEBOOK);
  await page.waitForSelector('[data-cell-id="labels"] >> text=Look at labels.');
  await page.locator('[data-cell-id="labels"]').getByTestId('run-cell').click();
  await waitForState(page, 'labels', 'done', 120_000);
}, 180_000);
afterAll(async () => {
  await browser.close();
  await site.close();
});

it('confirms by click and by key, dismisses by key, and takes the last decision back', async () => {
  await list().waitFor();
  chosen.push(await selected());
  await page.getByTestId('label-confirm').click();
  await counts().getByText('1 confirmed').waitFor();
  chosen.push(await selected());
  expect(chosen[1]).not.toBe(chosen[0]);
  await list().focus();
  await page.keyboard.press('c');
  await counts().getByText('2 confirmed').waitFor();
  await page.keyboard.press('ArrowRight');
  chosen.push(await selected());
  await page.keyboard.press('d');
  await counts().getByText('1 dismissed').waitFor();
  await page.keyboard.press('c');
  await counts().getByText('3 confirmed').waitFor();
  await page.keyboard.press('u');
  await counts().getByText('2 confirmed').waitFor();
  expect((await decisions()).map(({ decision }) => decision)).toEqual([
    'confirmed',
    'confirmed',
    'dismissed',
    'confirmed',
    'open',
  ]);
  expect((await accessibilityProblems(page)).problems).toEqual([]);
});

it('knows every decision after a reload, on the same images', async () => {
  await page.reload();
  await counts().getByText('2 confirmed').waitFor();
  await counts().getByText('1 dismissed').waitFor();
  const stateOf = (image: number) => list().locator(`[data-image="${image}"]`).getAttribute('class');
  expect(await Promise.all(chosen.map(stateOf))).toEqual([
    expect.stringContaining('confirmed'),
    expect.stringContaining('confirmed'),
    expect.stringContaining('dismissed'),
  ]);
  await counts().getByRole('button', { name: '2 confirmed' }).click();
  expect(await list().getByRole('option').count()).toBe(2);
});

it('retrains without the two, beside all and beside random ones, and says what it changed', async () => {
  await page.getByTestId('label-retrain-run').click();
  const cell = page.locator('[data-cell-id="labels"]');
  await cell
    .getByText('Retraining without the 2 confirmed images')
    .first()
    .waitFor({ state: 'attached', timeout: 90_000 });
  await waitForState(page, 'labels', 'done', 30_000);
  await openSections(page, 'labels');
  const words = (await cell.textContent()) ?? '';
  expect(words).toMatch(/changes accuracy on 5,000 validation images by [+−]?\d+\.\d\d points \(95 % CI/);
  expect(words).toContain('without as many random ones of the same classes');
  expect(words).toContain('The retraining below is without the 2 confirmed images.');
  await counts().getByText('2 confirmed').waitFor();
  const runs = (await readStore<{ type: string; name: string }>(page, 'ledger')).filter(({ type }) => type === 'run');
  expect(runs.map(({ name }) => name)).toContain('multilayer perceptron, without the confirmed images, seed 2');
  expect(errors).toEqual([]);
});

it('takes the list of images back with one undo', async () => {
  await page.getByTestId('undo').first().click();
  await page.getByTestId('label-retrain-run').waitFor();
  expect(await decisions()).toHaveLength(5);
});
