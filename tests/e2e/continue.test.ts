/**
 * A job cut off in every way a browser knows: its worker killed, its tab crashed, its browser process killed. One run,
 * three cuts: after each, what was finished must stand as it stood, and the run must end as if nothing had happened.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { KillableBrowser } from '../support/killable';
import { cellStates, finishedTasks, waitForState, waitUntilSettled, type StoredTask } from '../support/page';
import { serveSite, type Site } from '../support/site';

const KILL_THE_TRAINER = JSON.stringify([{ type: 'kill-worker', task: 'train', step: 40 }]);

let site: Site;
const browser = new KillableBrowser();
let before: ReadonlyMap<string, StoredTask>;

beforeAll(async () => {
  site = await serveSite();
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

/** Waits until training is under way and some of it is done. */
async function waitForTraining(page: Page): Promise<void> {
  await waitForState(page, 'data', 'done');
  await page.waitForFunction(
    () => /epoch [2-9]/.test(document.querySelector('[data-kind="explain"]')?.textContent ?? ''),
    undefined,
    { timeout: 300_000, polling: 200 },
  );
}

function expectNothingLostOrRepeated(after: ReadonlyMap<string, StoredTask>): void {
  for (const [key, task] of before)
    expect(after.get(key)?.createdAt, `${task.kind} was done before`).toBe(task.createdAt);
}

it('goes on after its worker was killed midway through training', async () => {
  const page = await browser.open(`${site.url}?backend=wasm&faults=${encodeURIComponent(KILL_THE_TRAINER)}`);
  await page.getByTestId('run-all').click();
  await waitForTraining(page);
  before = await finishedTasks(page);
  expect(before.size).toBeGreaterThan(0);
});

it('goes on by itself after its tab crashed', async () => {
  const page = await browser.open(`${site.url}?backend=wasm`);
  const cdp = await page.context().newCDPSession(page);
  // The first tab still runs the job and holds its lock; all tabs of the site share one renderer here or die one by one.
  for (const tab of page.context().pages()) {
    if (tab === page) continue;
    const session = await page.context().newCDPSession(tab);
    void session.send('Page.crash').catch(() => undefined);
  }
  await cdp.detach();
  const next = await browser.open(`${site.url}?backend=wasm`);
  await waitForTraining(next);
  const after = await finishedTasks(next);
  expectNothingLostOrRepeated(after);
  before = after;
});

it('goes on by itself after the browser process was killed, and ends with every cell done', async () => {
  await browser.kill();
  const page = await browser.open(`${site.url}?backend=wasm`);
  await waitUntilSettled(page);
  expect(new Set(Object.values(await cellStates(page)))).toEqual(new Set(['done']));
  expectNothingLostOrRepeated(await finishedTasks(page));
});
