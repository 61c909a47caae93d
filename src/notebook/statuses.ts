/** How cells' statuses change. Pure. */
import type { CellState, CellStatus, StoredResult } from '../core/results/types';

export type Statuses = ReadonlyMap<string, CellStatus>;

const ACTIVE: readonly CellState[] = ['queued', 'running'];

export const isActive = (state: CellState | undefined): boolean => state !== undefined && ACTIVE.includes(state);

/** Until a cell has a new result it goes on showing its last one: a status without a result keeps the key before. */
export function withStatuses(
  before: Statuses,
  changes: Iterable<CellStatus>,
  results: ReadonlyMap<string, StoredResult>,
): Statuses {
  const after = new Map(before);
  for (const status of changes) {
    const known = status.key !== undefined && results.has(status.key);
    const shown = before.get(status.cellId)?.key;
    after.set(status.cellId, known || shown === undefined ? status : { ...status, key: shown });
  }
  return after;
}

/** Cells that were running or queued in a job that is gone. */
export function interruptActive(statuses: Statuses): Statuses {
  if (![...statuses.values()].some(({ state }) => isActive(state))) return statuses;
  return new Map(
    [...statuses].map(([id, status]) => [id, isActive(status.state) ? { ...status, state: 'interrupted' } : status]),
  );
}
