/** Starts the engine, or its kernels alone, in a dedicated worker and hands the answer to the test. */
import type { KernelReply, KernelRequest, Reply, Request } from './protocol';

declare global {
  interface Window {
    measure?: (request: Request) => Promise<Reply>;
    kernels?: (request: KernelRequest) => Promise<KernelReply>;
  }
}

function ask<Answer>(worker: Worker, request: Request | KernelRequest): Promise<Answer | { readonly error: string }> {
  return new Promise((resolve) => {
    worker.addEventListener('message', (event: MessageEvent<Answer>) => {
      worker.terminate();
      resolve(event.data);
    });
    worker.addEventListener('error', (event) => resolve({ error: event.message }));
    worker.postMessage(request);
  });
}

window.measure = (request) =>
  ask<Reply>(new Worker(new URL('./engine.worker.ts', import.meta.url), { type: 'module' }), request);
window.kernels = (request) =>
  ask<KernelReply>(new Worker(new URL('./kernels.worker.ts', import.meta.url), { type: 'module' }), request);
