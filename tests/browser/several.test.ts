/** A parameter that takes several of a registry's members: check boxes in the settings, by keyboard alone. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SEARCHED_FAMILIES, familyLabel } from '../../src/core/families/names';
import { launchBrowser, type LaunchedBrowser } from '../support/browser';
import { importNotebook, readStore } from '../support/page';
import { serveSite, type Site } from '../support/site';

let site: Site;
let browser: LaunchedBrowser;
let page: Page;
let families: Locator;

interface StoredNotebook {
  readonly document: {
    readonly title: string;
    readonly cells: readonly { id: string; params: Record<string, unknown> }[];
  };
}
const storedFamilies = async (): Promise<unknown> => {
  const notebooks = await readStore<StoredNotebook>(page, 'notebooks');
  const stored = notebooks.find(({ document }) => document.title === 'Several');
  return stored?.document.cells.find(({ id }) => id === 'search')?.params.families;
};
const isChecked = (name: string): Promise<boolean> => families.getByLabel(name, { exact: true }).isChecked();

beforeAll(async () => {
  site = await serveSite();
  browser = await launchBrowser({ serviceWorkers: 'block' });
  page = await browser.newPage();
  await page.goto(`${site.url}?backend=cpu`);
  await page.locator('section[data-cell-id]').first().waitFor();
  await importNotebook(page, {
    format: 3,
    id: 'several',
    title: 'Several',
    preset: 'quick',
    rootSeed: 1,
    cells: [
      { id: 'data', kind: 'data' },
      { id: 'search', kind: 'search', inputs: { data: 'data' } },
    ],
  });
  await page.locator('[data-cell-id="search"]').getByTestId('inspect-cell').click();
  families = page.getByRole('group', { name: 'Families' });
  await families.waitFor();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

it('offers every member of the registry, each once and taken', async () => {
  const labels = await families.locator('label').allInnerTexts();
  expect(labels.map((label) => label.trim())).toEqual(SEARCHED_FAMILIES.map(familyLabel));
  for (const label of labels) expect(await isChecked(label.trim())).toBe(true);
});

it('takes one out and puts it back with the space bar, in the order of the registry', async () => {
  const [first, second, ...rest] = SEARCHED_FAMILIES;
  await families.getByLabel(familyLabel(first!), { exact: true }).focus();
  await page.keyboard.press('Space');
  await expect.poll(storedFamilies).toEqual([second, ...rest]);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect.poll(storedFamilies).toEqual(rest);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Space');
  await expect.poll(storedFamilies).toEqual([first, ...rest]);
});

it('refuses to be left without any, says so, and keeps the last one checked', async () => {
  const last = SEARCHED_FAMILIES.at(-1)!;
  for (const family of SEARCHED_FAMILIES) {
    const box = families.getByLabel(familyLabel(family), { exact: true });
    await box.focus();
    if (await box.isChecked()) await page.keyboard.press('Space');
  }
  expect(await isChecked(familyLabel(last))).toBe(true);
  await expect.poll(storedFamilies).toEqual([last]);
  const problem = page.getByRole('alert').filter({ hasText: 'Families must be at least 1 of' });
  expect(await problem.isVisible()).toBe(true);
  await page.getByRole('button', { name: 'Back to the preset' }).click();
  await expect.poll(storedFamilies).toBeUndefined();
  expect(await problem.isVisible()).toBe(false);
  expect(await isChecked(familyLabel(SEARCHED_FAMILIES[0]!))).toBe(true);
});
