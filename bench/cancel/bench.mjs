/**
 * `npm run bench -- cancel`: from the click on Cancel, while the reference CNN (batch 128) trains in the built page, until the
 * page says so, and until no worker computes any more (Linux: the processor time of the renderer's worker threads, which the
 * system counts in steps of 10 ms).
 */
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { browserFlags, ensureBrowser } from '../../scripts/browser.mjs';
import { ensureBuild } from '../../scripts/build.mjs';
import { ensureData } from '../../scripts/data.mjs';
import { serve } from '../../scripts/serve.mjs';
import { describeMachine } from '../lib/machine.mjs';
import { spreadOf } from '../lib/result.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** Steps of seconds need few images: a training must be long enough to be cancelled, and no longer. */
const BACKENDS = [
  { id: 'wasm', name: 'Lookbook, WASM', batchSize: 128 },
  { id: 'cpu', name: 'Lookbook, plain CPU', batchSize: 128 },
  { id: 'webgpu', name: 'Lookbook, WebGPU', batchSize: 128 },
];
/** How long nothing may have been computed before a worker counts as stopped. */
const QUIET_MS = 600;
const TICK_MS = 10;

/** @param {number} batchSize */
const notebook = (batchSize) => ({
  format: 1,
  id: 'cancel',
  title: 'Cancel',
  author: '',
  preset: 'quick',
  rootSeed: 1,
  cells: [
    { id: 'data', kind: 'data', params: {}, inputs: {}, note: '' },
    {
      id: 'explain',
      kind: 'explain',
      params: { model: 'cnn-reference', batchSize, trainImages: 40_000, epochs: 20 },
      inputs: { data: 'data' },
      note: '',
    },
  ],
});

/** Processor time of all worker threads of Chromium's renderers, in ticks. */
function workerTicks() {
  let sum = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer')) continue;
      for (const thread of readdirSync(`/proc/${pid}/task`)) {
        const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
        if (!stat.includes('(DedicatedWorker')) continue;
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        sum += Number(fields[11]) + Number(fields[12]);
      }
    } catch {
      // It ended while it was looked at.
    }
  }
  return sum;
}

/** Milliseconds from `since` until the worker threads last took processor time. @param {number} since */
async function untilIdle(since) {
  let ticks = workerTicks();
  let last = since;
  while (performance.now() - last < QUIET_MS) {
    await pause(TICK_MS);
    const now = workerTicks();
    // A thread that ends takes its time with it; one that computes adds more than the coordinator's odd tick.
    if (now > ticks) last = performance.now();
    ticks = now;
  }
  return last - since;
}

/** @param {Page} page @param {string} state */
const reach = (page, state) =>
  page.waitForSelector(`section[data-cell-id="explain"][data-state="${state}"]`, { timeout: 240_000 });

/** @param {Page} page @param {number} round */
async function cancelOnce(page, round) {
  const cell = page.locator('section[data-cell-id="explain"]');
  await cell.getByTestId('run-cell').click();
  await reach(page, 'running');
  await page.waitForFunction(
    () => /Training/.test(document.querySelector('section[data-cell-id="explain"]')?.textContent ?? ''),
    undefined,
    { timeout: 240_000 },
  );
  // Somewhere in a step, not at the same place of each.
  await pause(1500 + 137 * round);
  const clicked = page.evaluate(
    () =>
      new Promise((resolve) => {
        const section = document.querySelector('section[data-cell-id="explain"]');
        const started = performance.now();
        new MutationObserver(() => {
          if (section?.getAttribute('data-state') === 'cancelled') resolve(performance.now() - started);
        }).observe(/** @type {Element} */ (section), { attributes: true });
        /** @type {HTMLElement | null | undefined} */ (section?.querySelector('[data-testid="cancel-cell"]'))?.click();
      }),
  );
  const idle = process.platform === 'linux' ? untilIdle(performance.now()) : Promise.resolve(Number.NaN);
  return { said: /** @type {number} */ (await clicked), idle: await idle };
}

/**
 * @param {import('../lib/result.mjs').Options} options
 * @returns {Promise<import('../lib/result.mjs').Result>}
 */
export async function run({ rounds, only, log }) {
  const machine = describeMachine();
  const executablePath = await ensureBrowser(log);
  await ensureData({ log });
  await ensureBuild(log);
  const site = await serve();
  /** @type {import('../lib/result.mjs').Contender[]} */
  const contenders = [];
  /** @type {import('../lib/result.mjs').Measurement[]} */
  const measurements = [];
  try {
    for (const { id, name, batchSize } of BACKENDS.filter((one) => !only || only.includes(one.id))) {
      const browser = await chromium.launch({ executablePath, args: browserFlags({ webgpu: id === 'webgpu' }) });
      contenders.push({ id, name, runtime: 'Chromium', present: true, version: browser.version() });
      try {
        const page = await browser.newPage();
        await page.route('**/example/**', (route) => route.abort());
        await page.goto(`${site.url}?backend=${id}`);
        const choosing = page.waitForEvent('filechooser');
        await page.getByTestId('import-notebook').first().click();
        const buffer = Buffer.from(JSON.stringify(notebook(batchSize)));
        await (await choosing).setFiles({ name: 'notebook.json', mimeType: 'application/json', buffer });
        await page.locator('section[data-cell-id="data"]').getByTestId('run-cell').click();
        await page.waitForSelector('section[data-cell-id="data"][data-state="done"]', { timeout: 60_000 });
        const said = [];
        const idle = [];
        for (let round = 1; round <= rounds; round += 1) {
          const took = await cancelOnce(page, round);
          said.push(took.said);
          idle.push(took.idle);
          log(`${id}, round ${round}: said after ${took.said.toFixed(0)} ms, idle after ${took.idle.toFixed(0)} ms`);
        }
        const row = (/** @type {string} */ task, /** @type {number[]} */ values) =>
          measurements.push({ contender: id, task, unit: 'ms', values, spread: spreadOf(values) });
        row('until the page says cancelled', said);
        if (idle.every(Number.isFinite)) row('until no worker computes', idle);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        measurements.push({ contender: id, task: 'cancel', unit: 'ms', error: message });
      } finally {
        await browser.close();
      }
    }
  } finally {
    await site.close();
  }
  return { schema: 1, bench: 'cancel', machine: machine.finish(), rounds, contenders, measurements };
}
