/**
 * `npm run bench -- notebook`: how the page is to read. A fresh Quick run a round: layout shifts while it runs, how long a bar
 * stands still or full, and how far the time left is off; then the finished notebook: opened from storage, scrolled from top to
 * bottom, its height and nodes.
 */
import { openBuilt } from '../lib/built.mjs';
import { describeMachine } from '../lib/machine.mjs';
import { spreadOf } from '../lib/result.mjs';

/** @typedef {import('playwright-core').Page} Page */

const LOOK_MS = 400;
/** Share of a run after which the time left is judged, and up to which: what is left at the very end is seconds. */
const JUDGED = /** @type {const} */ ([0.1, 0.9]);
const FRAME_MS = 50;

/**
 * @param {import('../lib/result.mjs').Options} options
 * @returns {Promise<import('../lib/result.mjs').Result>}
 */
export async function run({ rounds, log }) {
  const { site, browser, contender, close } = await openBuilt(log);
  const machine = describeMachine();
  /** @type {Map<string, { unit: string, values: number[] }>} */
  const found = new Map();
  const add = (/** @type {string} */ task, /** @type {string} */ unit, /** @type {number} */ value) => {
    const entry = found.get(task) ?? { unit, values: [] };
    entry.values.push(value);
    found.set(task, entry);
  };
  for (let round = 0; round < rounds; round += 1) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, serviceWorkers: 'block' });
    const page = await context.newPage();
    await page.route('**/example/**', (route) => route.abort());
    await watchShifts(page);
    await page.goto(`${site.url}?backend=wasm`);
    for (const [task, unit, value] of await runAll(page)) add(task, unit, value);
    for (const [task, unit, value] of await finished(page)) add(task, unit, value);
    await context.close();
    log(`round ${round + 1} of ${rounds}`);
  }
  const measurements = [...found].map(([task, { unit, values }]) => ({
    contender: 'ours',
    task,
    unit,
    values,
    spread: spreadOf(values),
  }));
  await close();
  return { schema: 1, bench: 'notebook', machine: machine.finish(), rounds, contenders: [contender], measurements };
}

/** Layout shifts that no input asked for, as the browser reports them. @param {Page} page */
async function watchShifts(page) {
  await page.addInitScript(() => {
    /** @type {{ at: number, value: number }[]} */
    const shifts = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { startTime, value, hadRecentInput } =
          /** @type {PerformanceEntry & { value: number, hadRecentInput: boolean }} */ (entry);
        if (!hadRecentInput) shifts.push({ at: startTime, value });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/**
 * Cumulative layout shift: the largest sum over a window of at most five seconds in which shifts follow within one.
 * @param {readonly { at: number, value: number }[]} shifts
 */
function cumulativeShift(shifts) {
  let [most, sum, first, last] = [0, 0, -Infinity, -Infinity];
  for (const { at, value } of shifts) {
    const same = at - last < 1000 && at - first < 5000;
    sum = same ? sum + value : value;
    first = same ? first : at;
    last = at;
    most = Math.max(most, sum);
  }
  return most;
}

/** Seconds of "2 min 15 s". @param {string} words */
function secondsOf(words) {
  const [, minutes = '0', seconds = '0'] = /^(?:(\d+) min)? ?(?:(\d+) s)?$/.exec(words.trim()) ?? [];
  return 60 * Number(minutes) + Number(seconds);
}

/**
 * @param {Page} page
 * @returns {Promise<(readonly [string, string, number])[]>}
 */
async function runAll(page) {
  await page.getByTestId('welcome-run').waitFor();
  await page.waitForTimeout(4000);
  await page.evaluate(() => void (/** @type {any} */ (window.shifts.length = 0)));
  const start = Date.now();
  await page.getByTestId('run-all').click();
  /** @type {{ at: number, left: number }[]} */
  const told = [];
  /** @type {Map<string, { words: string, since: number }>} */
  const bars = new Map();
  let [still, full] = [0, 0];
  for (;;) {
    await page.waitForTimeout(LOOK_MS);
    const at = (Date.now() - start) / 1000;
    const seen = await page.evaluate(() => ({
      line: document.querySelector('[data-testid="run-line"]')?.textContent ?? '',
      cells: [...document.querySelectorAll('[data-cell-id]')].map((cell) => {
        const bar = cell.querySelector('[role="progressbar"]');
        return {
          id: cell.getAttribute('data-cell-id') ?? '',
          state: cell.getAttribute('data-state'),
          share: bar?.getAttribute('aria-valuenow') ?? null,
          words: cell.querySelector('.progress')?.textContent ?? null,
        };
      }),
    }));
    const left = /about (.+) left/.exec(seen.line)?.[1];
    if (left) told.push({ at, left: secondsOf(left) });
    for (const { id, state, share, words } of seen.cells) {
      // A bar without a share moves by itself.
      if (state !== 'running' || share === null) bars.delete(id);
      else if (bars.get(id)?.words !== words) bars.set(id, { words: words ?? '', since: at });
      const stood = at - (bars.get(id)?.since ?? at);
      still = Math.max(still, stood);
      if (share === '100') full = Math.max(full, stood);
    }
    if (seen.cells.some(({ state }) => state === 'failed')) throw new Error('A cell failed.');
    if (seen.cells.every(({ state }) => state === 'done')) break;
  }
  const seconds = (Date.now() - start) / 1000;
  await page.waitForTimeout(2000);
  const shifts = await page.evaluate(() => /** @type {any} */ (window).shifts);
  const judged = told.filter(({ at }) => at > JUDGED[0] * seconds && at < JUDGED[1] * seconds);
  const off = judged.map(({ at, left }) => Math.max(left / (seconds - at), (seconds - at) / left));
  return [
    ['Run all', 's', seconds],
    ['layout shift over Run all (CLS)', '', cumulativeShift(shifts)],
    ['longest that a bar stood still', 's', still],
    ['longest that a bar stood full', 's', full],
    ['time left off by, at most', 'times', Math.max(...off)],
    ['time left off by, median', 'times', spreadOf(off).median],
  ];
}

/**
 * @param {Page} page
 * @returns {Promise<(readonly [string, string, number])[]>}
 */
async function finished(page) {
  await page.waitForTimeout(1000);
  await page.reload({ waitUntil: 'commit' });
  const opened = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const look = () => {
          const cells = [...document.querySelectorAll('[data-cell-id]')];
          const shown = cells.filter((cell) => cell.querySelector('[data-testid="finding"]'));
          if (cells.length > 0 && shown.length === cells.length) resolve(performance.now());
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
  await page.waitForTimeout(1500);
  const times = await page.evaluate(
    () =>
      new Promise((resolve) => {
        /** @type {number[]} */
        const frames = [];
        let last = performance.now();
        const step = (/** @type {number} */ now) => {
          frames.push(now - last);
          last = now;
          const { scrollTop, scrollHeight, clientHeight } = document.documentElement;
          if (scrollTop + clientHeight >= scrollHeight - 2) return resolve(frames.slice(1));
          window.scrollBy({ top: 24, behavior: 'instant' });
          requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
  );
  const frames = /** @type {number[]} */ (times);
  const size = await page.evaluate(() => ({
    height: document.documentElement.scrollHeight,
    nodes: document.querySelectorAll('*').length,
  }));
  return [
    ['finished notebook opened from storage, every finding shown', 'ms', Number(opened)],
    [`frames above ${FRAME_MS} ms, scrolled from top to bottom`, '', frames.filter((time) => time > FRAME_MS).length],
    ['longest frame, scrolled from top to bottom', 'ms', Math.max(...frames)],
    ['height at 1280 x 800', 'screens', size.height / 800],
    ['nodes', '', size.nodes],
  ];
}
