import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { openDB } from 'idb';
import { commit, prepareResult, readLedger, readResult, readStatuses } from '../../../src/storage/results';
import { DATABASE_NAME, SCHEMA_VERSION, openDatabase } from '../../../src/storage/schema';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe('the storage schema', () => {
  it('makes every store from nothing', async () => {
    const db = await openDatabase();
    expect(db.version).toBe(SCHEMA_VERSION);
    for (const store of [
      'datasets',
      'shards',
      'notebooks',
      'results',
      'artifacts',
      'ledger',
      'statuses',
      'jobs',
      'checkpoints',
    ]) {
      expect([...db.objectStoreNames]).toContain(store);
    }
  });

  it('opens what an earlier page of the same version wrote, with all that is in it', async () => {
    const first = await openDatabase();
    await first.put('notebooks', { id: 'n', format: 1, savedAt: '2026-01-01T00:00:00Z', document: { title: 'kept' } });
    first.close();
    const second = await openDatabase();
    expect((await second.get('notebooks', 'n'))?.document).toEqual({ title: 'kept' });
  });

  it('refuses a database of a later version with a sentence, and leaves it as it is', async () => {
    const later = await openDB(DATABASE_NAME, SCHEMA_VERSION + 1, {
      upgrade: (db) => {
        void db.createObjectStore('future').put('precious', 'key');
      },
    });
    later.close();
    await expect(openDatabase()).rejects.toMatchObject({ code: 'storage/newer' });
    const again = await openDB(DATABASE_NAME, SCHEMA_VERSION + 1);
    expect(await again.get('future', 'key')).toBe('precious');
  });

  it('says so when the browser gives no storage', async () => {
    globalThis.indexedDB = {
      open: () => {
        throw new DOMException('blocked', 'SecurityError');
      },
    } as unknown as IDBFactory;
    await expect(openDatabase()).rejects.toMatchObject({ code: 'storage/unavailable' });
  });
});

describe('a commit', () => {
  const about = { key: 'k', kind: 'task:test', version: 1, seconds: 1 };
  const status = { notebookId: 'n', cellId: 'c', state: 'done' as const, key: 'k' };
  const event = { type: 'registry' as const, id: 'e', at: 'now', runId: 'r', to: 'champion' as const, reason: '' };

  it('writes result, arrays, status and events together', async () => {
    const db = await openDatabase();
    const prepared = prepareResult(
      { summary: { a: 1 }, artifacts: { x: { data: Uint8Array.of(1, 2), shape: [2] } } },
      about,
    );
    await commit(db, { prepared, status, events: [event, event] });
    expect((await readResult(db, 'k'))?.summary).toEqual({ a: 1 });
    expect(await db.count('artifacts')).toBe(1);
    expect(await readStatuses(db, 'n')).toEqual([status]);
    expect(await readLedger(db)).toHaveLength(1);
  });

  it('writes nothing of it when one part cannot be written', async () => {
    const db = await openDatabase();
    const prepared = prepareResult({ summary: { broken: () => undefined } as never }, about);
    await expect(commit(db, { prepared, status, events: [event] })).rejects.toThrow();
    expect(await db.count('results')).toBe(0);
    expect(await readStatuses(db, 'n')).toEqual([]);
    expect(await readLedger(db)).toEqual([]);
  });
});
