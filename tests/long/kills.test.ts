/**
 * Run all, its browser process killed at five random moments: every finished task of before stands as it stood, none is
 * computed again, and the run ends with every cell done.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KillableBrowser } from '../support/killable';
import { cellStates, finishedTasks, waitUntilSettled, type StoredTask } from '../support/page';
import { serveSite, type Site } from '../support/site';

const KILLS = 5;
const MINUTE = 60_000;
/** Least and most seconds between the moment the page is open and the kill. */
const WAIT = [6, 36] as const;

const browser = new KillableBrowser();
let site: Site;

beforeAll(async () => {
  site = await serveSite();
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

it(
  'loses no finished trial and repeats none when its browser is killed at five random moments',
  async () => {
    const url = `${site.url}?backend=wasm`;
    let finished: ReadonlyMap<string, StoredTask> = new Map();
    const grown: number[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const page = await browser.open(url);
      // From the second opening on the run goes on by itself.
      if (kill === 0) await page.getByTestId('run-all').click();
      const seconds = WAIT[0] + (WAIT[1] - WAIT[0]) * Math.random();
      await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
      const now = await finishedTasks(page);
      await browser.kill();
      console.log(`kill ${kill + 1} after ${seconds.toFixed(1)} s: ${now.size} tasks were finished`);
      for (const [key, task] of finished) expect(now.get(key)?.createdAt, task.kind).toBe(task.createdAt);
      grown.push(now.size - finished.size);
      finished = now;
    }
    const page = await browser.open(url);
    await waitUntilSettled(page, 15 * MINUTE);
    expect(new Set(Object.values(await cellStates(page)))).toEqual(new Set(['done']));
    const end = await finishedTasks(page);
    for (const [key, task] of finished) expect(end.get(key)?.createdAt, task.kind).toBe(task.createdAt);
    // Otherwise nothing was under way when the browser was killed, and the test has shown nothing.
    expect(grown.filter((tasks) => tasks > 0).length).toBeGreaterThanOrEqual(2);
    expect(end.size).toBeGreaterThan(finished.size);
  },
  30 * MINUTE,
);
