/** Starts the engine in a dedicated worker and hands its answer to the test. */
import type { Backend } from '../../../src/core/results/types';
import type { Reply, Request } from './protocol';

declare global {
  interface Window {
    measure?: (backend: Backend) => Promise<Reply>;
  }
}

window.measure = (backend) =>
  new Promise((resolve) => {
    const worker = new Worker(new URL('./engine.worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', (event: MessageEvent<Reply>) => {
      worker.terminate();
      resolve(event.data);
    });
    worker.addEventListener('error', (event) => resolve({ error: event.message }));
    worker.postMessage({ backend } satisfies Request);
  });
