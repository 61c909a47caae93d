/** Starts the engine in a dedicated worker and hands its answer to the test. */
import type { Reply, Request } from './protocol';

declare global {
  interface Window {
    measure?: (request: Request) => Promise<Reply>;
  }
}

window.measure = (request) =>
  new Promise((resolve) => {
    const worker = new Worker(new URL('./engine.worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', (event: MessageEvent<Reply>) => {
      worker.terminate();
      resolve(event.data);
    });
    worker.addEventListener('error', (event) => resolve({ error: event.message }));
    worker.postMessage(request);
  });
