/** The page before anything has run, with everything open that can be opened; the whole notebook with its results is part of tests/e2e. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems } from '../support/axe';
import { launchBrowser, type LaunchedBrowser } from '../support/browser';
import { serveSite, type Site } from '../support/site';

let site: Site;
let browser: LaunchedBrowser;
let page: Page;

beforeAll(async () => {
  site = await serveSite();
  browser = await launchBrowser({ serviceWorkers: 'block' });
  page = await browser.newPage();
  await page.goto(site.url);
  await page.locator('section[data-cell-id]').first().waitFor();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

const SIZES = { wide: { width: 1280, height: 900 }, narrow: { width: 360, height: 740 } };

describe.each(['light', 'dark'] as const)('axe finds nothing serious in %s colours', (colorScheme) => {
  it.each(['wide', 'narrow'] as const)('on the %s page', async (size) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize(SIZES[size]);
    const { problems, checked } = await accessibilityProblems(page);
    expect(problems).toEqual([]);
    expect(checked).toBeGreaterThan(15);
  });

  it('with settings, a menu, the words on a method and a message open', async () => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize(SIZES.wide);
    const cell = page.locator('section[data-cell-id]').first();
    const settings = cell.getByTestId('inspect-cell');
    if ((await settings.getAttribute('aria-expanded')) !== 'true') await settings.click();
    const words = cell.getByTestId('how-it-works');
    if ((await words.getAttribute('open')) === null) await words.locator('summary').click();
    await words.getByText('Limits').waitFor();
    await page.evaluate(() => (location.hash = '#n=broken'));
    await page.getByText('This link is damaged').waitFor();
    await cell.getByTestId('cell-menu').click();
    await cell.getByTestId('delete-cell').waitFor();
    expect((await accessibilityProblems(page)).problems).toEqual([]);
    await page.keyboard.press('Escape');
  });
});
