import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { testOpeningsOf, registryOf, runsOf, streamsOf } from '../../../src/core/ledger/runs';
import type { LedgerEvent } from '../../../src/core/ledger/types';
import type { CellStatus, StoredResult } from '../../../src/core/results/types';
import { readArtifact, readLedger, readStatuses } from '../../../src/storage/results';
import { DATABASE_NAME, SCHEMA_VERSION, openDatabase } from '../../../src/storage/schema';
import { fillFirstVersion, interruptedRun, wholeRun } from '../../support/first-version';
import { imagesIn } from '../images';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

const recordsOf = <T>(store: string): T[] => wholeRun().stores[store]!.map(([, value]) => value as T);

/** Names of members, at every depth. */
function membersOf(value: unknown, found = new Set<string>()): Set<string> {
  if (value === null || typeof value !== 'object') return found;
  for (const [name, part] of Object.entries(value)) {
    if (!Array.isArray(value)) found.add(name);
    membersOf(part, found);
  }
  return found;
}

describe('a database of the first version', () => {
  it('opens with every result, under its key, and no split under its first name', async () => {
    await fillFirstVersion(wholeRun());
    const db = await openDatabase();
    expect(db.version).toBe(SCHEMA_VERSION);
    const results = await db.getAll('results');
    const before = recordsOf<StoredResult>('results');
    expect(results.map(({ key, kind, outputHash }) => [key, kind, outputHash])).toEqual(
      before.map(({ key, kind, outputHash }) => [key, kind, outputHash]),
    );
    // Seconds of fitting are none of a split.
    const first = /^(fit|select|calibrate)($|[A-Z/])/;
    const old = [...membersOf(results)].filter((name) => first.test(name) && name !== 'fitSeconds');
    expect(old).toEqual([]);
    const shown = await readStatuses(db, 'main');
    expect(shown.map(({ cellId, state, key }) => [cellId, state, key])).toEqual(
      recordsOf<CellStatus>('statuses').map(({ cellId, state, key }) => [cellId, state, key]),
    );
    for (const { key } of shown) expect(await db.get('results', key!)).toBeDefined();
  });

  it('keeps every event of the ledger by its id, with metrics and predictions under the present names', async () => {
    await fillFirstVersion(wholeRun());
    const db = await openDatabase();
    const ledger = await readLedger(db);
    const before = recordsOf<LedgerEvent>('ledger');
    expect(ledger.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    const runs = runsOf(ledger);
    expect(runs).toHaveLength(36);
    for (const [at, run] of runs.entries()) {
      const first = runsOf(before)[at]!;
      expect(run.metrics['validation/accuracy']).toBe(first.metrics['select/accuracy']);
      expect(Object.keys(run.metrics).some((name) => name.startsWith('select'))).toBe(false);
      expect(run.artifacts['validationProbabilities']).toEqual(first.artifacts['selectProbabilities']);
      expect(run.params['trainImages']).toEqual(first.params['fitImages']);
    }
    const predictions = await readArtifact(db, runs[0]!.artifacts['validationProbabilities']!);
    expect(predictions.shape).toEqual([40, 10]);
    expect(testOpeningsOf(ledger)[0]!.reason).toContain('chosen on validation');
    expect([registryOf(ledger).length, streamsOf(ledger).length]).toEqual([3, 1]);
    expect(ledger.filter(({ type }) => type === 'label-decision')).toEqual(
      before.filter(({ type }) => type === 'label-decision'),
    );
  });

  it('keeps its data set and its notebook', async () => {
    await fillFirstVersion(wholeRun());
    const db = await openDatabase();
    const [dataset] = await db.getAll('datasets');
    expect(dataset).toMatchObject({ counts: { train: 480, test: 60 }, height: 28, width: 28 });
    expect((await imagesIn(db).part(dataset!.hash, 'train')).labels).toHaveLength(480);
    expect(await db.getAll('notebooks')).toEqual(recordsOf('notebooks'));
  });

  it('ends what was under way as interrupted, with the result that its cell showed', async () => {
    const before = interruptedRun();
    const active = before.stores['statuses']!.map(([, status]) => status as CellStatus).filter(
      ({ state }) => state === 'running',
    );
    expect(active.map(({ cellId }) => cellId)).toEqual(['explain']);
    await fillFirstVersion(before);
    const db = await openDatabase();
    const statuses = await readStatuses(db, 'main');
    expect(statuses.find(({ cellId }) => cellId === 'explain')).toMatchObject({
      state: 'interrupted',
      key: active[0]!.key,
    });
    expect(await Promise.all([db.count('jobs'), db.count('checkpoints')])).toEqual([0, 0]);
  });

  it('opens once for all who ask at the same time', async () => {
    await fillFirstVersion(wholeRun());
    const all = await Promise.all([openDatabase(), openDatabase(), openDatabase()]);
    for (const db of all) expect(await db.count('ledger')).toBe(44);
  });

  it('is left as it was when it cannot be brought up to date', async () => {
    const { version, stores } = wholeRun();
    const last = stores['ledger']!.at(-1)!;
    await fillFirstVersion({ version, stores });
    const update = IDBCursor.prototype.update;
    IDBCursor.prototype.update = function (value: { id?: string }) {
      if (value.id === (last[1] as LedgerEvent).id) throw new Error('the disk is full');
      return update.call(this, value);
    };
    try {
      await expect(openDatabase()).rejects.toMatchObject({ code: 'storage/unavailable' });
    } finally {
      IDBCursor.prototype.update = update;
    }
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open(DATABASE_NAME);
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error ?? new Error('cannot open'));
    });
    expect(db.version).toBe(1);
    const all = db.transaction('ledger').objectStore('ledger').getAll();
    await new Promise((resolve) => (all.onsuccess = resolve));
    expect(JSON.stringify(all.result)).toContain('select/accuracy');
    db.close();
    expect(await (await openDatabase()).count('results')).toBe(164);
  });
});
