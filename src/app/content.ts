/** What a cell's findings and blocks are made from, made anew only when something in it has changed. */
import type { CellContent, CellDefinition } from '../cells/types';
import { hasShape, type DataShape } from '../core/dataset/shape';
import { resolveParams } from '../notebook/document';
import { ancestors } from '../notebook/graph';
import type { Cell } from '../notebook/types';
import type { Workspace } from '../notebook/workspace.svelte';

/** The data set that a cell's result goes back to: its own, the nearest that feeds it, else the notebook's first. */
function dataOf(workspace: Workspace, cell: Cell): DataShape | undefined {
  const { cells } = workspace.document;
  const feeding = ancestors(workspace.document, workspace.shapes, [cell.id]);
  const shapes = [...cells.filter(({ id }) => feeding.has(id)), ...cells].map(
    ({ id }) => workspace.result(id)?.summary,
  );
  return shapes.find(hasShape);
}

export function contentOf(workspace: Workspace, cell: Cell): CellContent | undefined {
  const result = workspace.result(cell.id);
  if (!result) return undefined;
  const data = dataOf(workspace, cell);
  return {
    cellId: cell.id,
    params: resolveParams(workspace.document, workspace.shapes, cell) as CellContent['params'],
    summary: result.summary,
    result,
    inputs: workspace.inputResults(cell),
    ...(data ? { data } : {}),
    read: (ref) => workspace.readArray(ref),
    ledger: workspace.ledger,
    ...(workspace.shown?.run ? { shownOnly: true } : {}),
  };
}

function sameInputs(a: CellContent['inputs'], b: CellContent['inputs']): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

/**
 * Whether two contents show the same. A document is new with every key stroke in a note; figures must not be drawn
 * again for that, nor for a ledger that the kind does not read.
 */
export function sameContent(definition: CellDefinition, a: CellContent, b: CellContent): boolean {
  const readsLedger = (definition.readsLedger ?? false) || (definition.collectsAll ?? false);
  return (
    a.result === b.result &&
    a.data === b.data &&
    sameInputs(a.inputs, b.inputs) &&
    (!readsLedger || a.ledger === b.ledger) &&
    JSON.stringify(a.params) === JSON.stringify(b.params)
  );
}

/** A function that gives the content before as long as the new one shows the same. */
export function steadyContent(): (
  definition: CellDefinition,
  next: CellContent | undefined,
) => CellContent | undefined {
  let before: CellContent | undefined;
  return (definition, next) => {
    if (!next || !before || !sameContent(definition, before, next)) before = next;

    return before;
  };
}
