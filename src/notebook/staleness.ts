/** Which cells are out of date. Derived from keys whenever it is asked for; never stored. */
import { eventsRead } from '../core/ledger/hashed';
import { cellKey } from '../core/results/cell-key';
import type { LedgerEvent } from '../core/ledger/types';
import type { CellStatus, Environment, StoredResult } from '../core/results/types';
import { resolveParams, shapeOf } from './document';
import { inputsOf, topologicalOrder } from './graph';
import type { Cell, NotebookDocument, Shapes } from './types';

/** `never`: there is no result to be out of date. */
export type Freshness = 'fresh' | 'stale' | 'never';

/** The key that a cell's result would have if it ran now on these results of its inputs. */
export function presentKey(
  document: NotebookDocument,
  shapes: Shapes,
  cell: Cell,
  inputs: Readonly<Record<string, StoredResult>>,
  numericMode: string,
  ledger: readonly LedgerEvent[],
): string {
  const hashes = Object.entries(inputs).map(([name, result]) => [name, result.outputHash]);
  return cellKey(shapeOf(shapes, cell.kind), {
    params: resolveParams(document, shapes, cell),
    inputs: Object.fromEntries(hashes) as Record<string, string>,
    rootSeed: document.rootSeed,
    numericMode,
    ledger,
  });
}

/** The result that a cell shows: the one its status speaks of. */
export function resultOf(
  cellId: string,
  statuses: ReadonlyMap<string, CellStatus>,
  results: ReadonlyMap<string, StoredResult>,
): StoredResult | undefined {
  const key = statuses.get(cellId)?.key;
  return key === undefined ? undefined : results.get(key);
}

/**
 * The stale cells whose events a cell that reads the ledger shows: running it again does not bring them up to date. A cell
 * without a result, or one that depends on the reader, is not among them.
 */
export function staleWriters(
  shapes: Shapes,
  cell: Cell,
  freshness: ReadonlyMap<string, Freshness>,
  ledger: readonly LedgerEvent[],
): string[] {
  if (!shapes.get(cell.kind)?.readsLedger) return [];
  const writers = new Set(eventsRead(ledger).flatMap((event) => ('cellId' in event ? [event.cellId] : [])));
  return [...writers].filter((id) => id !== cell.id && freshness.get(id) === 'stale');
}

/**
 * A cell is stale if its present key differs from its result's, if an input is stale or has no result, or if it shows what
 * a stale cell wrote into the ledger. Keys hash inputs by what they contain, so an input that ran again to the same output
 * leaves its dependants fresh.
 * @param results stored results by key
 */
export function staleness(
  document: NotebookDocument,
  shapes: Shapes,
  statuses: ReadonlyMap<string, CellStatus>,
  results: ReadonlyMap<string, StoredResult>,
  environment: Pick<Environment, 'numericMode'>,
  ledger: readonly LedgerEvent[],
): Map<string, Freshness> {
  const found = new Map<string, Freshness>();
  for (const cell of topologicalOrder(document, shapes)) {
    const result = resultOf(cell.id, statuses, results);
    if (!result) {
      found.set(cell.id, 'never');
      continue;
    }
    const inputs: Record<string, StoredResult> = {};
    let inputsFresh = true;
    for (const [name, source] of Object.entries(inputsOf(document, shapes, cell))) {
      const input = resultOf(source, statuses, results);
      if (input) inputs[name] = input;
      if (found.get(source) !== 'fresh') inputsFresh = false;
    }
    // Cells that depend on this one come later in the order and have no entry yet: they cannot make it stale for ever.
    const fresh =
      inputsFresh &&
      staleWriters(shapes, cell, found, ledger).length === 0 &&
      presentKey(document, shapes, cell, inputs, environment.numericMode, ledger) === result.key;
    found.set(cell.id, fresh ? 'fresh' : 'stale');
  }
  return found;
}
