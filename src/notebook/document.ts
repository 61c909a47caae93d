/** The notebook as a document: plain data and pure operations. Every operation returns a new document. */
import { LookbookError } from '../core/errors';
import { own } from '../core/own';
import { whyInvalid } from '../core/params';
import type { Json } from '../core/results/types';
import { ancestors } from './graph';
import { FORMAT, type Cell, type CellShape, type NotebookDocument, type Shapes } from './types';

export const DEFAULT_TITLE = 'Fashion-MNIST, from data to drift';

/**
 * A cell for each kind that the mission names, in its order, each input fed by the nearest fitting cell above; what may
 * come from below as well is fed once all cells are there.
 * @param mission kinds; one may come twice
 */
export function defaultNotebook(
  shapes: Shapes,
  mission: readonly string[] = [...shapes.keys()],
  id = 'main',
): NotebookDocument {
  let document: NotebookDocument = {
    format: FORMAT,
    id,
    title: DEFAULT_TITLE,
    author: '',
    preset: 'quick',
    rootSeed: 1,
    cells: [],
  };
  for (const kind of mission) document = addCell(document, shapes, kind).document;
  return { ...document, cells: document.cells.map((cell, index) => feedFromBelow(document, shapes, cell, index)) };
}

function feedFromBelow(document: NotebookDocument, shapes: Shapes, cell: Cell, index: number): Cell {
  const shape = shapeOf(shapes, cell.kind);
  if (!Object.values(shape.inputs).some(({ fromBelow }) => fromBelow)) return cell;
  return { ...cell, inputs: { ...nearestInputs(document, shape, index), ...cell.inputs } };
}

export function findCell(document: NotebookDocument, cellId: string): Cell {
  const cell = document.cells.find((candidate) => candidate.id === cellId);
  if (!cell) throw new LookbookError('internal', `There is no cell "${cellId}" in this notebook.`);
  return cell;
}

export function shapeOf(shapes: Shapes, kind: string): CellShape {
  const shape = shapes.get(kind);
  if (!shape) throw new LookbookError('notebook/invalid', `There is no kind of cell "${kind}".`);
  return shape;
}

/** The kind itself for the first cell of a kind, then `kind-2`, `kind-3`: short, and readable in `{{explain.accuracy}}`. */
function freshId(document: NotebookDocument, kind: string): string {
  const taken = new Set(document.cells.map((cell) => cell.id));
  if (!taken.has(kind)) return kind;
  let number = 2;
  while (taken.has(`${kind}-${number}`)) number += 1;
  return `${kind}-${number}`;
}

/** Each slot's nearest fitting cell above `index`; required slots, and those fed from below, fall back to any fitting cell. */
function nearestInputs(document: NotebookDocument, shape: CellShape, index: number): Record<string, string> {
  const inputs: Record<string, string> = {};
  const above = document.cells.slice(0, index).reverse();
  const below = document.cells.slice(index);
  for (const [name, slot] of Object.entries(shape.inputs)) {
    const anywhere = slot.required || slot.fromBelow === true;
    const found = [...above, ...(anywhere ? below : [])].find((cell) => slot.kinds.includes(cell.kind));
    if (found) inputs[name] = found.id;
  }
  return inputs;
}

function insertAt(document: NotebookDocument, index: number, cell: Cell): NotebookDocument {
  return { ...document, cells: [...document.cells.slice(0, index), cell, ...document.cells.slice(index)] };
}

function replace(document: NotebookDocument, cellId: string, change: (cell: Cell) => Cell): NotebookDocument {
  findCell(document, cellId);
  return { ...document, cells: document.cells.map((cell) => (cell.id === cellId ? change(cell) : cell)) };
}

/** Adds a cell after another one (at the end if none is named) and feeds its inputs. */
export function addCell(
  document: NotebookDocument,
  shapes: Shapes,
  kind: string,
  after?: string,
): { document: NotebookDocument; id: string } {
  const shape = shapeOf(shapes, kind);
  const index = after === undefined ? document.cells.length : document.cells.findIndex((cell) => cell.id === after) + 1;
  const id = freshId(document, kind);
  const cell: Cell = { id, kind, params: {}, inputs: nearestInputs(document, shape, index), note: '' };
  return { document: insertAt(document, index, cell), id };
}

/** A copy below the cell, with the same parameters, inputs and note. */
export function duplicateCell(document: NotebookDocument, cellId: string): { document: NotebookDocument; id: string } {
  const cell = findCell(document, cellId);
  const id = freshId(document, cell.kind);
  return { document: insertAt(document, document.cells.indexOf(cell) + 1, { ...cell, id }), id };
}

/** Moves a cell by a number of places; it stops at the ends. Order is layout only: nothing becomes stale. */
export function moveCell(document: NotebookDocument, cellId: string, by: number): NotebookDocument {
  const cell = findCell(document, cellId);
  const from = document.cells.indexOf(cell);
  const to = Math.min(document.cells.length - 1, Math.max(0, from + by));
  if (to === from) return document;
  const rest = document.cells.filter((other) => other !== cell);
  return { ...document, cells: [...rest.slice(0, to), cell, ...rest.slice(to)] };
}

/** Deletes a cell and clears the inputs that pointed at it. */
export function deleteCell(document: NotebookDocument, cellId: string): NotebookDocument {
  findCell(document, cellId);
  const cells = document.cells
    .filter((cell) => cell.id !== cellId)
    .map((cell) => {
      if (!Object.values(cell.inputs).includes(cellId)) return cell;
      const kept = Object.entries(cell.inputs).filter(([, source]) => source !== cellId);
      return { ...cell, inputs: Object.fromEntries(kept) };
    });
  return { ...document, cells };
}

/**
 * Sets parameters; `undefined` gives one back to the preset.
 * @throws LookbookError `params/invalid` naming cell, parameter and what would be allowed
 */
export function setParams(
  document: NotebookDocument,
  shapes: Shapes,
  cellId: string,
  values: Readonly<Record<string, Json | undefined>>,
): NotebookDocument {
  const cell = findCell(document, cellId);
  const shape = shapeOf(shapes, cell.kind);
  const params: Record<string, Json> = { ...cell.params };
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) {
      delete params[name];
      continue;
    }
    const problem = whyParamInvalid(shape, name, value);
    if (problem !== undefined) throw new LookbookError('params/invalid', `${shape.title}: ${problem}`);
    params[name] = value;
  }
  return replace(document, cellId, (old) => ({ ...old, params }));
}

/** A whole sentence on why a parameter cannot be set so; undefined if it can. */
export function whyParamInvalid(shape: CellShape, name: string, value: unknown): string | undefined {
  const param = own(shape.params, name);
  if (!param) return `there is no parameter "${name}".`;
  const problem = whyInvalid(param, value);
  return problem === undefined ? undefined : `"${param.label}" ${problem}.`;
}

/**
 * Feeds an input from another cell; `undefined` clears it.
 * @throws LookbookError `notebook/circle`, or `notebook/invalid` if the source's kind does not fit
 */
export function setInput(
  document: NotebookDocument,
  shapes: Shapes,
  cellId: string,
  name: string,
  source: string | undefined,
): NotebookDocument {
  const cell = findCell(document, cellId);
  const slot = own(shapeOf(shapes, cell.kind).inputs, name);
  if (!slot) throw new LookbookError('notebook/invalid', `Cell "${cellId}" has no input "${name}".`);
  const inputs: Record<string, string> = { ...cell.inputs };
  delete inputs[name];
  if (source !== undefined) {
    const provider = findCell(document, source);
    if (!slot.kinds.includes(provider.kind)) {
      throw new LookbookError(
        'notebook/invalid',
        `Cell "${cellId}": the input "${slot.label}" cannot come from a ${provider.kind} cell.`,
      );
    }
    if (source === cellId || ancestors(document, shapes, [source]).has(cellId))
      throw new LookbookError('notebook/circle');
    inputs[name] = source;
  }
  return replace(document, cellId, (old) => ({ ...old, inputs }));
}

export const setNote = (document: NotebookDocument, cellId: string, note: string): NotebookDocument =>
  replace(document, cellId, (cell) => ({ ...cell, note }));

/** The text of notebook.json; format.ts reads it. */
export const writeNotebook = (document: NotebookDocument): string => `${JSON.stringify(document, null, 2)}\n`;

/** Title, author, preset or root seed. */
export const setHead = (
  document: NotebookDocument,
  head: Partial<Pick<NotebookDocument, 'title' | 'author' | 'preset' | 'rootSeed'>>,
): NotebookDocument => ({ ...document, ...head });

/** All parameters of a cell: defaults, over them the preset's, over them what a person set. */
export function resolveParams(document: NotebookDocument, shapes: Shapes, cell: Cell): Record<string, Json> {
  const shape = shapeOf(shapes, cell.kind);
  const budget: Readonly<Record<string, Json | undefined>> = shape.budgets?.[document.preset] ?? {};
  const resolved: Record<string, Json> = {};
  for (const [name, param] of Object.entries(shape.params)) {
    resolved[name] = own(cell.params, name) ?? own(budget, name) ?? param.default;
  }
  return resolved;
}
