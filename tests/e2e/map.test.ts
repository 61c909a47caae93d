/** The map, by hand: it forms while the cell runs; then a line drawn around images picks them out, and keys walk over it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { launchBrowser, type LaunchedBrowser } from '../support/browser';
import { importNotebook, waitForState } from '../support/page';
import { serveSite, type Site } from '../support/site';

const NOTEBOOK = {
  format: 2,
  id: 'map',
  title: 'A small map',
  preset: 'quick',
  rootSeed: 1,
  cells: [
    { id: 'data', kind: 'data' },
    {
      id: 'map',
      kind: 'map',
      params: { judgedImages: 1200, referenceImages: 2000, mapImages: 500, epochs: 100 },
      inputs: { data: 'data' },
    },
  ],
};

let site: Site;
let browser: LaunchedBrowser;
let page: Page;
let cell: Locator;
const errors: string[] = [];

beforeAll(async () => {
  site = await serveSite();
  browser = await launchBrowser();
  page = await browser.newPage();
  page.on('pageerror', (error) => errors.push(error.message));
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`${site.url}?backend=wasm`);
  await importNotebook(page, NOTEBOOK);
  cell = page.locator('[data-cell-id="map"]');
  await cell.waitFor();
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

/** Draws a line through these places of the map, as shares of its sides. */
async function draw(places: readonly (readonly [number, number])[]): Promise<void> {
  const canvas = cell.getByTestId('map-canvas');
  await canvas.scrollIntoViewIfNeeded();
  const box = (await canvas.boundingBox())!;
  const at = ([x, y]: readonly [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...at(places[0]!));
  await page.mouse.down();
  for (const place of places.slice(1)) await page.mouse.move(...at(place), { steps: 4 });
  await page.mouse.up();
}
const ALL = [
  [0.01, 0.01],
  [0.99, 0.01],
  [0.99, 0.99],
  [0.01, 0.99],
] as const;
const pointed = async (): Promise<string> => (await cell.getByTestId('map-pointed').textContent()) ?? '';

it('shows the map while it forms, and says what it found', async () => {
  await cell.getByTestId('run-cell').click();
  await cell.getByTestId('live-map').waitFor({ timeout: 120_000 });
  await waitForState(page, 'map', 'done');
  expect(await cell.getByTestId('finding').first().textContent()).toMatch(
    /the nearest image is of another class, most often/,
  );
  await cell.locator('[data-testid="map-canvas"][data-drawn="true"]').waitFor();
});

it('picks out what a line is drawn around, with counts of classes and pictures', async () => {
  await draw(ALL);
  const picked = cell.getByTestId('map-picked');
  await picked.getByText('500 images picked').waitFor();
  const counts = await picked.locator('ul .count').allTextContents();
  expect(counts.length).toBeGreaterThan(1);
  expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(500);
  await picked.locator('canvas[data-drawn="true"]').waitFor();
});

it('leaves out of a line what the legend hides', async () => {
  const trouser = cell.getByTestId('map-legend').filter({ hasText: 'Trouser' });
  const hidden = Number(/\d+/.exec((await trouser.textContent()) ?? '')![0]);
  await trouser.click();
  expect(await trouser.getAttribute('aria-pressed')).toBe('false');
  await draw(ALL);
  await cell
    .getByTestId('map-picked')
    .getByText(`${500 - hidden} images picked`)
    .waitFor();
  await trouser.click();
});

it('opens all that were picked in the gallery', async () => {
  await cell.getByTestId('map-open').click();
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

it('is walked over by keys: arrows go from image to image, Enter picks those around, Escape lets go', async () => {
  await cell.getByTestId('map-clear').click();
  await cell.getByTestId('map-canvas').focus();
  await page.keyboard.press('ArrowRight');
  const first = await pointed();
  expect(first).toMatch(/image \d+ of the training file/);
  await page.keyboard.press('ArrowRight');
  expect(await pointed()).not.toBe(first);
  await page.keyboard.press('+');
  await page.keyboard.press('Enter');
  await cell.getByTestId('map-picked').getByText('30 images picked').waitFor();
  await page.keyboard.press('Escape');
  expect(await cell.getByTestId('map-picked').count()).toBe(0);
});

it('goes over to the other map and to other colours', async () => {
  await cell.getByTestId('map-pca').click();
  expect(await cell.getByTestId('map-canvas').getAttribute('aria-label')).toContain('principal components');
  await cell.getByTestId('map-colour').selectOption('vote');
  await cell.getByText('five nearest say another').waitFor();
  await cell.getByTestId('map-colour').selectOption('distance');
  await cell.getByText('counts as an outlier from').waitFor();
  expect(errors).toEqual([]);
});
