/** A parameter that is a list of names out of choices. */
import { describe, expect, it } from 'vitest';
import { choicesOf, several, whyInvalid, type ParamValues } from '../../../src/core/params';
import { parseParams } from '../../../src/core/params/parse';
import { defaultNotebook, findCell, resolveParams, setParams, writeNotebook } from '../../../src/notebook/document';
import { parseNotebook } from '../../../src/notebook/format';
import type { CellShape, Shapes } from '../../../src/notebook/types';

const choices = choicesOf({ a: 'First', b: 'Second', c: 'Third' });
const all = several({ label: 'Which', choices });
const spec = { which: several({ label: 'Which', choices, default: ['c', 'a'], min: 2 }) };

it('is all of its choices, at least one, unless said otherwise', () => {
  expect(all).toMatchObject({ default: ['a', 'b', 'c'], min: 1 });
  expect(spec.which).toMatchObject({ default: ['c', 'a'], min: 2 });
  const values: ParamValues<typeof spec> = parseParams(spec, {}, 'Test');
  expect(values).toEqual({ which: ['c', 'a'] });
});

it('takes any of its names in any order, as long as there are enough', () => {
  for (const value of [['a'], ['c', 'b'], ['a', 'b', 'c']]) expect(whyInvalid(all, value)).toBeUndefined();
});

it.each([
  ['no list', 'a'],
  ['too few', []],
  ['an unknown name', ['a', 'd']],
  ['a name twice', ['a', 'a']],
  ['what is no name', ['a', 1]],
])('refuses %s and says what it takes', (_what, value) => {
  expect(whyInvalid(all, value)).toBe('must be at least 1 of a, b, c, each once');
});

describe('in a notebook', () => {
  const shape: CellShape = { kind: 'x', title: 'X', params: spec, inputs: {}, version: 1, numeric: false };
  const shapes: Shapes = new Map([['x', { ...shape, budgets: { thorough: { which: ['a', 'b', 'c'] } } }]]);
  const fresh = defaultNotebook(shapes, ['x']);
  const id = fresh.cells[0]!.id;

  it('takes its preset, and what a person chose over it', () => {
    const resolved = (document: typeof fresh) => resolveParams(document, shapes, findCell(document, id))['which'];
    expect(resolved({ ...fresh, preset: 'quick' })).toEqual(['c', 'a']);
    expect(resolved({ ...fresh, preset: 'thorough' })).toEqual(['a', 'b', 'c']);
    expect(resolved(setParams({ ...fresh, preset: 'thorough' }, shapes, id, { which: ['b', 'c'] }))).toEqual([
      'b',
      'c',
    ]);
  });

  it('is stored as a list of strings and read again', () => {
    const set = setParams(fresh, shapes, id, { which: ['b', 'c'] });
    const text = writeNotebook(set);
    expect((JSON.parse(text) as typeof set).cells[0]!.params).toEqual({ which: ['b', 'c'] });
    expect(parseNotebook(text, shapes)).toEqual(set);
  });

  it('is refused with the reason, by hand and in a file', () => {
    expect(() => setParams(fresh, shapes, id, { which: ['b'] })).toThrow(/"Which" must be at least 2 of a, b, c/);
    const text = writeNotebook(setParams(fresh, shapes, id, { which: ['b', 'c'] })).replace('"b"', '"d"');
    expect(() => parseNotebook(text, shapes)).toThrow(/"Which" must be at least 2 of a, b, c/);
  });
});
