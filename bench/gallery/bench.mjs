/**
 * `npm run bench -- gallery`: frames of the built page's gallery while it is scrolled through all images of the stored
 * set, from top to bottom and at three sizes of image. Counts frames by requestAnimationFrame, in headless Chromium, whose
 * screen has 60 a second.
 */
import { openBuilt } from '../lib/built.mjs';
import { describeMachine } from '../lib/machine.mjs';
import { spreadOf } from '../lib/result.mjs';

/** CSS pixels an image. */
const SIZES = [28, 84, 168];
/** Frames at 60 a second take 16.7 ms; one that misses a refresh takes twice that. */
const LATE_MS = 17.5;
const MISSED_MS = 34;

/**
 * @param {import('../lib/result.mjs').Options} options `seconds` a scroll from top to bottom, at least 10
 * @returns {Promise<import('../lib/result.mjs').Result>}
 */
export async function run({ rounds, seconds, log }) {
  const { site, browser, contender, close } = await openBuilt(log);
  const machine = describeMachine();
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.route('**/example/**', (route) => route.abort());
  await page.goto(site.url);
  await page.locator('[data-cell-id="data"] [data-testid="run-cell"]').click();
  await page.waitForSelector('[data-kind="data"][data-state="done"]', { timeout: 180_000 });
  await page.getByTestId('all-images').click();
  await page.waitForSelector('[data-testid="gallery-class"]:enabled', { timeout: 60_000 });
  const images = await page.getByTestId('gallery-count').textContent();
  const measurements = [];
  for (const size of SIZES) {
    await page.getByTestId('gallery-size').fill(String(size));
    /** @type {Record<string, number[]>} */
    const found = { rate: [], late: [], missed: [], worst: [] };
    for (let round = 0; round < rounds; round += 1) {
      const times = await scroll(page, Math.max(10, seconds));
      const sum = times.reduce((a, b) => a + b, 0);
      found['rate']?.push((1000 * times.length) / sum);
      found['late']?.push((100 * times.filter((time) => time > LATE_MS).length) / times.length);
      found['missed']?.push((100 * times.filter((time) => time > MISSED_MS).length) / times.length);
      found['worst']?.push(Math.max(...times));
      log(`${size} px, round ${round + 1}: ${((1000 * times.length) / sum).toFixed(1)} frames a second`);
    }
    const task = `${images}, ${size} px each`;
    /** @param {string} name @param {string} what @param {string} unit */
    const add = (name, what, unit) => {
      const values = found[name] ?? [];
      measurements.push({ contender: 'ours', task: `${task}: ${what}`, unit, values, spread: spreadOf(values) });
    };
    add('rate', 'frames', '1/s');
    add('late', `frames above ${LATE_MS} ms`, '%');
    add('missed', `frames above ${MISSED_MS} ms`, '%');
    add('worst', 'longest frame', 'ms');
  }
  await close();
  return { schema: 1, bench: 'gallery', machine: machine.finish(), rounds, contenders: [contender], measurements };
}

/**
 * Milliseconds of each frame while the grid moves from its top to its end.
 * @param {import('playwright-core').Page} page
 * @param {number} seconds
 * @returns {Promise<number[]>}
 */
function scroll(page, seconds) {
  return page.evaluate(
    (duration) =>
      new Promise((resolve) => {
        const grid = /** @type {HTMLElement} */ (document.querySelector('[data-testid="gallery-grid"]'));
        const end = grid.scrollHeight - grid.clientHeight;
        /** @type {number[]} */
        const times = [];
        const start = performance.now();
        let last = start;
        const step = (/** @type {number} */ now) => {
          if (now > last) times.push(now - last);
          last = now;
          const done = Math.min(1, (now - start) / 1000 / duration);
          grid.scrollTop = done * end;
          if (done < 1) requestAnimationFrame(step);
          else resolve(times);
        };
        requestAnimationFrame(step);
      }),
    seconds,
  );
}
