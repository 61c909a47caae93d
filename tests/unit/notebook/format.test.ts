import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choice } from '../../../src/core/params';
import * as edit from '../../../src/notebook/document';
import { parseNotebook, readNotebook, withoutByHand } from '../../../src/notebook/format';
import { shapes } from './shapes';

const start = edit.defaultNotebook(shapes);
const withCell = (id: string, change: object): unknown => ({
  ...start,
  cells: start.cells.map((cell) => (cell.id === id ? { ...cell, ...change } : cell)),
});

describe('notebook.json', () => {
  it('reads what it wrote', () => {
    const document = edit.setNote(
      edit.setParams(start, shapes, 'explore', { width: 5 }),
      'data',
      '**mine** {{data.x}}',
    );
    expect(parseNotebook(edit.writeNotebook(document), shapes)).toEqual(document);
  });

  it('leaves out parameters that a kind had once, so that older notebooks open', () => {
    const first = (params: object) => ({ ...(withCell('explore', { params }) as object), format: 1 });
    const older = first({ width: 4, correlationThreshold: 0.8 });
    expect(edit.findCell(readNotebook(older, shapes), 'explore').params).toEqual({ width: 4 });
    expect(() => readNotebook(first({ correlation: 0.8 }), shapes)).toThrow(/no parameter "correlation"/);
  });

  it.each([
    ['text that is not JSON', '{', /not JSON/],
    ['JSON that is no notebook', '[1]', /no format number/],
    ['a later format', '{"format": 9}', /format 9; this version of Lookbook reads up to format 3/],
  ])('refuses %s with a sentence', (_what, text, sentence) => {
    expect(() => parseNotebook(text, shapes)).toThrowError(expect.objectContaining({ code: 'notebook/invalid' }));
    expect(() => parseNotebook(text, shapes)).toThrow(sentence);
  });

  it.each([
    [
      'a parameter out of range',
      withCell('explore', { params: { width: 99 } }),
      'Cell "explore": "Width" must lie between 1 and 9.',
    ],
    [
      'a parameter that does not exist',
      withCell('explore', { params: { depth: 1 } }),
      'Cell "explore": there is no parameter "depth".',
    ],
    [
      'a kind that does not exist',
      withCell('explore', { kind: 'oracle' }),
      'Cell "explore": there is no kind of cell "oracle".',
    ],
    [
      'an input that names no cell',
      withCell('explore', { inputs: { data: 'gone' } }),
      'the input "data" names "gone", which is not a cell.',
    ],
    ['an input of a wrong kind', withCell('explore', { inputs: { data: 'track' } }), 'cannot come from a track cell'],
    ['a note that is no text', withCell('explore', { note: 7 }), 'Cell "explore": the field "note"'],
    [
      'an id unfit for an address',
      withCell('explore', { id: 'Not An Id' }),
      'the field "id" must be lower-case letters',
    ],
    ['a cell without an id', { ...start, cells: [{ kind: 'data' }] }, 'Cell number 1: the field "id"'],
    ['two cells of one id', { ...start, cells: [start.cells[0], start.cells[0]] }, 'Two cells have the id "data".'],
    ['a preset that does not exist', { ...start, preset: 'hasty' }, 'the field "preset"'],
  ])('names the cell and the field of %s', (_what, raw, sentence) => {
    expect(() => readNotebook(raw, shapes)).toThrowError(expect.objectContaining({ code: 'notebook/invalid' }));
    expect(() => readNotebook(raw, shapes)).toThrow(sentence);
  });

  it('refuses a circle of inputs', () => {
    const raw = withCell('features', { inputs: { data: 'data', finding: 'explain' } });
    expect(() => readNotebook(raw, shapes)).toThrowError(expect.objectContaining({ code: 'notebook/circle' }));
  });

  it('answers any JSON in place of the cells with a Lookbook error, an empty list aside', () => {
    const read = (cells: unknown): unknown => readNotebook({ ...start, cells }, shapes);
    expect(read([])).toEqual({ ...start, cells: [] });
    const other = fc.jsonValue().filter((value) => !(Array.isArray(value) && value.length === 0));
    fc.assert(
      fc.property(other, (value) => {
        expect(() => read(value)).toThrowError(expect.objectContaining({ name: 'LookbookError' }));
      }),
      { examples: [[[null]], [[{ id: null }]], [{ length: 1 }]] },
    );
  });
});

describe('a notebook from elsewhere', () => {
  const source = choice({
    label: 'Source',
    default: 'site',
    choices: [
      { value: 'site', label: 'This site' },
      { value: 'sample', label: 'Sample' },
      { value: 'mirror', label: 'Mirror', byHand: true },
    ],
  });
  const kinds = new Map(shapes).set('data', { ...shapes.get('data')!, params: { source } });
  const reading = (value: string): ReturnType<typeof withoutByHand> =>
    withoutByHand(
      parseNotebook(edit.writeNotebook(edit.setParams(start, kinds, 'data', { source: value })), kinds),
      kinds,
    );

  it('does not bring a choice that contacts another host, and says so', () => {
    const { document, takenBack } = reading('mirror');
    expect(edit.resolveParams(document, kinds, edit.findCell(document, 'data'))).toEqual({ source: 'site' });
    expect(takenBack).toEqual(['The data cell: "Source" is not taken over as "Mirror"; choose it in the cell']);
  });

  it('brings every other choice', () => {
    const { document, takenBack } = reading('sample');
    expect(edit.findCell(document, 'data').params).toEqual({ source: 'sample' });
    expect(takenBack).toEqual([]);
  });
});
