/** Files of a person's own, dropped and chosen: the official ones, wrong ones, and sets of 2 and of 47 classes. */
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FILE_ROLES, OFFICIAL_FILES, type FileRole, OFFICIAL_SHAPE } from '../../src/core/dataset/files';
import { encodeIdxHeader } from '../../src/core/dataset/idx-header';
import { launchBrowser, type LaunchedBrowser } from '../support/browser';
import { dropFiles, openSections, waitForState, type DroppedFile } from '../support/page';
import { serveSite, type Site } from '../support/site';
import { realFile } from '../unit/dataset/fixtures';

const FOLDER = process.env['FASHION_MNIST'] ?? '/usr/share/datasets/fashion-mnist';

const NOTEBOOK = {
  format: 2,
  id: 'imported',
  title: 'Imported sets',
  preset: 'quick',
  rootSeed: 1,
  cells: [
    { id: 'data', kind: 'data' },
    { id: 'explore', kind: 'explore', inputs: { data: 'data' } },
    { id: 'features', kind: 'features', params: { ablation: 'none' }, inputs: { data: 'data' } },
  ],
};

let site: Site;
let browser: LaunchedBrowser;
let page: Page;
const errors: string[] = [];

const GARMENTS = gunzipSync(realFile('test-images')).subarray(16);

/**
 * Garments of the official test file under labels of another set: `each` of every class for training, two for test.
 * @param least the first label
 */
function setOf(classes: number, each: number, least = 0): DroppedFile[] {
  const part = (count: number, first: number): [Buffer, Buffer] => [
    Buffer.concat([encodeIdxHeader(count), Uint8Array.from({ length: count }, (_, at) => least + (at % classes))]),
    Buffer.concat([encodeIdxHeader(count, OFFICIAL_SHAPE), GARMENTS.subarray(784 * first, 784 * (first + count))]),
  ];
  const [trainLabels, trainImages] = part(classes * each, 0);
  const [testLabels, testImages] = part(classes * 2, classes * each);
  const bytes: Record<FileRole, Buffer> = {
    'train-labels': trainLabels,
    'train-images': trainImages,
    'test-labels': testLabels,
    'test-images': testImages,
  };
  return FILE_ROLES.map((role) => ({ name: `${role}.idx`, buffer: bytes[role] }));
}

/** The `title` is in the Data cell's finding once the set is loaded. */
async function load(title: RegExp): Promise<string> {
  await page.getByTestId('load-files').click();
  const finding = page.locator('[data-kind="data"] [data-testid="finding"]').filter({ hasText: title });
  await finding.waitFor({ timeout: 60_000 });
  await waitForState(page, 'data', 'done', 60_000);
  return (await finding.textContent()) ?? '';
}

async function open(): Promise<void> {
  const sources = page.getByTestId('data-sources');
  if ((await sources.getAttribute('open')) === null) await sources.locator('summary').first().click();
}

/** Runs a cell until it is done; returns its words. */
async function runCell(kind: string): Promise<string> {
  const cell = page.locator(`[data-kind="${kind}"]`);
  await cell.getByTestId('run-cell').click();
  await page.waitForSelector(`[data-kind="${kind}"][data-state="done"]:not([data-stale="true"])`, {
    state: 'attached',
    timeout: 60_000,
  });
  await openSections(page, kind);
  return (await cell.textContent()) ?? '';
}

beforeAll(async () => {
  site = await serveSite();
  browser = await launchBrowser();
  page = await browser.newPage();
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(`${site.url}?backend=cpu`);
  const choosing = page.waitForEvent('filechooser');
  await page.getByTestId('import-notebook').first().click();
  const buffer = Buffer.from(JSON.stringify(NOTEBOOK));
  await (await choosing).setFiles({ name: 'notebook.json', mimeType: 'application/json', buffer });
  await page.waitForSelector('[data-cell-id="features"]');
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

describe('files that are dropped or chosen', () => {
  it('are refused one by one where they are no data, and say what is missing', async () => {
    await open();
    const labels = Buffer.from([0, 0, 0x0d, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0]);
    await dropFiles(page, [
      { name: 'letter.txt', buffer: Buffer.from('Dear reader, this is not a data set.') },
      { name: 'labels.idx', buffer: labels },
      { name: 'page.html', buffer: Buffer.from('<!doctype html><title>404</title>') },
    ]);
    const problems = page.getByTestId('drop-zone').getByRole('alert');
    await problems.nth(2).waitFor();
    const sentences = (await problems.allTextContents()).join('\n');
    expect(sentences).toMatch(/letter\.txt: it begins with the bytes 44 65 61 72/);
    expect(sentences).toMatch(/labels\.idx: it holds floating-point numbers in 1 dimension/);
    expect(sentences).toMatch(/page\.html: found a web page/);
    const [one] = setOf(2, 20);
    await dropFiles(page, [one!]);
    await page
      .getByTestId('drop-zone')
      .getByText(/training images: missing/)
      .waitFor();
    expect(await page.getByTestId('load-files').isDisabled()).toBe(true);
  });

  it('are listed as they will be loaded: a refused file takes the place of the one before, and all can be cleared', async () => {
    const zone = page.getByTestId('drop-zone');
    const files = setOf(2, 20);
    await dropFiles(page, files);
    await zone.getByText(/✓ training images: train-images\.idx \(40 images\)/).waitFor();
    expect(await page.getByTestId('load-files').isEnabled()).toBe(true);
    await dropFiles(page, [{ name: 'train-images.idx', buffer: Buffer.from('<!doctype html><title>404</title>') }]);
    await zone.getByText(/○ training images: missing/).waitFor();
    expect(await zone.getByRole('alert').allTextContents()).toEqual([
      expect.stringMatching(/^train-images\.idx: found a web page/),
    ]);
    expect(await page.getByTestId('load-files').isDisabled()).toBe(true);
    await page.getByTestId('clear-files').click();
    expect(await zone.getByRole('listitem').count()).toBe(0);
    expect(await zone.getByRole('alert').count()).toBe(0);
  });

  it('are refused as unofficial unless another set is accepted', async () => {
    await dropFiles(page, setOf(2, 20));
    await page.getByTestId('load-files').click();
    await waitForState(page, 'data', 'failed', 60_000);
    const error = await page.locator('[data-kind="data"] [data-testid="cell-error"]').textContent();
    expect(error).toMatch(/found the SHA-256 .*"Accept another data set in the same format"/s);
  });

  it.each([
    [2, 200, 'Two classes of 200 images each', 'choose'],
    [47, 30, '47 classes of 30 images each', 'drop'],
  ] as const)(
    'of %i classes are described under their own names, and features are fitted on them',
    async (classes, each, headline, how) => {
      await open();
      const files = setOf(classes, each);
      if (how === 'drop') await dropFiles(page, files);
      else {
        const chosen = files.map((file) => ({ ...file, mimeType: 'application/octet-stream' }));
        await page.getByTestId('pick-files').setInputFiles(chosen);
      }
      await page.getByTestId('drop-zone').getByRole('checkbox').check();
      expect(await load(new RegExp(`in ${classes} classes`))).toMatch(/unofficial IDX set/);
      await openSections(page, 'data');
      await page
        .locator('[data-kind="data"]')
        .getByRole('cell', { name: `class ${classes - 1}` })
        .first()
        .waitFor();

      const explored = await runCell('explore');
      expect(explored).toContain(headline);
      expect(explored).toContain(`class ${Math.min(classes, 10) - 1}`);
      expect(explored).not.toMatch(/Trouser|Pullover|Ankle boot|undefined|NaN/);

      expect(await runCell('features')).not.toMatch(/Trouser|Pullover|Ankle boot|undefined|NaN/);
    },
  );

  it('whose labels begin at 1 are numbered from 0 where that is left chosen', async () => {
    await open();
    const zone = page.getByTestId('drop-zone');
    await dropFiles(page, setOf(26, 20, 1));
    expect(await page.getByTestId('shift-labels').count()).toBe(0);
    await zone.getByRole('checkbox').check();
    await zone.getByText(/they run from 1 to 26; otherwise class 0 is a class without images/).waitFor();
    expect(await load(/in 26 classes/)).toMatch(/unofficial IDX set/);
    const cell = await page.locator('[data-kind="data"]').textContent();
    expect(cell).toContain('The labels of the files begin at 1 and are numbered from 0 here');
  });

  it('are used again from storage', async () => {
    await page.getByTestId('stored-data').locator('summary').click();
    const stored = page.getByTestId('stored-data').getByRole('listitem');
    await stored.filter({ hasText: '(in use)' }).waitFor();
    await stored
      .filter({ hasText: '400 images' })
      .or(stored.filter({ hasText: '404 images' }))
      .getByTestId('use-dataset')
      .click();
    await page.locator('[data-kind="data"] [data-testid="finding"]').filter({ hasText: 'in 2 classes' }).waitFor();
    await waitForState(page, 'data', 'done', 60_000);
  });

  it('that are the official ones are verified and take their place', async () => {
    await open();
    await page
      .getByTestId('pick-files')
      .setInputFiles(FILE_ROLES.map((role) => join(FOLDER, `${OFFICIAL_FILES[role].name}.gz`)));
    await page
      .getByTestId('drop-zone')
      .getByText(/test images: t10k-images-idx3-ubyte\.gz/)
      .waitFor();
    expect(await load(/70,000 images/)).toContain('in 10 classes, verified by SHA-256');
    expect(errors).toEqual([]);
  });
});
