/** Two tabs of one notebook: one runs a job, the other shows it. */
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import 'fake-indexeddb/auto';
import { LookbookError } from '../../../src/core/errors';
import type { CellStatus } from '../../../src/core/results/types';
import { commit } from '../../../src/storage/results';
import { openDatabase } from '../../../src/storage/schema';
import { Workspace } from '../../../src/notebook/workspace.svelte';
import { FakeClient, resultFor, started, type Started } from './fake-client';
import { shapes } from './shapes';

/** Two tabs of a browser with locks. `alive`: the tab that runs the job has not died. */
interface Pair {
  readonly one: Started;
  readonly other: Started;
  alive: boolean;
}

async function twoTabs(locks = true): Promise<Pair> {
  const [here, there] = [new BroadcastChannel('test'), new BroadcastChannel('test')];
  onTestFinished(() => {
    here.close();
    there.close();
  });
  const pair = { alive: true } as { one: Started; other: Started; alive: boolean };
  const held = (): Promise<boolean> => Promise.resolve(pair.alive && pair.one.workspace.running);
  pair.one = await started({ channel: here });
  pair.other = await started({ channel: there, ...(locks ? { jobHeld: held } : {}) });
  return pair;
}

/** The first tab begins to run Data, Explore waits for it; the job ends when the test says so. */
function running({ one }: Pair): { end(): Promise<void> } {
  let end = (): void => undefined;
  const { client, workspace } = one;
  client.during = () => {
    client.emit({ type: 'job', notebookId: 'main', state: 'started' });
    client.status('data', 'running');
    client.status('explore', 'queued');
    const progress = { stage: 'Reading', done: 1, total: 2, unit: 'bytes' };
    client.emit({ type: 'progress', notebookId: 'main', cellId: 'data', progress, secondsLeft: 3 });
    return new Promise((resolve) => {
      end = () => {
        client.emit({ type: 'job', notebookId: 'main', state: 'ended' });
        resolve();
      };
    });
  };
  const ended = workspace.run(['explore']);
  return {
    end: async () => {
      end();
      await ended;
    },
  };
}

const following = ({ other }: Pair): Promise<void> =>
  expect.poll(() => other.workspace.progress.get('data')).toMatchObject({ progress: { done: 1 }, secondsLeft: 3 });

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe('a notebook in two tabs', () => {
  it('shows in each what the other runs, also what waits and how far it is, and the result when it ends', async () => {
    const pair = await twoTabs();
    const { one, other } = pair;
    const job = running(pair);
    await following(pair);
    expect(other.workspace.inOtherTab).toBe(true);
    expect(other.workspace.state('data')).toBe('running');
    expect(other.workspace.state('explore')).toBe('queued');
    const prepared = resultFor(one.workspace, 'data');
    const status: CellStatus = { notebookId: 'main', cellId: 'data', state: 'done', key: prepared.result.key };
    await commit(await openDatabase(), { prepared, status });
    one.client.status('data', 'done', prepared.result);
    await expect.poll(() => other.workspace.state('data')).toBe('done');
    expect(other.workspace.result('data')).toEqual(one.workspace.result('data'));
    expect(other.workspace.state('explore')).toBe('queued');
    expect(other.workspace.busy).toBe(true);
    await job.end();
    await expect.poll(() => other.workspace.busy).toBe(false);
    await expect.poll(() => other.workspace.progress.size).toBe(0);
  });

  it('is shown as running in a tab that is opened later, even where there are no locks', async () => {
    const pair = await twoTabs();
    running(pair);
    const channel = new BroadcastChannel('test');
    onTestFinished(() => channel.close());
    const late = await started({ channel });
    await expect.poll(() => late.workspace.state('explore')).toBe('queued');
    expect(late.workspace.state('data')).toBe('running');
    expect(late.workspace.progress.get('data')?.progress.stage).toBe('Reading');
  });

  it('cannot be run in the second, which goes on showing what runs', async () => {
    const pair = await twoTabs();
    running(pair);
    await following(pair);
    await pair.other.workspace.runAll();
    expect(pair.other.client.requests).toHaveLength(0);
    expect(pair.other.workspace.notices.list.at(-1)?.text).toMatch(/running in another tab/);
    expect(pair.other.workspace.state('data')).toBe('running');
  });

  it('is not taken for interrupted when the coordinator finds that another tab runs it', async () => {
    await commit(await openDatabase(), { status: { notebookId: 'main', cellId: 'data', state: 'running' } });
    let held = false;
    const { workspace, client } = await started({ jobHeld: () => Promise.resolve(held) });
    client.during = () => {
      held = true;
      client.status('data', 'running');
      return Promise.reject(new LookbookError('job/other-tab'));
    };
    await workspace.runAll();
    expect(workspace.inOtherTab).toBe(true);
    expect(workspace.state('data')).toBe('running');
  });

  it('is shown as running also where the second tab finds no backend', async () => {
    await commit(await openDatabase(), { status: { notebookId: 'main', cellId: 'data', state: 'running' } });
    const client = new FakeClient();
    client.environment = () => Promise.reject(new LookbookError('backend/unavailable'));
    const { workspace } = await started({ jobHeld: () => Promise.resolve(true) }, client);
    expect(workspace.inOtherTab).toBe(true);
    expect(workspace.state('data')).toBe('running');
  });

  it('is not elsewhere when it was run here before the page had started', async () => {
    const client = new FakeClient();
    let resumed = (): void => undefined;
    client.resume = () => new Promise((resolve) => (resumed = () => resolve(false)));
    const workspace: Workspace = new Workspace({ client, shapes, jobHeld: () => Promise.resolve(workspace.running) });
    const starting = workspace.start();
    await expect.poll(() => workspace.environment).toBeDefined();
    client.during = async () => {
      resumed();
      await starting;
      expect(workspace.inOtherTab).toBe(false);
    };
    await workspace.run(['data']);
    expect(client.requests).toHaveLength(1);
  });

  it('is cancelled from the second', async () => {
    const pair = await twoTabs();
    running(pair);
    await following(pair);
    await pair.other.workspace.cancel('data');
    await pair.other.workspace.cancel();
    await expect.poll(() => pair.one.client.cancelled).toEqual(['data', undefined]);
    expect(pair.other.client.cancelled).toEqual([]);
  });

  it('is interrupted in the second when the first is closed midway: what ran and what waited', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const pair = await twoTabs();
    running(pair);
    await commit(await openDatabase(), { status: { notebookId: 'main', cellId: 'data', state: 'running' } });
    await following(pair);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(pair.other.workspace.inOtherTab).toBe(true);
    pair.alive = false;
    pair.one.workspace.running = false;
    await vi.advanceTimersByTimeAsync(1000);
    expect(pair.other.workspace.inOtherTab).toBe(false);
    await expect.poll(() => pair.other.workspace.state('data')).toBe('interrupted');
    expect(pair.other.workspace.state('explore')).toBe('interrupted');
    expect(pair.other.workspace.progress.size).toBe(0);
  });

  it('is interrupted without locks once the first has not answered for long', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const pair = await twoTabs(false);
    running(pair);
    await following(pair);
    pair.one.workspace.running = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(pair.other.workspace.inOtherTab).toBe(true);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(pair.other.workspace.inOtherTab).toBe(false);
    await expect.poll(() => pair.other.workspace.state('explore')).toBe('interrupted');
  });
});
