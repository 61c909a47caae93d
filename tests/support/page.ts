/** What tests read and wait for on the page. */
import type { Page } from 'playwright-core';

export interface StoredTask {
  readonly key: string;
  readonly kind: string;
  readonly createdAt: string;
}

/** Every record of one store of the page's database. */
export function readStore<T>(page: Page, store: string): Promise<T[]> {
  return page.evaluate(
    (name) =>
      new Promise<T[]>((resolve, reject) => {
        const opening = indexedDB.open('lookbook');
        opening.onerror = () => reject(opening.error ?? new Error('cannot open'));
        opening.onsuccess = () => {
          const all = opening.result.transaction(name).objectStore(name).getAll();
          all.onsuccess = () => {
            opening.result.close();
            resolve(all.result as T[]);
          };
          all.onerror = () => reject(all.error ?? new Error('cannot read'));
        };
      }),
    store,
  );
}

/** key -> time of every finished task. */
export async function finishedTasks(page: Page): Promise<Map<string, StoredTask>> {
  const results = await readStore<StoredTask>(page, 'results');
  return new Map(results.filter(({ kind }) => kind.startsWith('task:')).map((result) => [result.key, result]));
}

export async function waitForState(page: Page, cellKind: string, state: string, timeout = 300_000): Promise<void> {
  await page.waitForSelector(`[data-kind="${cellKind}"][data-state="${state}"]`, { state: 'attached', timeout });
}

/** cell id -> state, in the order of the page. */
export function cellStates(page: Page): Promise<Record<string, string>> {
  return page.$$eval('[data-cell-id]', (cells) =>
    Object.fromEntries(cells.map((cell) => [cell.getAttribute('data-cell-id'), cell.getAttribute('data-state')])),
  );
}

/** Waits until no cell is queued or running any more. */
export async function waitUntilSettled(page: Page, timeout = 400_000): Promise<void> {
  await page.waitForFunction(
    () =>
      document.querySelector('[data-cell-id]') !== null &&
      document.querySelector('[data-state="running"], [data-state="queued"]') === null,
    undefined,
    { timeout, polling: 500 },
  );
}

/** Waits until the sections of a cell, or of all, are open and their tables and figures' frames are there. */
async function sectionsOpened(page: Page, within: string): Promise<void> {
  await page.waitForFunction((selector) => {
    const bodies = [...document.querySelectorAll<HTMLElement>(`${selector} [data-section] > .body`)];
    return bodies.length > 0 && bodies.every((body) => !body.hidden && body.querySelector('.blocks > *') !== null);
  }, within);
}

/** Opens every section of the first cell of a kind. */
export async function openSections(page: Page, kind: string): Promise<void> {
  const button = page.locator(`[data-kind="${kind}"]`).first().getByTestId('open-all');
  await button.waitFor({ state: 'attached' });
  if ((await button.textContent())?.trim() === 'Open all') await button.click();
  await sectionsOpened(page, `[data-kind="${kind}"]`);
}

/** Opens the sections of all cells, by the keyboard. */
export async function openEverySection(page: Page): Promise<void> {
  await page.locator('main').focus();
  await page.keyboard.press('Shift+O');
  await sectionsOpened(page, 'main');
}

/** Opens a kind of cell, brings its first figure into view, and waits until it is drawn. */
export async function seeFirstFigure(page: Page, kind: string): Promise<void> {
  const cell = page.locator(`[data-kind="${kind}"]`).first();
  await openSections(page, kind);
  await cell.locator('[role="img"][data-drawn]').first().scrollIntoViewIfNeeded();
  await cell.locator('.js-plotly-plot').first().waitFor({ timeout: 30_000 });
}

/** Opens a notebook by the page's own button. */
export async function importNotebook(page: Page, notebook: object): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await page.getByTestId('import-notebook').first().click();
  const buffer = Buffer.from(JSON.stringify(notebook));
  await (await choosing).setFiles({ name: 'notebook.json', mimeType: 'application/json', buffer });
}

export interface DroppedFile {
  readonly name: string;
  readonly buffer: Buffer;
}

/** Drops files on the Data cell as a person does from a file manager. */
export async function dropFiles(page: Page, files: readonly DroppedFile[]): Promise<void> {
  const given = files.map(({ name, buffer }) => ({ name, text: buffer.toString('base64') }));
  const transfer = await page.evaluateHandle((items) => {
    const dropped = new DataTransfer();
    for (const { name, text } of items) {
      dropped.items.add(new File([Uint8Array.from(atob(text), (character) => character.charCodeAt(0))], name));
    }
    return dropped;
  }, given);
  await page.getByTestId('drop-zone').dispatchEvent('drop', { dataTransfer: transfer });
}
