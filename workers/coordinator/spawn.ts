/** Starts task workers from the file that this worker was started from; the only place that does. */
import * as Comlink from 'comlink';
import type { HostApi } from '../tasks/protocol';

/** A task worker as the pool sees it; tests put one on a message channel in its place. */
export interface WorkerHandle {
  readonly api: Comlink.Remote<HostApi>;
  /** Settles when the worker's code has been loaded and listens. */
  readonly ready: Promise<void>;
  /** Settles (never rejects) when the worker has died or failed to load, with the reason. */
  readonly death: Promise<string>;
  terminate(): void;
}

export function spawnTaskWorker(name: string): WorkerHandle {
  const worker = new Worker(self.location.href, { type: 'module', name });
  const ready = new Promise<void>((resolve) => {
    worker.addEventListener('message', function first(event) {
      if (event.data !== 'ready') return;
      worker.removeEventListener('message', first);
      resolve();
    });
  });
  const death = new Promise<string>((resolve) => {
    worker.addEventListener('error', (event) => resolve(event.message || 'the worker could not be loaded'));
    // A worker that the browser ends (out of memory, say) tells no one, but its lock is freed. Not in insecure contexts.
    void ready.then(() => navigator.locks?.request(name, () => resolve('the worker is gone')));
  });
  return { api: Comlink.wrap<HostApi>(worker), ready, death, terminate: () => worker.terminate() };
}
