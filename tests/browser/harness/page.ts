/** Starts the engine, or its kernels alone, in a dedicated worker and hands the answer to the test; unpacks files. */
import { unpackBlob } from '../../../src/core/dataset/bytes';
import type { KernelReply, KernelRequest, Reply, Request, Unpacked } from './protocol';

declare global {
  interface Window {
    measure?: (request: Request) => Promise<Reply>;
    kernels?: (request: KernelRequest) => Promise<KernelReply>;
    /** Unpacks a file of these bytes, given and answered in base64. */
    unpack?: (packed: string) => Promise<Unpacked>;
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

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));

function base64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

async function takenByBrowser(packed: Blob): Promise<boolean> {
  try {
    await new Response(packed.stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

window.unpack = async (packed) => {
  const blob = new Blob([bytesOf(packed)]);
  const browser = await takenByBrowser(blob);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  try {
    const file = { name: 'dropped.gz', advice: 'Choose another.' };
    for await (const part of unpackBlob(blob, file)) parts.push(part as Uint8Array<ArrayBuffer>);
    return { browser, bytes: base64(new Uint8Array(await new Blob(parts).arrayBuffer())) };
  } catch (thrown) {
    return { browser, error: thrown instanceof Error ? thrown.message : String(thrown) };
  }
};
