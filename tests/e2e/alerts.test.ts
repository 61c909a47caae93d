/** Alerts on the sample with known damage: found, counted anew under a moved threshold, and looked at in the gallery. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { accessibilityProblems } from '../support/axe';
import { launchBrowser, type LaunchedBrowser } from '../support/browser';
import { importNotebook, waitForState, waitUntilSettled } from '../support/page';
import { serveSite, type Site } from '../support/site';

const NOTEBOOK = {
  format: 2,
  id: 'damaged',
  title: 'What is wrong with it',
  preset: 'quick',
  rootSeed: 1,
  cells: [
    { id: 'data', kind: 'data', params: { source: 'damaged' } },
    { id: 'alerts', kind: 'alerts', inputs: { data: 'data', explore: 'explore' } },
    { id: 'explore', kind: 'explore', inputs: { data: 'data' } },
  ],
};

let site: Site;
let browser: LaunchedBrowser;
let page: Page;
const errors: string[] = [];

const alert = (kind: string) => page.locator(`[data-testid="alert"][data-kind="${kind}"]`);
const counted = async (kind: string): Promise<number> => Number(await alert(kind).getAttribute('data-count'));
const gallery = () => page.getByTestId('gallery');
const galleryCount = async (text: RegExp): Promise<void> => {
  await page.waitForFunction(
    ([source]) => new RegExp(source!).test(document.querySelector('[data-testid="gallery-count"]')?.textContent ?? ''),
    [text.source],
    { timeout: 20_000 },
  );
};

beforeAll(async () => {
  site = await serveSite();
  browser = await launchBrowser();
  page = await browser.newPage();
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`${site.url}?backend=wasm`);
  await importNotebook(page, NOTEBOOK);
  await page.waitForSelector('[data-cell-id="alerts"]');
  await page.locator('[data-cell-id="alerts"] [data-testid="run-cell"]').click();
  await waitForState(page, 'alerts', 'done', 80_000);
  await page.getByTestId('all-alerts').click();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

it('finds the damage, most severe first', async () => {
  expect(await counted('missing')).toBe(240);
  expect(await counted('blank')).toBe(8);
  expect(await counted('light')).toBe(20);
  expect(await counted('blurry')).toBe(30);
  const severities = await page.$$eval('[data-testid="alert"]', (rows) =>
    rows.map((row) => ['warning', 'notice', 'info'].findIndex((name) => row.classList.contains(name))),
  );
  expect(severities).toEqual(severities.toSorted((a, b) => a - b));
  expect(severities[0]).toBe(0);
});

it('counts anew while a threshold is moved, and keeps it once it rests; undo takes it back', async () => {
  const before = await counted('dark');
  const slider = alert('dark').getByTestId('threshold-slider');
  await slider.focus();
  for (let press = 0; press < 5; press += 1) await page.keyboard.press('ArrowRight');
  expect(await counted('dark')).toBeGreaterThan(before);
  await page.waitForFunction(
    () => /at most 0\.37\./.test(document.querySelector('[data-kind="dark"] p')?.textContent ?? ''),
    undefined,
    { timeout: 30_000 },
  );
  const moved = await counted('dark');
  expect(moved).toBeGreaterThan(before);
  await page.getByTestId('undo').first().click();
  await page.waitForFunction(
    (count) => document.querySelector('[data-kind="dark"]')?.getAttribute('data-count') === count,
    String(before),
  );
  await page.locator('[data-cell-id="alerts"] [data-testid="run-cell"]').click();
  await waitUntilSettled(page, 30_000);
  expect(await counted('dark')).toBe(before);
});

it('shows the images behind a count, led by keys, and gives the keyboard back', async () => {
  const open = alert('light').getByTestId('open-images');
  await open.click();
  await galleryCount(/^20 images$/);
  const facts = page.getByTestId('gallery-facts');
  await facts.waitFor();
  await page.waitForSelector('[data-testid="gallery-class"]:enabled');
  const first = await facts.textContent();
  await page.keyboard.press('End');
  await page.waitForFunction(
    (text) => document.querySelector('[data-testid="gallery-facts"]')?.textContent !== text,
    first,
  );
  const { problems, checked } = await accessibilityProblems(page);
  expect(problems).toEqual([]);
  expect(checked).toBeGreaterThan(10);
  await page.keyboard.press('Escape');
  await gallery().waitFor({ state: 'detached' });
  expect(await open.evaluate((button) => button === document.activeElement)).toBe(true);
});

it('scrolls through all images without a node for each, sifted by class and split', async () => {
  await page.getByTestId('all-images').click();
  await galleryCount(/^14,000 images$/);
  const grid = page.getByTestId('gallery-grid');
  const places = await grid.evaluate(async (element) => {
    const seen = new Set<number>();
    for (let step = 0; step <= 20; step += 1) {
      element.scrollTop = (step / 20) * (element.scrollHeight - element.clientHeight);
      await new Promise((resolve) => requestAnimationFrame(resolve));
      seen.add(Math.round(element.scrollTop));
    }
    return seen.size;
  });
  expect(places).toBe(21);
  expect(await gallery().evaluate((dialog) => dialog.querySelectorAll('*').length)).toBeLessThan(120);
  await page.waitForSelector('[data-testid="gallery-class"]:enabled');
  await page.getByTestId('gallery-class').selectOption('7');
  await galleryCount(/ of 14,000 images$/);
  const rare = await page.getByTestId('gallery-count').textContent();
  await page.getByTestId('gallery-split').selectOption('test');
  await page.waitForFunction(
    (text) => document.querySelector('[data-testid="gallery-count"]')?.textContent !== text,
    rare,
  );
  await page.getByTestId('gallery-close').click();
  await gallery().waitFor({ state: 'detached' });
});

it('leaves nothing behind that a person using a screen reader would trip over, and no error', async () => {
  const { problems, checked } = await accessibilityProblems(page);
  expect(problems).toEqual([]);
  expect(checked).toBeGreaterThan(20);
  expect(errors).toEqual([]);
});
