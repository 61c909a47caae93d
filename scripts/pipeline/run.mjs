/** One run of the whole notebook in a headless browser. The end-to-end tests share it. */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { browserFlags, ensureBrowser } from '../browser.mjs';
import { ensureBuild } from '../build.mjs';
import { FILES, ensureData, unpackAndCheck } from '../data.mjs';
import { ensurePackages } from '../install.mjs';
import { ROOT } from '../run.mjs';
import { serve } from '../serve.mjs';
import { Ticker, isBad, saveDownload, waitForEnd } from './page.mjs';
import { takeScreenshots } from './screenshots.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').BrowserContext} BrowserContext */
/**
 * @typedef {object} PipelineOptions
 * @property {string} [preset]
 * @property {string} [out] folder, relative to the project; what the pipeline wrote there before is replaced
 * @property {string} [data] folder with the official files
 * @property {string} [backend]
 * @property {number} [timeoutMinutes]
 * @property {string} [root] folder of the built page; built if left out
 * @property {boolean} [screenshots] true if left out
 * @property {string} [profile] the browser's profile folder, so that its storage outlives the run; a temporary one if left out
 * @property {(line: string) => void} [log]
 * @property {NodeJS.WriteStream} [stream] where one line of progress is rewritten, if it is a terminal
 * @property {(page: Page, site: { url: string }) => unknown} [onPage] before Run all is pressed
 * @property {(page: Page, site: { url: string, close: () => Promise<void> }, context: BrowserContext) => unknown} [onDone]
 *   after everything is written, while the page is still open
 */
/**
 * @typedef {object} PipelineOutcome
 * @property {boolean} ok every cell is done
 * @property {import('./page.mjs').CellView[]} cells
 * @property {import('./page.mjs').CellView[]} failures
 * @property {string} out
 * @property {{ name: string, bytes: number }[]} files
 * @property {any} results what results.json holds
 * @property {number} seconds from Run all to the last cell's end
 * @property {string[]} foreignRequests addresses of other origins that were asked
 * @property {string[]} problems errors of the page's console
 */

/** Minutes after which a preset is given up. */
const TIMEOUT_MINUTES = /** @type {Record<string, number>} */ ({ quick: 20, standard: 180, thorough: 720 });
const RESULTS = /<script type="application\/json" id="lookbook-results">([\s\S]*?)<\/script>/;

/**
 * The text of results.json from a report.
 * @param {string} html
 * @throws {Error} if the report carries none
 */
export function resultsOf(html) {
  const found = RESULTS.exec(html)?.[1];
  if (found === undefined) throw new Error('The report carries no results.');
  return JSON.parse(found);
}

/**
 * @param {string} folder
 * @throws {Error} that says which file is missing or wrong
 */
async function checkDataFolder(folder) {
  if (!existsSync(folder)) throw new Error(`--data is ${folder}, which is not there.`);
  for (const file of FILES) {
    const path = [join(folder, `${file.name}.gz`), join(folder, file.name)].find((candidate) => existsSync(candidate));
    if (!path) throw new Error(`${folder} has no ${file.name}.gz and no ${file.name}.`);
    try {
      await unpackAndCheck(await readFile(path), file);
    } catch (cause) {
      throw new Error(`${path} cannot be used: ${/** @type {Error} */ (cause).message}.`, { cause });
    }
  }
}

/**
 * @param {PipelineOptions} options
 * @param {(line: string) => void} log
 */
async function bootstrap({ data, root }, log) {
  if (data !== undefined) await checkDataFolder(resolve(data));
  await ensurePackages(log);
  if (root === undefined) {
    const first = data === undefined ? {} : { folders: [resolve(data)] };
    const real = await ensureData({ log, ...first });
    if (!real) log('Going on without Fashion-MNIST: the Data cell says what it finds.');
    await ensureBuild(log);
  }
  return serve(root === undefined ? {} : { root });
}

/**
 * @param {PipelineOptions} options
 * @param {(line: string) => void} log
 */
async function openBrowser({ backend, profile }, log) {
  const executablePath = await ensureBrowser(log);
  const { chromium } = await import('playwright-core');
  const launch = { executablePath, headless: true, args: browserFlags({ webgpu: backend === 'webgpu' }) };
  const view = { viewport: { width: 1280, height: 900 }, acceptDownloads: true };
  if (profile !== undefined) {
    const context = await chromium.launchPersistentContext(profile, { ...launch, ...view });
    return { context, close: () => context.close() };
  }
  const browser = await chromium.launch(launch);
  return { context: await browser.newContext(view), close: () => browser.close() };
}

/**
 * Drives the built page from an empty notebook to the report and writes what it leaves behind into `out`.
 * A cell that fails does not throw: the outcome says so, and the report and pictures are written all the same.
 * @param {PipelineOptions} [options]
 * @returns {Promise<PipelineOutcome>}
 * @throws {Error} with a sentence for people, if the page cannot be built, opened or run at all
 */
export async function runPipeline(options = {}) {
  const { preset = 'quick', backend, log = console.log, stream } = options;
  const out = resolve(ROOT, options.out ?? 'out');
  const site = await bootstrap(options, log);
  /** @type {string[]} */
  const foreignRequests = [];
  /** @type {string[]} */
  const problems = [];
  const ticker = new Ticker(log, stream);
  /** @type {Awaited<ReturnType<typeof openBrowser>> | undefined} */
  let browser;
  try {
    browser = await openBrowser(options, log);
    const { context } = browser;
    const origin = new URL(site.url).origin;
    context.on('request', (request) => {
      const url = request.url();
      if (/^(https?|wss?):/.test(url) && new URL(url).origin !== origin) foreignRequests.push(url);
    });
    const page = context.pages()[0] ?? (await context.newPage());
    page.on('console', (message) => void (message.type() === 'error' && problems.push(message.text())));
    page.on('pageerror', (error) => problems.push(error.stack ?? error.message));
    const crashed = new Promise((_resolve, reject) => page.on('crash', () => reject(new Error('The page crashed.'))));
    crashed.catch(() => undefined);

    await page.goto(`${site.url}${backend === undefined ? '' : `?backend=${backend}`}`);
    await page.locator('section[data-cell-id]').first().waitFor({ timeout: 60_000 });
    await page.getByTestId('preset').first().selectOption(preset);
    await options.onPage?.(page, site);

    log(`Running all cells (${preset}) at ${site.url}`);
    const began = Date.now();
    await page.getByTestId('run-all').first().click();
    const timeoutMs = (options.timeoutMinutes ?? TIMEOUT_MINUTES[preset] ?? 20) * 60_000;
    const ended = waitForEnd(page, { timeoutMs, onLook: (view) => ticker.show(view) });
    ended.catch(() => undefined);
    const view = /** @type {import('./page.mjs').PageView} */ (await Promise.race([ended, crashed]));
    const seconds = (Date.now() - began) / 1000;
    ticker.clear();
    log(`The cells ended after ${Math.round(seconds)} s; writing the report`);

    await mkdir(out, { recursive: true });
    await saveDownload(page, 'export-report', join(out, 'report.html'));
    await saveDownload(page, 'export-notebook', join(out, 'notebook.json'));
    const results = resultsOf(await readFile(join(out, 'report.html'), 'utf8'));
    await writeFile(join(out, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
    await copyFile(join(ROOT, 'docs/results.schema.json'), join(out, 'results.schema.json'));
    const names = ['report.html', 'results.json', 'results.schema.json', 'notebook.json'];
    if (options.screenshots ?? true) {
      await rm(join(out, 'screenshots'), { recursive: true, force: true });
      const pictures = await takeScreenshots(page, join(out, 'screenshots'));
      names.push(...pictures.map((name) => `screenshots/${name}`));
    }
    const files = await Promise.all(names.map(async (name) => ({ name, bytes: (await stat(join(out, name))).size })));
    const failures = view.cells.filter(isBad);
    const outcome = {
      ok: failures.length === 0,
      cells: view.cells,
      failures,
      out,
      files,
      results,
      seconds,
      foreignRequests,
      problems,
    };
    await options.onDone?.(page, site, context);
    return outcome;
  } catch (error) {
    for (const problem of problems) log(`The page's console: ${problem}`);
    throw error;
  } finally {
    ticker.clear();
    await browser?.close();
    await site.close();
  }
}
