/** What a person sees who opens the page for the first time, and how tables and the outline take a narrow window. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type LaunchedBrowser } from '../support/browser';
import { openSections, readStore, waitForState } from '../support/page';
import { serveSite, type Site } from '../support/site';

let site: Site;
let browser: LaunchedBrowser;
let page: Page;

beforeAll(async () => {
  site = await serveSite();
  browser = await launchBrowser({ serviceWorkers: 'block' });
  page = await browser.newPage();
  // A site may carry an example, which stands in the place of a welcome.
  await page.route('**/example/**', (route) => route.abort());
  await page.goto(`${site.url}?backend=wasm`);
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

describe('the first visit', () => {
  it('says what this is and how to begin, and shows the first images of the site without storing any', async () => {
    const welcome = page.getByTestId('welcome');
    await welcome.getByText('wholly in this browser').waitFor();
    await welcome.getByTestId('welcome-run').waitFor();
    await welcome.getByText('about 4 minutes on two cores').waitFor();
    const canvas = page.locator('[data-kind="data"]').getByTestId('first-images').locator('canvas');
    await canvas.waitFor();
    const inked = await canvas.evaluate((element: HTMLCanvasElement) => {
      const { width, height } = element;
      const data = element.getContext('2d')?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
      return data.filter((value, at) => at % 4 === 0 && value > 100).length;
    });
    expect(inked).toBeGreaterThan(5000);
    expect(await readStore(page, 'datasets')).toEqual([]);
    expect(await page.locator('[data-state="idle"]').count()).toBeGreaterThan(10);
  });

  it('leads to where one’s own files go', async () => {
    await page.getByTestId('own-data').click();
    await page.getByTestId('drop-zone').waitFor();
  });

  it('ends with the first run', async () => {
    await page.locator('[data-kind="data"]').getByTestId('run-cell').click();
    await waitForState(page, 'data', 'done', 60_000);
    await page.getByTestId('welcome').waitFor({ state: 'detached' });
  });
});

describe('a narrow window', () => {
  it('has few columns of a wide table until more are asked for, and a shadow where it goes on', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await openSections(page, 'data');
    const table = page.locator('[data-kind="data"] [data-section="splits"]');
    const headings = table.locator('th:not(:has(.visually-hidden))');
    expect(await headings.count()).toBe(4);
    await table.getByRole('button', { name: '3 more columns' }).click();
    expect(await headings.count()).toBe(7);
    await table.locator('.frame.beyond').waitFor();
    await table.locator('.scroll').evaluate((element) => element.scrollTo({ left: 1000 }));
    await table.locator('.frame.before').waitFor();
    const [first, frame] = await Promise.all([
      table.locator('tbody td').first().boundingBox(),
      table.locator('.frame').boundingBox(),
    ]);
    expect(Math.round(first!.x)).toBe(Math.round(frame!.x));
  });

  it('does not scroll sideways as a whole', async () => {
    const wide = await page.evaluate(() =>
      [...document.querySelectorAll('body *')]
        .filter((element) => element.getBoundingClientRect().right > innerWidth && !element.closest('.scroll, footer'))
        .map((element) => `${element.tagName} ${element.className} ${element.textContent?.slice(0, 40)}`),
    );
    expect(wide).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });
});

it('folds the outline of a wide window', async () => {
  await page.setViewportSize({ width: 1280, height: 800 });
  const button = page.getByRole('button', { name: 'Outline' });
  expect(await button.getAttribute('aria-expanded')).toBe('true');
  await button.click();
  expect(await button.getAttribute('aria-expanded')).toBe('false');
  expect(await page.getByRole('navigation', { name: 'Cells' }).isVisible()).toBe(false);
  await button.click();
  expect(await page.getByRole('navigation', { name: 'Cells' }).isVisible()).toBe(true);
});
