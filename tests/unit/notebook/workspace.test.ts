import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import 'fake-indexeddb/auto';
import { LookbookError } from '../../../src/core/errors';
import { labelDecision } from '../../../src/core/ledger/decisions';
import type { CellStatus } from '../../../src/core/results/types';
import { NotebookStore } from '../../../src/notebook/store';
import { Workspace } from '../../../src/notebook/workspace.svelte';
import { commit } from '../../../src/storage/results';
import { openDatabase } from '../../../src/storage/schema';
import { FakeClient, resultFor, started } from './fake-client';
import { shapes } from './shapes';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe('the workspace', () => {
  it('opens the default notebook the first time, and what was saved the next', async () => {
    const { workspace } = await started();
    workspace.editor.setHead({ title: 'Mine' });
    workspace.editor.setNote('explore', 'kept');
    await workspace.editor.flush();
    const again = await started();
    expect(again.workspace.document).toEqual(workspace.document);
    expect(again.workspace.document.title).toBe('Mine');
  });

  it('runs all cells as one request and asks once to keep the storage', async () => {
    let asked = 0;
    const persist = (): Promise<boolean> => Promise.resolve((asked += 1) > 0);
    const { workspace, client } = await started({ persist });
    await workspace.runAll();
    await workspace.run(['explore']);
    expect(client.requests[0]?.targets).toHaveLength(6);
    expect(client.requests[1]?.plan.map((cell) => cell.id)).toEqual(['data', 'explore']);
    expect(asked).toBe(1);
  });

  it('starts no second run while one is running', async () => {
    const { workspace, client } = await started();
    client.during = async () => {
      expect(workspace.running).toBe(true);
      await workspace.runAll();
    };
    await workspace.runAll();
    expect(client.requests).toHaveLength(1);
    expect(workspace.running).toBe(false);
  });

  it('shows progress and then the result, and finds both status and result after a reload', async () => {
    const { workspace, client } = await started();
    const prepared = resultFor(workspace, 'data');
    client.during = async () => {
      client.status('data', 'running');
      const progress = { stage: 'Reading', done: 1, total: 2, unit: 'bytes' };
      client.emit({ type: 'progress', notebookId: 'main', cellId: 'data', progress, secondsLeft: 3 });
      expect(workspace.progress.get('data')).toEqual({ progress, secondsLeft: 3 });
      const status: CellStatus = { notebookId: 'main', cellId: 'data', state: 'done', key: prepared.result.key };
      await commit(await openDatabase(), { prepared, status });
      client.status('data', 'done', prepared.result);
    };
    await workspace.run(['data']);
    expect(workspace.progress.size).toBe(0);
    expect(workspace.freshness.get('data')).toBe('fresh');
    const again = await started();
    expect(again.workspace.result('data')).toEqual(workspace.result('data'));
    expect(again.workspace.freshness.get('data')).toBe('fresh');
    expect(again.workspace.summary('data')).toEqual({ accuracy: 0.5 });
  });

  it('goes on showing the last result of a cell that runs again and fails', async () => {
    const { workspace, client } = await started();
    const { result } = resultFor(workspace, 'data');
    client.status('data', 'done', result);
    client.status('data', 'running');
    client.status('data', 'failed');
    expect(workspace.state('data')).toBe('failed');
    expect(workspace.result('data')).toEqual(result);
  });

  it('calls cells interrupted that a dead coordinator left running', async () => {
    const { workspace, client } = await started();
    client.during = async () => {
      client.status('data', 'running');
      client.status('explore', 'queued');
      throw new LookbookError('worker/crashed');
    };
    await workspace.runAll();
    expect(workspace.state('data')).toBe('interrupted');
    expect(workspace.state('explore')).toBe('interrupted');
    expect(workspace.notices.list.at(-1)).toMatchObject({ tone: 'danger' });
  });

  it('finds cells interrupted at the start if no tab runs them, and leaves them running if one does', async () => {
    const status: CellStatus = { notebookId: 'main', cellId: 'data', state: 'running' };
    await commit(await openDatabase(), { status });
    expect((await started()).workspace.state('data')).toBe('interrupted');
    const held = await started({ jobHeld: () => Promise.resolve(true) });
    expect(held.workspace.state('data')).toBe('running');
    expect(held.workspace.inOtherTab).toBe(true);
  });

  it('finds cells interrupted when the tab that ran them dies', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    await commit(await openDatabase(), { status: { notebookId: 'main', cellId: 'data', state: 'running' } });
    let alive = true;
    const { workspace } = await started({ jobHeld: () => Promise.resolve(alive) });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(workspace.inOtherTab).toBe(true);
    alive = false;
    await vi.advanceTimersByTimeAsync(3000);
    expect(workspace.inOtherTab).toBe(false);
    await expect.poll(() => workspace.state('data')).toBe('interrupted');
  });

  it('does not take a run for ended when the start fails late', async () => {
    const client = new FakeClient();
    let fail = (_error: Error): void => undefined;
    client.environment = () => new Promise((_resolve, reject) => (fail = reject));
    const workspace = new Workspace({ client, shapes });
    const starting = workspace.start();
    await expect.poll(() => workspace.loaded).toBe(true);
    client.during = async () => {
      fail(new LookbookError('backend/unavailable'));
      await starting;
      expect(workspace.running).toBe(true);
    };
    await workspace.runAll();
    expect(client.requests).toHaveLength(1);
    expect(workspace.running).toBe(false);
  });

  it('marks a cell whose input is not fed as failed with a sentence, and runs the others', async () => {
    const { workspace, client } = await started();
    workspace.editor.setInput('explore', 'data', undefined);
    await workspace.runAll();
    expect(workspace.statuses.get('explore')).toMatchObject({ state: 'failed', error: { code: 'input/missing' } });
    expect(client.requests[0]?.targets).not.toContain('explore');
  });

  it('tells what cannot be done and changes nothing', async () => {
    const { workspace } = await started();
    const before = workspace.document;
    expect(workspace.editor.setParams('explore', { width: 99 })).toBe(false);
    expect(await workspace.editor.importText('{"format": 1}', 'old.json')).toBe(false);
    expect(workspace.document).toBe(before);
    expect(workspace.notices.list).toHaveLength(2);
    expect(workspace.notices.list[1]?.text).toMatch(/^old\.json: The notebook: the field "id"/);
  });

  it('brings a deleted cell back by the undo of its notice', async () => {
    const { workspace } = await started();
    const before = workspace.document;
    workspace.editor.deleteCell('data');
    expect(workspace.document.cells).toHaveLength(5);
    workspace.notices.list.at(-1)?.action?.run();
    expect(workspace.document).toBe(before);
  });

  it('imports what it exported, under its own id, and undoes the import', async () => {
    const { workspace } = await started();
    const text = workspace.editor.exportText().replace('"id": "main"', '"id": "theirs"').replace('quick', 'thorough');
    expect(await workspace.editor.importText(text, 'mine.json')).toBe(true);
    expect(workspace.document).toMatchObject({ id: 'main', preset: 'thorough' });
    workspace.editor.undo();
    expect(workspace.document.preset).toBe('quick');
  });

  it('says "not saved" when the document cannot be written', async () => {
    const store = new NotebookStore();
    store.saveDocument = () => Promise.reject(new LookbookError('storage/quota'));
    const { workspace } = await started({ store });
    workspace.editor.setHead({ author: 'Someone' });
    await workspace.editor.flush();
    expect(workspace.editor.saved).toMatchObject({ state: 'not-saved', error: { code: 'storage/quota' } });
  });

  it('appends decisions to the ledger, for this tab, the next visit and other tabs', async () => {
    const [here, there] = [new BroadcastChannel('test'), new BroadcastChannel('test')];
    const one = await started({ channel: here });
    const other = await started({ channel: there });
    const decision = labelDecision({
      at: '2026-01-01T00:00:00.000Z',
      cellId: 'labels',
      datasetHash: 'a'.repeat(64),
      image: 3,
      given: 6,
      suggested: 0,
      selfConfidence: 0.01,
      decision: 'confirmed',
    });
    await one.workspace.append([decision]);
    expect(one.workspace.ledger).toEqual([decision]);
    await expect.poll(() => other.workspace.ledger).toEqual([decision]);
    expect(other.workspace.inOtherTab).toBe(false);
    expect((await started()).workspace.ledger).toEqual([decision]);
    here.close();
    there.close();
  });

  it('takes over what another tab saved', async () => {
    const [here, there] = [new BroadcastChannel('test'), new BroadcastChannel('test')];
    const one = await started({ channel: here });
    const other = await started({ channel: there });
    one.workspace.editor.setHead({ title: 'From the other tab' });
    await one.workspace.editor.flush();
    await expect.poll(() => other.workspace.document.title).toBe('From the other tab');
    here.close();
    there.close();
  });
});
