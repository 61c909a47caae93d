/** The one place on the page that names a worker file. */
import * as Comlink from 'comlink';
import type { CoordinatorApi } from '../core/results/coordinator-api';

export interface CoordinatorHandle {
  readonly api: Comlink.Remote<CoordinatorApi>;
  readonly ready: Promise<void>;
  /** Settles, never rejects, when the coordinator has died or could not be loaded. */
  readonly death: Promise<string>;
  terminate(): void;
}

export function spawnCoordinator(): CoordinatorHandle {
  const worker = new Worker(new URL('../../workers/main.ts', import.meta.url), { type: 'module', name: 'coordinator' });
  const ready = new Promise<void>((resolve) => {
    worker.addEventListener('message', (event) => {
      if (event.data === 'ready') resolve();
    });
  });
  const death = new Promise<string>((resolve) => {
    worker.addEventListener('error', (event) => resolve(event.message || 'it could not be loaded'));
  });
  return { api: Comlink.wrap<CoordinatorApi>(worker), ready, death, terminate: () => worker.terminate() };
}
