/** Decisions on labels in the ledger: read, counted, exported, and kept with a run. */
import { beforeEach, describe, expect, it } from 'vitest';
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import {
  confirmedImages,
  countDecisions,
  decisionsOf,
  labelDecision,
  type Decision,
} from '../../../src/core/ledger/decisions';
import type { LedgerEvent } from '../../../src/core/ledger/types';
import { ledgerHash } from '../../../src/core/ledger/hashed';
import { cellKey } from '../../../src/core/results/cell-key';
import { defaultNotebook } from '../../../src/notebook/document';
import { readRun, writeRun } from '../../../src/notebook/run-file';
import { NotebookStore } from '../../../src/notebook/store';
import { deleteDataset } from '../../../src/storage/datasets';
import { readLedger } from '../../../src/storage/results';
import { openDatabase } from '../../../src/storage/schema';
import { deleteUnused } from '../../../src/storage/unused';
import { runEvent } from '../ledger/events';
import { shapes } from '../notebook/shapes';
import type { JudgedLabels } from '../../../src/core/exchange/label-issues';
import type { StoredResult } from '../../../src/core/results/types';
import { textOf } from '../exchange/text';
import { GARMENTS } from '../garments';

let second = 0;
const decide = (image: number, decision: Decision, datasetHash = 'a'.repeat(64)): LedgerEvent =>
  labelDecision({
    at: new Date(Date.UTC(2026, 0, 1, 0, 0, (second += 1))).toISOString(),
    cellId: 'labels',
    datasetHash,
    image,
    given: 6,
    suggested: 0,
    selfConfidence: 0.015,
    decision,
  });
const hash = 'a'.repeat(64);

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe('decisions', () => {
  const ledger = [
    decide(5, 'confirmed'),
    runEvent({ id: 'r' }),
    decide(7, 'dismissed'),
    decide(5, 'dismissed'),
    decide(9, 'confirmed'),
    decide(9, 'open'),
    decide(11, 'confirmed'),
    decide(11, 'confirmed', 'b'.repeat(64)),
    decide(12, 'confirmed', 'b'.repeat(64)),
  ];

  it('are those that were made last on each image of the data set; what was taken back is open', () => {
    const now = decisionsOf(ledger, hash);
    expect([...now].map(([image, { decision }]) => [image, decision])).toEqual([
      [5, 'dismissed'],
      [7, 'dismissed'],
      [11, 'confirmed'],
    ]);
    expect(confirmedImages(now)).toEqual([11]);
    expect(confirmedImages(decisionsOf(ledger, 'b'.repeat(64)))).toEqual([11, 12]);
  });

  it('are counted beside what is left to look at and what is not flagged now', () => {
    expect(countDecisions(decisionsOf(ledger, hash), [5, 11, 20, 21])).toEqual({
      confirmed: 1,
      dismissed: 2,
      open: 2,
      elsewhere: 1,
    });
  });

  it('are a table with one row an image', async () => {
    const result = { summary: { dataset: { hash } }, artifacts: {} } as unknown as StoredResult<JudgedLabels>;
    const { classes } = GARMENTS;
    const text = await textOf({ exporter: 'label-decisions', results: { result }, ledger, settings: { classes } });
    const lines = text.trim().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe('image,given,given_name,suggested,suggested_name,self_confidence,decision,at');
    expect(lines[1]).toMatch(/^5,6,Shirt,0,T-shirt\/top,0\.015,dismissed,2026/);
  });

  it('make no cell stale: no job reads them', () => {
    const runs = ledger.filter(({ type }) => type === 'run');
    expect(ledgerHash(ledger)).toBe(ledgerHash(runs));
    const facts = { kind: 'track', version: 1, numeric: false, readsLedger: true };
    const state = { params: {}, inputs: {}, rootSeed: 1, numericMode: 'm' };
    expect(cellKey(facts, { ...state, ledger })).toBe(cellKey(facts, { ...state, ledger: runs }));
    expect(cellKey(facts, { ...state, ledger: [] })).not.toBe(cellKey(facts, { ...state, ledger: runs }));
  });
});

describe('the stored ledger', () => {
  it('keeps every decision in order, and each once', async () => {
    const store = new NotebookStore();
    const [first, next] = [decide(3, 'confirmed'), decide(3, 'dismissed')];
    await store.append([first]);
    await store.append([first]);
    expect(await store.append([next])).toEqual([first, next]);
    expect(await new NotebookStore().readLedger()).toEqual([first, next]);
  });

  it('outlives the data set and what is deleted as unused', async () => {
    const event = decide(3, 'confirmed');
    await new NotebookStore().append([event]);
    const db = await openDatabase();
    await deleteDataset(db, hash);
    await deleteUnused(db);
    expect(decisionsOf(await readLedger(db), hash).get(3)).toEqual(event);
  });
});

describe('a saved run', () => {
  const parts = (ledger: readonly LedgerEvent[]) => ({
    document: defaultNotebook(shapes),
    environment: { backend: 'wasm' as const, description: 'WASM', numericMode: 'wasm/strict', workers: 2 },
    statuses: [],
    results: [],
    ledger,
    arrays: [],
    read: () => Promise.reject(new Error('there are no arrays')),
  });

  it('brings decisions back as they were', async () => {
    const ledger = [decide(5, 'confirmed'), decide(5, 'open')];
    const { run } = await readRun(await writeRun(parts(ledger)), shapes);
    expect(run.ledger).toEqual(ledger);
  });

  it.each([
    ['a decision of no known kind', { decision: 'perhaps' }],
    ['an image that is none', { image: -1 }],
    ['no data set', { datasetHash: undefined }],
    ['a probability that is no number', { selfConfidence: 'low' }],
  ])('with %s is refused in a sentence', async (_name, change) => {
    const ledger = [{ ...decide(5, 'confirmed'), ...change } as unknown as LedgerEvent];
    await expect(readRun(await writeRun(parts(ledger)), shapes)).rejects.toThrow(/ledger\.0/);
  });
});
