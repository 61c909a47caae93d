import { describe, expect, it } from 'vitest';
import * as edit from '../../../src/notebook/document';
import { ancestors, inputsOf, topologicalOrder } from '../../../src/notebook/graph';
import { planRun } from '../../../src/notebook/plan';
import type { CellShape, Shapes } from '../../../src/notebook/types';
import { EXPLAIN_BUDGETS, shapes } from './shapes';

const start = edit.defaultNotebook(shapes);
const ids = (document: { cells: readonly { id: string }[] }): string[] => document.cells.map((cell) => cell.id);

describe('the document', () => {
  it('starts with one cell of every kind, each fed by the nearest fitting cell above', () => {
    expect(ids(start)).toEqual(['data', 'explore', 'features', 'explain', 'track', 'report']);
    expect(edit.findCell(start, 'explain').inputs).toEqual({ data: 'data', features: 'features' });
    expect(edit.findCell(start, 'features').inputs).toEqual({ data: 'data' });
  });

  it('feeds a cell that sums up from the cells below it, which then run before it', () => {
    const from = (kind: string, required: boolean) => ({ label: kind, kinds: [kind], required, fromBelow: true });
    const sums: CellShape = {
      ...shapes.get('data')!,
      kind: 'alerts',
      inputs: {
        data: { label: 'Data', kinds: ['data'], required: true },
        explore: from('explore', true),
        map: from('map', false),
      },
    };
    const all: Shapes = new Map([...shapes, ['alerts', sums]]);
    const document = edit.defaultNotebook(all, ['data', 'alerts', 'explore', 'features']);
    expect(ids(document)).toEqual(['data', 'alerts', 'explore', 'features']);
    expect(edit.findCell(document, 'alerts').inputs).toEqual({ data: 'data', explore: 'explore' });
    expect(topologicalOrder(document, all).map(({ id }) => id)).toEqual(['data', 'explore', 'alerts', 'features']);
    expect(planRun(document, all, ['alerts']).request.plan.map(({ id }) => id)).toEqual(['data', 'explore', 'alerts']);
    const added = edit.addCell(edit.deleteCell(document, 'alerts'), all, 'alerts', 'data').document;
    expect(edit.findCell(added, 'alerts').inputs).toEqual({ data: 'data', explore: 'explore' });
  });

  it('gives a second cell of a kind an id of its own and places it where asked', () => {
    const { document, id } = edit.addCell(start, shapes, 'explore', 'data');
    expect(id).toBe('explore-2');
    expect(ids(document).slice(0, 3)).toEqual(['data', 'explore-2', 'explore']);
    expect(ids(start)).toHaveLength(6);
  });

  it('feeds a new cell from the cell above it, not from an earlier one', () => {
    const second = edit.addCell(start, shapes, 'data', 'explore').document;
    const { document, id } = edit.addCell(second, shapes, 'explore', 'data-2');
    expect(edit.findCell(document, id).inputs).toEqual({ data: 'data-2' });
  });

  it('duplicates a cell with its parameters, inputs and note', () => {
    const changed = edit.setNote(edit.setParams(start, shapes, 'explore', { width: 5 }), 'explore', 'mine');
    const { document, id } = edit.duplicateCell(changed, 'explore');
    expect(edit.findCell(document, id)).toEqual({ ...edit.findCell(changed, 'explore'), id: 'explore-2' });
  });

  it('moves a cell by places and stops at the ends', () => {
    expect(ids(edit.moveCell(start, 'explain', -2))).toEqual([
      'data',
      'explain',
      'explore',
      'features',
      'track',
      'report',
    ]);
    expect(edit.moveCell(start, 'data', -1)).toBe(start);
    expect(ids(edit.moveCell(start, 'data', 99)).at(-1)).toBe('data');
  });

  it('clears the inputs that pointed at a deleted cell', () => {
    const document = edit.deleteCell(start, 'data');
    expect(document.cells.every((cell) => !Object.values(cell.inputs).includes('data'))).toBe(true);
    expect(edit.findCell(document, 'explain').inputs).toEqual({ features: 'features' });
  });

  it('refuses inputs that would make a circle, also through other cells', () => {
    expect(() => edit.setInput(start, shapes, 'features', 'finding', 'explain')).toThrowError(
      expect.objectContaining({ code: 'notebook/circle' }),
    );
    const freed = edit.setInput(start, shapes, 'explain', 'features', undefined);
    expect(
      edit.findCell(edit.setInput(freed, shapes, 'features', 'finding', 'explain'), 'features').inputs.finding,
    ).toBe('explain');
  });

  it('refuses an input of a kind that does not fit', () => {
    expect(() => edit.setInput(start, shapes, 'explore', 'data', 'track')).toThrow(/cannot come from a track cell/);
  });

  it('refuses a parameter that lies outside its range, naming cell and parameter', () => {
    expect(() => edit.setParams(start, shapes, 'explore', { width: 10 })).toThrow(
      'The explore cell: "Width" must lie between 1 and 9.',
    );
    expect(() => edit.setParams(start, shapes, 'explore', { height: 1 })).toThrow(/no parameter "height"/);
  });

  it('resolves parameters as default, then preset, then what a person set', () => {
    const explain = (document: typeof start) =>
      edit.resolveParams(document, shapes, edit.findCell(document, 'explain'));
    expect(explain(start)).toEqual({ trainImages: 2000, epochs: 1 });
    expect(explain(edit.setHead(start, { preset: 'standard' }))).toEqual({ trainImages: 1000, epochs: 1 });
    expect(explain(edit.setHead(start, { preset: 'thorough' }))).toEqual({ trainImages: 9000, epochs: 15 });
    const mine = edit.setParams(start, shapes, 'explain', { trainImages: 7 });
    expect(explain(edit.setHead(mine, { preset: 'thorough' }))).toEqual({ trainImages: 7, epochs: 15 });
    expect(explain(edit.setParams(mine, shapes, 'explain', { trainImages: undefined }))).toEqual(explain(start));
  });
});

describe('the order of running', () => {
  it('puts inputs first and what reads the ledger last, wherever the cells stand on the page', () => {
    const upside = { ...start, cells: [...start.cells].reverse() };
    const order = topologicalOrder(upside, shapes).map((cell) => cell.id);
    expect(order.indexOf('data')).toBeLessThan(order.indexOf('features'));
    expect(order.indexOf('features')).toBeLessThan(order.indexOf('explain'));
    expect(order.slice(-2)).toEqual(['track', 'report']);
  });

  it('lets a collecting cell take every cell that does not collect', () => {
    const { document, id } = edit.addCell(start, shapes, 'report');
    expect(Object.keys(inputsOf(document, shapes, edit.findCell(document, id)))).toEqual(ids(start).slice(0, -1));
    expect(ancestors(document, shapes, [id]).has('report')).toBe(false);
  });

  it('plans the targets and what they depend on, with resolved parameters', () => {
    const { request, blocked } = planRun(start, shapes, ['explain']);
    expect(request.plan.map((cell) => cell.id)).toEqual(['data', 'features', 'explain']);
    expect(request.plan[2]).toMatchObject({
      params: { ...EXPLAIN_BUDGETS.quick },
      inputs: { data: 'data', features: 'features' },
    });
    expect(request.targets).toEqual(['explain']);
    expect(blocked.size).toBe(0);
  });

  it('leaves out a cell whose input nothing feeds, says so, and runs the rest', () => {
    const document = edit.setInput(start, shapes, 'features', 'data', undefined);
    const { request, blocked } = planRun(document, shapes);
    expect([...blocked.keys()]).toEqual(['features', 'explain']);
    expect(blocked.get('features')).toMatchObject({ code: 'input/missing' });
    expect(blocked.get('features')?.message).toContain('"Data set"');
    expect(request.plan.map((cell) => cell.id)).toEqual(['data', 'explore', 'track', 'report']);
    expect(Object.keys(request.plan[3]?.inputs ?? {})).toEqual(['data', 'explore', 'track']);
  });
});
