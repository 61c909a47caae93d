/** From a document to what the coordinator is asked to run. */
import { ERRORS, type ErrorRecord } from '../core/errors';
import type { RunRequest } from '../core/results/events';
import { resolveParams } from './document';
import { ancestors, inputsOf, missingInputs, topologicalOrder } from './graph';
import type { NotebookDocument, Shapes } from './types';

export interface Planned {
  readonly request: RunRequest;
  /** Cells that cannot run because an input is not fed, theirs or one they depend on. */
  readonly blocked: ReadonlyMap<string, ErrorRecord>;
}

/**
 * The targets and all that they depend on, inputs first. A cell whose required input nothing feeds is left out, and so
 * are those that depend on it; a collecting cell takes what remains.
 * @param targets ids of the cells to bring up to date; all of them if left out
 * @throws LookbookError `notebook/circle`
 */
export function planRun(document: NotebookDocument, shapes: Shapes, targets?: readonly string[]): Planned {
  const wanted = targets ?? document.cells.map((cell) => cell.id);
  const needed = ancestors(document, shapes, wanted);
  const blocked = new Map<string, ErrorRecord>();
  const plan = [];
  for (const cell of topologicalOrder(document, shapes)) {
    if (!needed.has(cell.id)) continue;
    const title = shapes.get(cell.kind)?.title ?? cell.kind;
    const collects = shapes.get(cell.kind)?.collectsAll ?? false;
    const missing = missingInputs(document, shapes, cell);
    const sources = Object.entries(inputsOf(document, shapes, cell));
    const blocker = collects ? undefined : sources.find(([, source]) => blocked.has(source));
    if (missing.length > 0 || blocker) {
      const message = blocker
        ? `${title} depends on the cell "${blocker[1]}", which cannot run yet.`
        : `${title} needs an input: choose a cell for "${missing.join('" and "')}" in its settings.`;
      blocked.set(cell.id, { code: 'input/missing', message, retry: ERRORS['input/missing'].retry });
      continue;
    }
    const inputs = Object.fromEntries(sources.filter(([, source]) => !blocked.has(source)));
    plan.push({ id: cell.id, kind: cell.kind, params: resolveParams(document, shapes, cell), inputs });
  }
  const runnable = wanted.filter((id) => !blocked.has(id));
  return { request: { notebookId: document.id, plan, targets: runnable, rootSeed: document.rootSeed }, blocked };
}
