/** What notebooks of format 2 hold: `pruning` of Tune was true or false. Made by the version that wrote format 2. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { definitions } from '../../../src/cells/registry';
import { findCell, resolveParams, writeNotebook } from '../../../src/notebook/document';
import { parseNotebook, readNotebook } from '../../../src/notebook/format';
import { readLink } from '../../../src/notebook/link';
import { readRun, writeRun } from '../../../src/notebook/run-file';
import { NotebookStore } from '../../../src/notebook/store';
import { FORMAT, type NotebookDocument } from '../../../src/notebook/types';
import { openDatabase } from '../../../src/storage/schema';

const stored = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../fixtures/format-2', name), 'utf8');
const raw = JSON.parse(stored('notebook.json')) as NotebookDocument;

const present = {
  tune: { pruner: 'none', sampler: 'random', trials: 4 },
  'tune-2': { pruner: 'median' },
  'tune-3': {},
};
function expectPresent(document: NotebookDocument | undefined): void {
  expect(document?.format).toBe(FORMAT);
  for (const [id, params] of Object.entries(present)) expect(findCell(document!, id).params).toEqual(params);
  expect(findCell(document!, 'tune-2').note).toBe('Of {{tune.trials}} trials.');
}

describe('a notebook of format 2', () => {
  it('opens from a file, a link, storage and a saved run with the pruner that its pruning meant', async () => {
    expectPresent(parseNotebook(stored('notebook.json'), definitions));
    expectPresent(await readLink(stored('link.txt').trim(), definitions));
    const db = await openDatabase();
    await db.put('notebooks', { id: 'main', format: 2, savedAt: '', document: raw as never });
    expectPresent(await new NotebookStore(() => Promise.resolve(db)).loadDocument('main', definitions));
    const environment = { backend: 'cpu', description: '', numericMode: 'strict', workers: 1 } as never;
    const nothing = { statuses: [], results: [], ledger: [], arrays: [], read: () => Promise.reject(new Error()) };
    const saved = await writeRun({ document: raw, environment, ...nothing });
    expectPresent((await readRun(saved, definitions)).document);
  });

  it('has the median pruner where it set none, as pruning was on by default', () => {
    const document = parseNotebook(stored('notebook.json'), definitions);
    const pruners = Object.keys(present).map(
      (id) => resolveParams(document, definitions, findCell(document, id))['pruner'],
    );
    expect(pruners).toEqual(['none', 'median', 'median']);
  });

  it('reads the same once it is written in the present format, which has no parameter "pruning"', () => {
    const document = parseNotebook(stored('notebook.json'), definitions);
    expect(parseNotebook(writeNotebook(document), definitions)).toEqual(document);
    expect(() => readNotebook({ ...raw, format: FORMAT }, definitions)).toThrow('no parameter "pruning"');
  });

  it('is refused where its pruning was neither true nor false', () => {
    const cells = raw.cells.map((cell) => (cell.id === 'tune' ? { ...cell, params: { pruning: 2 } } : cell));
    expect(() => readNotebook({ ...raw, cells }, definitions)).toThrow(/"Pruner" must be one of median, none/);
  });

  it('searches among the families that were not switched off, and among all where it would be among none', () => {
    const searched = (params: Readonly<Record<string, unknown>>): unknown => {
      const cells = [{ ...raw.cells[0]!, id: 'search', kind: 'search', inputs: {}, params }];
      return readNotebook({ ...raw, cells }, definitions).cells[0]!.params;
    };
    const all = ['majority', 'centroid', 'knn', 'named-linear', 'softmax', 'mlp', 'cnn'];
    expect(searched({ budget: 5000 })).toEqual({ budget: 5000 });
    expect(searched({ budget: 5000, knn: false, mlp: true })).toEqual({
      budget: 5000,
      families: all.filter((id) => id !== 'knn'),
    });
    expect(searched(Object.fromEntries(all.map((id) => [id, false])))).toEqual({});
    expect(() => searched({ knn: 1 })).toThrow('no parameter "knn"');
  });
});
