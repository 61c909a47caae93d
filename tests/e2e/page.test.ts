/** The page around the cells: two tabs, a file opened from disk, Escape, the name in a link, notices. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inflateSync } from 'fflate';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type LaunchedBrowser } from '../support/browser';
import { importNotebook, waitForState } from '../support/page';
import { serveSite, type Site } from '../support/site';

const NOTEBOOK = {
  format: 2,
  id: 'page',
  title: 'The page',
  preset: 'quick',
  rootSeed: 1,
  cells: [
    { id: 'data', kind: 'data' },
    { id: 'explore', kind: 'explore', inputs: { data: 'data' } },
  ],
};

let site: Site;
let browser: LaunchedBrowser;

async function open(): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${site.url}?backend=cpu`);
  await page.waitForSelector('[data-cell-id="explore"]');
  return page;
}

const hasFocus = (locator: Locator): Promise<boolean> => locator.evaluate((node) => node === document.activeElement);

async function givesFocusBack(page: Page, opener: Locator, opened: Locator): Promise<void> {
  await opener.click();
  await opened.waitFor();
  await page.keyboard.press('Escape');
  await opened.waitFor({ state: 'hidden' });
  expect(await hasFocus(opener)).toBe(true);
}

beforeAll(async () => {
  site = await serveSite();
  browser = await launchBrowser({ serviceWorkers: 'block' });
  await browser.context.grantPermissions(['clipboard-read', 'clipboard-write']);
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

describe('a file that is opened from disk', () => {
  it('says in a sentence how to serve it, which nobody sees on a served page', async () => {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(join(import.meta.dirname, '../../dist/index.html')).href);
    const sentence = page.locator('#unserved');
    expect(await sentence.isVisible()).toBe(true);
    expect(await sentence.innerText()).toMatch(/serve the folder of this file, .* and open http:\/\/localhost:8000/);
    // Before the script has come, the style sheet hides it: nothing flashes.
    await page.route('**/*.js', (route) => route.abort());
    await page.goto(site.url);
    expect(await page.locator('#unserved').isVisible()).toBe(false);
    await page.unroute('**/*.js');
    await page.goto(site.url);
    await page.waitForSelector('[data-cell-id]');
    expect(await page.locator('#unserved').count()).toBe(0);
    await page.close();
  });
});

describe('Escape', () => {
  it('closes menus, lists, dialogs and panels, the last opened first, and gives the keyboard back', async () => {
    const page = await open();
    const cell = page.locator('[data-cell-id="explore"]');
    await givesFocusBack(page, cell.getByTestId('cell-menu'), cell.getByTestId('duplicate-cell'));
    await givesFocusBack(page, page.getByTestId('add-cell'), page.getByTestId('add-data'));
    const settings = page.getByRole('complementary', { name: /Settings of/ });
    const shortcuts = page.getByRole('button', { name: 'Keyboard shortcuts' });
    await cell.getByTestId('inspect-cell').click();
    await settings.waitFor();
    await givesFocusBack(page, shortcuts, page.getByRole('dialog'));
    expect(await settings.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await settings.waitFor({ state: 'hidden' });
    await givesFocusBack(page, cell.getByTestId('inspect-cell'), settings);
    await page.setViewportSize({ width: 360, height: 740 });
    await givesFocusBack(page, page.getByRole('button', { name: 'More' }), page.getByTestId('theme'));
    await givesFocusBack(page, page.getByRole('button', { name: 'Outline' }), page.getByRole('navigation'));
    await page.close();
  });
});

describe('a copied link', () => {
  it('has no name in it unless its author ticks the box, which the keyboard can', async () => {
    const page = await open();
    await page.getByLabel('Author, as the report names them').fill('Ada Lovelace');
    const copied = async (keys: readonly string[]): Promise<Record<string, unknown>> => {
      await page.getByTestId('copy-link').focus();
      await page.keyboard.press('Enter');
      await page.getByTestId('link-named').waitFor();
      for (const key of keys) await page.keyboard.press(key);
      await page.getByText('The link is copied').waitFor();
      await page.getByTestId('toast-close').first().click();
      const link = await page.evaluate(() => navigator.clipboard.readText());
      const bytes = inflateSync(Buffer.from(link.slice(link.indexOf('#n=') + 3), 'base64url'));
      return JSON.parse(Buffer.from(bytes).toString()) as Record<string, unknown>;
    };
    expect(await copied(['Enter'])).not.toHaveProperty('author');
    expect(await copied(['Space', 'Enter'])).toHaveProperty('author', 'Ada Lovelace');
    await givesFocusBack(page, page.getByTestId('copy-link'), page.getByRole('dialog'));
    await page.close();
  });
});

describe('notices', () => {
  it('name the file that failed, count what is said again, and close by Escape', async () => {
    const page = await open();
    for (let time = 0; time < 3; time++) await importNotebook(page, { format: 1 });
    const notice = page.locator('.toast');
    await notice.filter({ hasText: /^notebook\.json: .*\(3 times\)/ }).waitFor();
    expect(await notice.count()).toBe(1);
    await page.keyboard.press('Escape');
    await notice.waitFor({ state: 'hidden' });
    await page.close();
  });
});

describe('two tabs', () => {
  it('show the same run, live; when the tab that ran it is closed, the other says so and can go on', async () => {
    const first = await open();
    await importNotebook(first, NOTEBOOK);
    await first.getByTestId('run-all').click();
    await waitForState(first, 'explore', 'running', 30_000);
    const second = await open();
    const explore = second.locator('[data-cell-id="explore"]');
    await explore.getByText('Running in another tab').waitFor({ timeout: 10_000 });
    const told = (): Promise<string | null> => explore.getByTestId('running').textContent();
    const before = await told();
    await expect.poll(told, { timeout: 20_000 }).not.toBe(before);
    // A run that is asked for here is refused, and interrupts nothing.
    await explore.focus();
    await second.keyboard.press('Shift+Enter');
    await second.locator('.toast').filter({ hasText: 'running in another tab' }).waitFor();
    expect(await explore.getAttribute('data-state')).toBe('running');
    await first.close();
    await waitForState(second, 'explore', 'interrupted', 10_000);
    await explore.getByRole('button', { name: 'Continue' }).click();
    await waitForState(second, 'explore', 'running', 10_000);
    await explore.getByTestId('cancel-cell').click();
    await waitForState(second, 'explore', 'cancelled', 10_000);
  });
});
