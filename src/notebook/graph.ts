/** What depends on what. Inputs decide; the order of cells on the page does not. */
import { LookbookError } from '../core/errors';
import { own } from '../core/own';
import type { Cell, NotebookDocument, Shapes } from './types';

/** Input name -> cell id. A collecting cell takes every cell that does not collect, each under its own id. */
export function inputsOf(document: NotebookDocument, shapes: Shapes, cell: Cell): Readonly<Record<string, string>> {
  if (!shapes.get(cell.kind)?.collectsAll) return cell.inputs;
  const others = document.cells.filter((other) => !shapes.get(other.kind)?.collectsAll);
  return Object.fromEntries(others.map((other) => [other.id, other.id]));
}

/** The cells and all that they depend on, directly or through others. */
export function ancestors(document: NotebookDocument, shapes: Shapes, cellIds: readonly string[]): Set<string> {
  const found = new Set<string>();
  const open = [...cellIds];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    const cell = document.cells.find((candidate) => candidate.id === id);
    if (cell) for (const input of Object.values(inputsOf(document, shapes, cell))) open.push(input);
  }
  return found;
}

/**
 * All cells, inputs first. Where inputs leave a choice, cells that read the ledger come late (so that they see what the
 * others append, wherever they stand on the page), and then the order of the page decides.
 * @throws LookbookError `notebook/circle`
 */
export function topologicalOrder(document: NotebookDocument, shapes: Shapes): Cell[] {
  const late = (cell: Cell): boolean => {
    const shape = shapes.get(cell.kind);
    return Boolean(shape?.readsLedger ?? false) || Boolean(shape?.collectsAll ?? false);
  };
  const waiting = [...document.cells.filter((cell) => !late(cell)), ...document.cells.filter(late)];
  const known = new Set(document.cells.map((cell) => cell.id));
  const done = new Set<string>();
  const order: Cell[] = [];
  while (waiting.length > 0) {
    const next = waiting.findIndex((cell) =>
      Object.values(inputsOf(document, shapes, cell)).every((id) => done.has(id) || !known.has(id)),
    );
    const cell = waiting[next];
    if (!cell) throw new LookbookError('notebook/circle');
    waiting.splice(next, 1);
    done.add(cell.id);
    order.push(cell);
  }
  return order;
}

/** Labels of the inputs that a cell needs and that nothing feeds. */
export function missingInputs(document: NotebookDocument, shapes: Shapes, cell: Cell): string[] {
  const known = new Set(document.cells.map((other) => other.id));
  return Object.entries(shapes.get(cell.kind)?.inputs ?? {})
    .filter(([name, slot]) => slot.required && !known.has(own(cell.inputs, name) ?? ''))
    .map(([, slot]) => slot.label);
}

/** Cells that take the result of a cell under an input of this name, in the order of the page. */
export const takersOf = (document: NotebookDocument, cellId: string, input: string): NotebookDocument['cells'] =>
  document.cells.filter((cell) => own(cell.inputs, input) === cellId);
