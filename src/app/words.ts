/** The states of a cell in words. */
import type { CellState } from '../core/results/types';

const STATE_WORDS: Readonly<Record<CellState, string>> = {
  idle: 'not run yet',
  queued: 'waiting',
  running: 'running',
  done: 'up to date',
  failed: 'failed',
  cancelled: 'cancelled',
  interrupted: 'interrupted',
  'not-saved': 'not saved',
};

export const stateWords = (state: CellState, stale: boolean): string =>
  state === 'done' && stale ? 'out of date' : STATE_WORDS[state];
