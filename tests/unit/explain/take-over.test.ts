import { expect, test } from 'vitest';
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { integers } from '../../../src/core/params';
import { defaultNotebook, findCell } from '../../../src/notebook/document';
import { Editor } from '../../../src/notebook/editor.svelte';
import { Notices } from '../../../src/notebook/notices.svelte';
import { takersOf } from '../../../src/notebook/graph';
import { takeOver, withJustification } from '../../../src/notebook/take-over';
import type { CellShape, Shapes } from '../../../src/notebook/types';

globalThis.indexedDB = new IDBFactory();

const data = { label: 'Data set', kinds: ['data'], required: true };
function shape(kind: string, more: Partial<CellShape> = {}): CellShape {
  return { kind, title: `The ${kind} cell`, params: {}, inputs: { data }, version: 1, numeric: false, ...more };
}
const shapes: Shapes = new Map(
  [
    shape('data', { inputs: {} }),
    shape('explain', { inputs: { data, features: { label: 'Features', kinds: ['features'], required: false } } }),
    shape('features', {
      inputs: { data, explanation: { label: 'Explanation', kinds: ['explain'], required: false } },
      params: { kept: integers({ label: 'Kept pixels', min: 0, max: 783 }) },
    }),
  ].map((one) => [one.kind, one]),
);
const notebook = defaultNotebook(shapes, ['data', 'features', 'explain', 'features']);
const why = { source: 'Train and explain', text: 'These pixels are enough.' };

test('only the cell that takes the explanation is a taker, not the one that the explanation builds on', () => {
  expect(takersOf(notebook, 'explain', 'explanation').map(({ id }) => id)).toEqual(['features-2']);
  expect(takersOf(notebook, 'features', 'explanation')).toEqual([]);
});

test('the pixels become literal parameters and the finding a paragraph of the note, in one change', () => {
  const after = takeOver(notebook, shapes, 'features-2', { kept: [3, 5, 8] }, why);
  const cell = findCell(after, 'features-2');
  expect(cell.params).toEqual({ kept: [3, 5, 8] });
  expect(cell.note).toBe('**Taken over from Train and explain.** These pixels are enough.');
  expect(findCell(after, 'features')).toBe(findCell(notebook, 'features'));
});

test('what a person wrote stays, and an earlier justification gives way to the new one', () => {
  const first = withJustification('My own thought.\n\nAnd another.', why);
  const second = withJustification(first, { ...why, text: 'Fewer are enough.' });
  expect(second).toBe('My own thought.\n\nAnd another.\n\n**Taken over from Train and explain.** Fewer are enough.');
  expect(withJustification(second, { source: 'Search', text: 'Other.' })).toContain('Fewer are enough.');
});

test('pixels that do not exist are refused, and nothing changes', () => {
  expect(() => takeOver(notebook, shapes, 'features-2', { kept: [784] }, why)).toThrow(/Kept pixels/);
});

const take = (editor: Editor, kept: number[]): boolean =>
  editor.apply('take over a finding', (document, all) => takeOver(document, all, 'features-2', { kept }, why));

test('one undo takes both back, one redo brings both again', () => {
  const editor = new Editor(shapes, notebook, new Notices(), () => Promise.resolve());
  expect(take(editor, [1, 2])).toBe(true);
  expect(editor.undoLabel).toBe('take over a finding');
  const taken = findCell(editor.document, 'features-2');
  expect(taken.params['kept']).toEqual([1, 2]);
  editor.undo();
  expect(findCell(editor.document, 'features-2')).toEqual(findCell(notebook, 'features-2'));
  editor.redo();
  expect(findCell(editor.document, 'features-2')).toEqual(taken);
});

test('what cannot be taken over is told, and leaves the document as it was', () => {
  const notices = new Notices();
  const editor = new Editor(shapes, notebook, notices, () => Promise.resolve());
  expect(take(editor, [-1])).toBe(false);
  expect(editor.document).toBe(notebook);
});
