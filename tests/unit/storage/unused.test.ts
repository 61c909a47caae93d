import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/core/ledger/types';
import type { StoredResult } from '../../../src/core/results/types';
import { commit, prepareResult, readArtifact } from '../../../src/storage/results';
import { openDatabase, type Database } from '../../../src/storage/schema';
import { deleteUnused, findUnused } from '../../../src/storage/unused';

let db: Database;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  db = await openDatabase();
});

const floats = (...values: number[]) => ({ data: Float32Array.from(values), shape: [values.length] });

async function store(key: string, kind: string, values: number[], refs: StoredResult['artifacts'] = {}) {
  const output = { summary: { key }, artifacts: { own: floats(...values) }, refs };
  const prepared = prepareResult(output, { key, kind, version: 1, seconds: 1 });
  await commit(db, { prepared });
  return prepared.result;
}

const show = (cellId: string, key: string) =>
  commit(db, { status: { notebookId: 'main', cellId, state: 'done', key } });

function runOf({ key, artifacts }: StoredResult): RunEvent {
  return {
    type: 'run',
    id: `run:${key}`,
    at: '2026-01-01T00:00:00Z',
    cellId: 'explain',
    cellKind: 'explain',
    name: 'a run',
    family: 'none',
    params: {},
    metrics: {},
    intervals: {},
    curves: {},
    artifacts,
    taskKey: key,
    imagesTrained: 1,
    seconds: 1,
    provenance: {
      datasetHash: '',
      datasetName: '',
      splitVersion: 'v2',
      numericMode: 'cpu',
      seed: 1,
      appVersion: '0',
    },
  };
}

describe('what storage holds and nothing shows', () => {
  it('is intermediate results and those of earlier parameters; cells, runs and their arrays stay', async () => {
    const passedOn = await store('chunk-passed-on', 'task:profile', [1, 2]);
    await store('chunk', 'task:profile', [3, 4, 5]);
    const trained = await store('trained', 'task:train', [6]);
    await commit(db, { events: [runOf(trained)] });
    await store('before', 'cell:explore', [7]);
    const shown = await store('now', 'cell:explore', [8], { table: passedOn.artifacts.own! });
    await show('explore', 'now');

    const unused = await findUnused(db);
    expect([...unused.results].sort()).toEqual(['before', 'chunk', 'chunk-passed-on']);
    expect(unused.artifacts).toHaveLength(2);
    expect(unused.bytes).toBe(16);

    await deleteUnused(db);
    expect((await db.getAllKeys('results')).sort()).toEqual(['now', 'trained']);
    for (const ref of [shown.artifacts.own!, shown.artifacts.table!, trained.artifacts.own!])
      expect((await readArtifact(db, ref)).shape).toEqual(ref.shape);
    expect(await db.count('artifacts')).toBe(3);
    expect(await findUnused(db)).toEqual({ results: [], artifacts: [], bytes: 0 });
  });

  it('is left alone while a job runs or waits to be continued', async () => {
    await store('chunk', 'task:profile', [1]);
    await db.put('jobs', { notebookId: 'main', plan: [], targets: [], rootSeed: 1, startedAt: '' });
    await expect(deleteUnused(db)).rejects.toMatchObject({ code: 'job/other-tab' });
    expect(await db.count('results')).toBe(1);
    expect(await db.count('artifacts')).toBe(1);
  });
});
