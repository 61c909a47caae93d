import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LedgerEvent } from '../../../src/core/ledger/types';
import { hashJson } from '../../../src/core/results/canonical';
import type { CellStatus, StoredResult } from '../../../src/core/results/types';
import * as edit from '../../../src/notebook/document';
import { ancestors, inputsOf, topologicalOrder } from '../../../src/notebook/graph';
import { presentKey, staleness, staleWriters } from '../../../src/notebook/staleness';
import type { Cell, NotebookDocument } from '../../../src/notebook/types';
import { shapes } from './shapes';

const WASM = { numericMode: 'wasm/strict' };

class Bench {
  readonly statuses = new Map<string, CellStatus>();
  readonly results = new Map<string, StoredResult>();
  ledger: LedgerEvent[] = [];

  /** Runs cells as the coordinator would; `output` says what a cell computes. */
  run(
    document: NotebookDocument,
    only?: string,
    output: (cell: Cell, key: string) => string = (_cell, key) => key,
  ): void {
    for (const cell of topologicalOrder(document, shapes)) {
      if (only !== undefined && cell.id !== only) continue;
      const inputs: Record<string, StoredResult> = {};
      for (const [name, source] of Object.entries(inputsOf(document, shapes, cell))) {
        const result = this.results.get(this.statuses.get(source)?.key ?? '');
        if (result) inputs[name] = result;
      }
      const key = presentKey(document, shapes, cell, inputs, WASM.numericMode, this.ledger);
      const outputHash = hashJson([cell.kind, output(cell, key)]);
      const kind = `cell:${cell.kind}`;
      this.results.set(key, {
        key,
        kind,
        version: 1,
        summary: {},
        artifacts: {},
        outputHash,
        createdAt: '',
        seconds: 0,
      });
      this.statuses.set(cell.id, { notebookId: 'main', cellId: cell.id, state: 'done', key });
    }
  }

  stale(document: NotebookDocument, environment = WASM): string[] {
    const freshness = staleness(document, shapes, this.statuses, this.results, environment, this.ledger);
    return [...freshness]
      .filter(([, value]) => value !== 'fresh')
      .map(([id]) => id)
      .sort();
  }
}

const start = edit.defaultNotebook(shapes);

describe('staleness', () => {
  it('calls every cell never run before the first run, and fresh after it', () => {
    const bench = new Bench();
    const before = staleness(start, shapes, bench.statuses, bench.results, WASM, []);
    expect(new Set(before.values())).toEqual(new Set(['never']));
    bench.run(start);
    expect(bench.stale(start)).toEqual([]);
  });

  it('marks exactly the changed cell and those that depend on it', () => {
    const bench = new Bench();
    bench.run(start);
    expect(bench.stale(edit.setParams(start, shapes, 'explore', { width: 5 }))).toEqual(['explore', 'report']);
    expect(bench.stale(edit.setParams(start, shapes, 'features', { width: 5 }))).toEqual([
      'explain',
      'features',
      'report',
    ]);
    expect(bench.stale(edit.setParams(start, shapes, 'data', { width: 5 }))).toEqual([
      'data',
      'explain',
      'explore',
      'features',
      'report',
    ]);
  });

  it('forgets a change that is taken back', () => {
    const bench = new Bench();
    bench.run(start);
    const changed = edit.setParams(start, shapes, 'data', { width: 5 });
    expect(bench.stale(edit.setParams(changed, shapes, 'data', { width: undefined }))).toEqual([]);
  });

  it('is not touched by moving cells, notes, the title or the author', () => {
    const bench = new Bench();
    bench.run(start);
    const moved = edit.moveCell(edit.setNote(start, 'explore', 'a note'), 'data', 3);
    expect(bench.stale(edit.setHead(moved, { title: 'Another', author: 'Someone' }))).toEqual([]);
  });

  it('marks exactly the cells whose budget a preset changes, and their dependants', () => {
    const bench = new Bench();
    bench.run(start);
    expect(bench.stale(edit.setHead(start, { preset: 'standard' }))).toEqual(['explain', 'report']);
  });

  it('marks numeric cells when the arithmetic changes', () => {
    const bench = new Bench();
    bench.run(start);
    expect(bench.stale(start, { numericMode: 'webgpu/strict' })).toEqual(['explain', 'report']);
  });

  it('marks cells that read the ledger when something is appended', () => {
    const bench = new Bench();
    bench.run(start);
    const event = { id: 'e1', at: '', type: 'registry', runId: 'r', to: 'champion', reason: '' } as const;
    bench.ledger = [event];
    expect(bench.stale(start)).toEqual(['report', 'track']);
  });

  it('marks what reads the ledger while a cell is stale whose runs it shows, until that cell runs again', () => {
    const bench = new Bench();
    const opening = (id: string, cellId: string): LedgerEvent => {
      return { id, at: '', type: 'test-opening', cellId, reason: '', modelHash: '', accuracy: 0.5 };
    };
    // A cell of another notebook, and the label decisions of a person, make nothing stale.
    const decision = { id: 'd', at: '', type: 'label-decision', cellId: 'features', decision: 'open' } as LedgerEvent;
    bench.ledger = [opening('e', 'explain'), opening('o', 'deleted'), decision];
    bench.run(start);
    expect(bench.stale(start)).toEqual([]);
    expect(bench.stale(edit.setParams(start, shapes, 'explore', { width: 5 }))).toEqual(['explore', 'report']);
    const changed = edit.setParams(start, shapes, 'explain', { epochs: 9 });
    expect(bench.stale(changed)).toEqual(['explain', 'report', 'track']);
    const freshness = staleness(changed, shapes, bench.statuses, bench.results, WASM, bench.ledger);
    const track = changed.cells.find(({ kind }) => kind === 'track')!;
    expect(staleWriters(shapes, track, freshness, bench.ledger)).toEqual(['explain']);
    bench.run(changed, 'track');
    expect(bench.stale(changed)).toContain('track');
    bench.ledger = [...bench.ledger, opening('f', 'explain')];
    bench.run(changed);
    expect(bench.stale(changed)).toEqual([]);
  });

  it('does not call what reads the ledger stale for a cell that never ended', () => {
    const bench = new Bench();
    bench.ledger = [
      { id: 'e', at: '', type: 'test-opening', cellId: 'explain', reason: '', modelHash: '', accuracy: 0.5 },
    ];
    bench.run(start);
    bench.statuses.set('explain', { notebookId: 'main', cellId: 'explain', state: 'failed' });
    const freshness = staleness(start, shapes, bench.statuses, bench.results, WASM, bench.ledger);
    expect(freshness.get('explain')).toBe('never');
    expect(freshness.get('track')).toBe('fresh');
  });

  it('stops the cascade when a changed cell runs again to the same output', () => {
    const bench = new Bench();
    const same = (cell: Cell, key: string): string => (cell.id === 'data' ? 'the same images' : key);
    bench.run(start, undefined, same);
    const changed = edit.setParams(start, shapes, 'data', { width: 5 });
    expect(bench.stale(changed)).toHaveLength(5);
    bench.run(changed, 'data', same);
    expect(bench.stale(changed)).toEqual([]);
  });

  it('marks, for any notebook and any one parameter, exactly the cells that have the changed one among their ancestors', () => {
    const kinds = [...shapes.keys()];
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...kinds), fc.nat(20)), { maxLength: 8 }),
        fc.nat(40),
        (added, choice) => {
          let document = start;
          for (const [kind, place] of added) {
            document = edit.addCell(document, shapes, kind, document.cells[place % document.cells.length]?.id).document;
          }
          const bench = new Bench();
          bench.run(document);
          const cell = document.cells[choice % document.cells.length]!;
          const params = cell.kind === 'explain' ? { epochs: 9 } : { width: 9 };
          const expected = document.cells
            .filter((other) => ancestors(document, shapes, [other.id]).has(cell.id))
            .map((other) => other.id)
            .sort();
          expect(bench.stale(edit.setParams(document, shapes, cell.id, params))).toEqual(expected);
        },
      ),
      { numRuns: 150 },
    );
  });
});
