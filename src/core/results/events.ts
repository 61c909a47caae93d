/** What the page asks of the coordinator and what it hears back. Types only. */
import type { CellPlan, CellStatus, Environment, Progress, StoredResult } from './types';

export interface RunRequest {
  readonly notebookId: string;
  /** Cells in an order in which inputs come first; those needed by the targets at least. */
  readonly plan: readonly CellPlan[];
  /** Ids of the cells to bring up to date; what they depend on is brought up to date before. */
  readonly targets: readonly string[];
  readonly rootSeed: number;
}

export interface LogEntry {
  readonly at: string;
  readonly level: 'debug' | 'info' | 'warning' | 'error';
  readonly where: string;
  readonly message: string;
}

export type JobEvent =
  | { readonly type: 'environment'; readonly environment: Environment }
  | {
      readonly type: 'job';
      readonly notebookId: string;
      readonly state: 'started' | 'ended';
      readonly resumed?: boolean;
    }
  | { readonly type: 'status'; readonly status: CellStatus; readonly result?: StoredResult }
  | {
      readonly type: 'progress';
      readonly notebookId: string;
      readonly cellId: string;
      readonly progress: Progress;
      /** Seconds left, once known. */
      readonly secondsLeft?: number;
    }
  | { readonly type: 'ledger'; readonly length: number }
  | { readonly type: 'log'; readonly entry: LogEntry };
