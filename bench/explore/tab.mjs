/** A tab of the built page in a browser of its own, its cells run and its memory watched. */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { browserFlags } from '../../scripts/browser.mjs';
import { serve } from '../../scripts/serve.mjs';

/** How often memory is looked at. */
const LOOK_MS = 100;
const PATIENCE_MS = 600_000;

/** Resident memory of a process in MB, what it shares with others included; 0 if it has ended. Linux. @param {number} pid */
function residentMegabytes(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return (Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024) / 1e6;
  } catch {
    return 0;
  }
}

export class Tab {
  /** @type {Awaited<ReturnType<typeof serve>> | undefined} */
  #site;
  /** @type {import('playwright-core').Browser | undefined} */
  #browser;
  /** @type {import('playwright-core').Page | undefined} */
  #page;
  #watching = false;
  /** Greatest resident memory of the tab's renderers so far, in MB. */
  peak = 0;

  /** @param {string} executablePath */
  async open(executablePath) {
    this.#site = await serve();
    const site = this.#site.url;
    this.#browser = await chromium.launch({ executablePath, headless: true, args: browserFlags() });
    this.#page = await this.#browser.newPage({ viewport: { width: 1280, height: 900 } });
    // A published site may have an example, which the notebook would show first.
    await this.#page.route('**/example/**', (route) => route.abort());
    await this.#page.goto(site);
    await this.#page.locator('section[data-cell-id]').first().waitFor();
    void this.#watch();
    return this.#page;
  }

  async #watch() {
    const session = await this.#browser?.newBrowserCDPSession();
    if (!session) return;
    this.#watching = true;
    while (this.#watching) {
      try {
        const { processInfo } = await session.send('SystemInfo.getProcessInfo');
        const renderers = processInfo.filter(({ type }) => type === 'renderer');
        this.peak = Math.max(
          this.peak,
          renderers.reduce((sum, { id }) => sum + residentMegabytes(id), 0),
        );
      } catch {
        return;
      }
      await pause(LOOK_MS);
    }
  }

  /**
   * Runs a cell and what it needs; the page itself notes when each cell was done and when a cell's first figure stood.
   * @param {string} id
   * @returns {Promise<{ done: Record<string, number>, firstChart: number | undefined, started: number }>} the page's clock, ms
   * @throws {Error} if the cell does not end well
   */
  async runCell(id) {
    const page = this.#page;
    if (!page) throw new Error('The tab is not open.');
    await page.evaluate((cellId) => {
      /** @type {{ done: Record<string, number>, firstChart?: number }} */
      const seen = { done: {} };
      Object.assign(globalThis, { seen });
      const look = () => {
        for (const section of document.querySelectorAll('section[data-cell-id]')) {
          const cell = section.getAttribute('data-cell-id') ?? '';
          if (section.getAttribute('data-state') === 'done') seen.done[cell] ??= performance.now();
        }
        const drawn = document.querySelector(`section[data-cell-id="${cellId}"] [data-block] [data-drawn="true"]`);
        if (drawn) seen.firstChart ??= performance.now();
      };
      const options = { subtree: true, childList: true, attributes: true };
      new MutationObserver(look).observe(document.body, options);
    }, id);
    const cell = page.locator(`section[data-cell-id="${id}"]`);
    await cell.evaluate((element) => element.scrollIntoView({ block: 'start' }));
    const started = await page.evaluate(() => performance.now());
    await cell.locator('[data-testid="run-cell"]').click();
    const ended = ['done', 'failed', 'cancelled', 'not-saved'].map((state) => `[data-state="${state}"]`).join(', ');
    await page.locator(`section[data-cell-id="${id}"]:is(${ended})`).waitFor({ timeout: PATIENCE_MS });
    const state = await cell.getAttribute('data-state');
    if (state !== 'done') throw new Error(`The cell ${id} is ${state}.`);
    await page.waitForFunction(() => 'seen' in globalThis);
    const seen = await page.evaluate(
      () =>
        /** @type {{ seen: { done: Record<string, number>, firstChart?: number } }} */ (
          /** @type {unknown} */ (globalThis)
        ).seen,
    );
    return { done: seen.done, firstChart: seen.firstChart, started };
  }

  async close() {
    this.#watching = false;
    await this.#browser?.close();
    await this.#site?.close();
  }
}
