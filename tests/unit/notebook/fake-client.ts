/** A workspace without a coordinator. */
import type { JobEvent, RunRequest } from '../../../src/core/results/events';
import type { CellStatus, Environment, StoredResult } from '../../../src/core/results/types';
import { presentKey } from '../../../src/notebook/staleness';
import { Workspace, type JobsPort, type WorkspaceOptions } from '../../../src/notebook/workspace.svelte';
import { prepareResult } from '../../../src/storage/results';
import { shapes } from './shapes';

const ENVIRONMENT: Environment = { backend: 'wasm', description: 'WASM', numericMode: 'wasm/strict', workers: 1 };

/** Runs nothing: it finishes cells as the test tells it to, in the words of the coordinator. */
export class FakeClient implements JobsPort {
  readonly requests: RunRequest[] = [];
  readonly #listeners = new Set<(event: JobEvent) => void>();
  during: (request: RunRequest) => Promise<void> = () => Promise.resolve();
  cancelled: (string | undefined)[] = [];

  subscribe(listener: (event: JobEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  emit(event: JobEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
  status(cellId: string, state: CellStatus['state'], result?: StoredResult): void {
    const status = { notebookId: 'main', cellId, state, ...(result ? { key: result.key } : {}) };
    this.emit({ type: 'status', status, ...(result ? { result } : {}) });
  }
  environment(): Promise<Environment> {
    return Promise.resolve(ENVIRONMENT);
  }
  async run(request: RunRequest): Promise<void> {
    this.requests.push(request);
    await this.during(request);
  }
  cancel(cellId?: string): Promise<void> {
    this.cancelled.push(cellId);
    return Promise.resolve();
  }
  resume(): Promise<boolean> {
    return Promise.resolve(false);
  }
}

/** What a cell of the workspace would leave behind now. */
export function resultFor(workspace: Workspace, cellId: string): ReturnType<typeof prepareResult> {
  const cell = workspace.document.cells.find((one) => one.id === cellId)!;
  const key = presentKey(workspace.document, shapes, cell, workspace.inputResults(cell), ENVIRONMENT.numericMode, []);
  return prepareResult({ summary: { accuracy: 0.5 } }, { key, kind: `cell:${cell.kind}`, version: 1, seconds: 1 });
}

export interface Started {
  readonly workspace: Workspace;
  readonly client: FakeClient;
}

export async function started(more: Partial<WorkspaceOptions> = {}, client = new FakeClient()): Promise<Started> {
  const workspace = new Workspace({ client, shapes, ...more });
  await workspace.start();
  return { workspace, client };
}
