/**
 * `npm run contact-sheet`: every cell in every state on one picture, to be looked over in a minute. Runs Quick in a headless browser
 * and writes `sheet.png`, with the pictures it is made of beside it. `--out FOLDER`, out/contact-sheet if left out.
 */
import './node-version.mjs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runPipeline } from './pipeline/run.mjs';
import { drawAll, withoutOverlays } from './pipeline/screenshots.mjs';
import { ROOT } from './run.mjs';

/** @typedef {import('playwright-core').Page} Page */

const WIDTHS = [360, 768, 1280, 1680];
const SCHEMES = /** @type {const} */ (['light', 'dark']);
const HEIGHT = 900;
/** Of a picture on the sheet, in pixels; what is longer is cut there. */
const THUMB = { width: 190, height: 330 };
/** Chromium captures no surface higher than 16,384 pixels. */
const MOST_HEIGHT = 12_000;

/** Columns of the sheet in their order -> cell -> file. @type {Map<string, Map<string, string>>} */
const taken = new Map();

/**
 * Pictures of all cells as they stand, or of some.
 * @param {Page} page
 * @param {string} folder
 * @param {string} column
 * @param {string[]} [only] ids
 */
async function take(page, folder, column, only) {
  const cells = page.locator('section[data-cell-id]');
  const files = taken.get(column) ?? new Map();
  taken.set(column, files);
  await withoutOverlays(page, ['fixed', 'sticky'], async () => {
    for (const cell of await cells.all()) {
      const id = (await cell.getAttribute('data-cell-id')) ?? '';
      if (only && !only.includes(id)) continue;
      const name = `${id}--${column.replaceAll(/\W+/g, '-')}.png`;
      await cell.screenshot({ path: join(folder, name), animations: 'disabled' });
      files.set(id, name);
    }
  });
}

/**
 * @param {Page} page
 * @param {number} width
 * @param {'light' | 'dark'} scheme
 */
async function lookAt(page, width, scheme) {
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  await page.setViewportSize({ width, height: HEIGHT });
  await drawAll(page);
  await page.setViewportSize({ width, height: MOST_HEIGHT });
}

/** Presses the key that opens or folds all sections. @param {Page} page */
async function turnSections(page) {
  await page.locator('main').focus();
  await page.keyboard.press('Shift+O');
  await page.waitForTimeout(300);
}

/**
 * The finished notebook: as it opens and with all sections open, in every width and colour.
 * @param {Page} page
 * @param {string} folder
 */
async function finished(page, folder) {
  for (const sections of ['', ', open']) {
    if (sections) await turnSections(page);
    for (const scheme of SCHEMES) {
      for (const width of WIDTHS) {
        await lookAt(page, width, scheme);
        await take(page, folder, `${width} ${scheme}${sections}`);
      }
    }
  }
  await turnSections(page);
}

/**
 * Each cell once while it runs, as far as it is seen doing so.
 * @param {Page} page
 * @param {string} folder
 */
function watchRunning(page, folder) {
  const seen = new Set();
  let ended = false;
  const watching = (async () => {
    while (!ended) {
      const running = await page.$$eval('[data-state="running"]', (cells) =>
        cells.flatMap((cell) =>
          cell.querySelector('[role="progressbar"]') ? [cell.getAttribute('data-cell-id') ?? ''] : [],
        ),
      );
      const id = running.find((one) => !seen.has(one));
      if (id !== undefined) {
        await page.waitForTimeout(1500);
        await take(page, folder, 'running', [id]);
        seen.add(id);
      }
      await page.waitForTimeout(400);
    }
  })();
  watching.catch(() => undefined);
  return async () => {
    ended = true;
    await watching;
  };
}

/** Ids of the cells in a state. @param {Page} page @param {string} state */
const inState = (page, state) =>
  page.$$eval(`[data-cell-id][data-state="${state}"]`, (cells) =>
    cells.map((cell) => cell.getAttribute('data-cell-id') ?? ''),
  );

/**
 * Out of date, cancelled, and failed for want of room or not saved.
 * @param {Page} page
 * @param {string} folder
 * @param {{ url: string }} site
 */
async function others(page, folder, site) {
  await lookAt(page, 1280, 'light');
  await page.setViewportSize({ width: 1280, height: HEIGHT });
  await page.getByTestId('preset').first().selectOption('standard');
  await page.waitForSelector('[data-stale="true"]', { state: 'attached' });
  await take(page, folder, 'out of date');
  await page.locator('[data-cell-id="explore"]').getByTestId('run-cell').click();
  await page.waitForSelector('[data-state="running"]', { state: 'attached' });
  await page.getByTestId('cancel-all').first().click();
  await page.waitForSelector('[data-state="cancelled"]', { state: 'attached' });
  await take(page, folder, 'cancelled', await inState(page, 'cancelled'));

  const fresh = await page
    .context()
    .browser()
    ?.newContext({ viewport: { width: 1280, height: HEIGHT } });
  if (!fresh) return;
  const other = await fresh.newPage();
  await other.goto(`${site.url}?backend=wasm&dataUrl=nowhere/&faults=[{"type":"quota","task":"load"}]`);
  const data = other.locator('[data-cell-id="data"]');
  await data.getByTestId('run-cell').click();
  await other.waitForSelector('[data-cell-id="data"]:is([data-state="not-saved"], [data-state="failed"])', {
    state: 'attached',
  });
  for (const state of ['not-saved', 'failed']) await take(other, folder, state, await inState(other, state));
  await fresh.close();
}

/** The pictures beside each other: a row a cell, a column a state. @param {readonly string[]} cells */
function sheetHtml(cells) {
  const columns = [...taken.keys()];
  const row = (/** @type {string} */ id) =>
    `<tr><th>${id}</th>${columns
      .map((column) => {
        const file = taken.get(column)?.get(id);
        return `<td>${file ? `<img src="${file}">` : ''}</td>`;
      })
      .join('')}</tr>`;
  return (
    `<!doctype html><meta charset="utf-8"><title>Contact sheet</title><style>body{margin:12px;font:13px sans-serif}` +
    `td{padding:3px;vertical-align:top}th{text-align:left;vertical-align:top;padding:4px}` +
    `img{display:block;width:${THUMB.width}px;max-height:${THUMB.height}px;object-fit:cover;object-position:top;border:1px solid #ccc}` +
    `</style><table><tr><th></th>${columns.map((column) => `<th>${column}</th>`).join('')}</tr>${cells.map(row).join('')}</table>`
  );
}

async function main() {
  const at = process.argv.indexOf('--out');
  const out = resolve(ROOT, (at > 0 ? process.argv[at + 1] : undefined) ?? 'out/contact-sheet');
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  /** @type {() => Promise<void>} */
  let stopWatching = () => Promise.resolve();
  await runPipeline({
    out: join(out, 'run'),
    backend: 'wasm',
    screenshots: false,
    onPage: async (page) => {
      for (const scheme of SCHEMES) {
        await page.emulateMedia({ colorScheme: scheme });
        await take(page, out, `empty ${scheme}`);
      }
      stopWatching = watchRunning(page, out);
    },
    onDone: async (page, site) => {
      await stopWatching();
      await finished(page, out);
      await others(page, out, site);
      const ids = [...new Set([...taken.values()].flatMap((files) => [...files.keys()]))];
      await writeFile(join(out, 'sheet.html'), sheetHtml(ids));
      const sheet = await page.context().newPage();
      await sheet.setViewportSize({ width: 200 + taken.size * (THUMB.width + 10), height: 1000 });
      await sheet.goto(pathToFileURL(join(out, 'sheet.html')).href);
      await sheet.screenshot({ path: join(out, 'sheet.png'), fullPage: true });
      await sheet.close();
    },
  });
  console.log(`${join(out, 'sheet.png')}: ${taken.size} states and widths of every cell`);
}

await main();
