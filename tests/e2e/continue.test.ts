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
let tab: Page;

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
  tab = await browser.open(`${site.url}?backend=wasm&faults=${encodeURIComponent(KILL_THE_TRAINER)}`);
  await tab.getByTestId('run-all').click();
  await waitForTraining(tab);
  before = await finishedTasks(tab);
  expect(before.size).toBeGreaterThan(0);
});

it('goes on by itself after its tab crashed', async () => {
  const crashed = new Promise((resolve) => tab.once('crash', resolve));
  const cdp = await tab.context().newCDPSession(tab);
  // The command never answers: what would answer is gone.
  void cdp.send('Page.crash').catch(() => undefined);
  await crashed;
  // The browser needs a moment to notice too; a page asked for before may be given the renderer that is ending.
  await new Promise((resolve) => setTimeout(resolve, 1000));
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
