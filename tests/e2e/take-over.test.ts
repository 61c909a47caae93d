/** Explain on a small budget, by hand: the curve while it trains, the pixels taken over into Features, and undone. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { launchBrowser, type LaunchedBrowser } from '../support/browser';
import { importNotebook, openSections, waitForState } from '../support/page';
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
      id: 'explain',
      kind: 'explain',
      params: {
        trainImages: 3000,
        epochs: 3,
        selectionImages: 1000,
        selectionEpochs: 1,
        selectionSeeds: 2,
        keepPercent: 50,
        // So wide that these pixels are recommended whatever the seeds: what is not recommended is not offered.
        marginPoints: 20,
      },
      inputs: { data: 'data' },
    },
    {
      id: 'features',
      kind: 'features',
      params: { ablation: 'none' },
      inputs: { data: 'data', explanation: 'explain' },
      note: 'What I thought before.',
    },
  ],
};

let site: Site;
let browser: LaunchedBrowser;
let page: Page;
const errors: string[] = [];

beforeAll(async () => {
  site = await serveSite();
  browser = await launchBrowser();
  page = await browser.newPage();
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`${site.url}?backend=wasm`);
  await importNotebook(page, NOTEBOOK);
  await page.waitForSelector('[data-cell-id="features"] >> text=What I thought before.');
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

it('draws the curve while the model trains', async () => {
  await page.locator('[data-cell-id="explain"]').getByTestId('run-cell').click();
  await page.waitForFunction(
    () => (document.querySelector('[data-testid="live-curves"] path')?.getAttribute('d') ?? '').split('L').length > 10,
    undefined,
    { timeout: 120_000 },
  );
  await waitForState(page, 'explain', 'done');
  expect(await page.getByTestId('live-curves').count()).toBe(0);
});

it('shows another class in the beeswarm when it is chosen, and draws nothing else anew', async () => {
  const cell = page.locator('[data-cell-id="explain"]');
  await openSections(page, 'explain');
  await page.getByTestId('swarm-class').selectOption('Bag');
  await cell.getByText('Shapley values for Bag, image by image').waitFor();
});

it('writes the pixels and their justification into Features in one step, and takes both back with one undo', async () => {
  const features = page.locator('[data-cell-id="features"]');
  await page.getByTestId('take-over-pixels').click();
  await features.getByText('Taken over from Train and explain.').waitFor();
  expect(await features.textContent()).toContain('392 of 784 pixels (50 %)');
  expect(await features.textContent()).toContain('What I thought before.');
  await page.getByTestId('take-over').getByRole('status').waitFor();
  await page.getByTestId('undo').first().click();
  await page.getByTestId('take-over-pixels').waitFor();
  expect(await features.textContent()).not.toContain('Taken over');
  expect(await features.textContent()).toContain('What I thought before.');
});

it('fixes these pixels as the mask when Features runs', async () => {
  await page.getByTestId('take-over-pixels').click();
  await page.locator('[data-cell-id="features"]').getByTestId('run-cell').click();
  await waitForState(page, 'features', 'done');
  expect(await page.locator('[data-cell-id="features"]').getByTestId('finding').first().textContent()).toMatch(/mask/i);
  expect(errors).toEqual([]);
});
