/** The page of the race in the browser: hands requests to its worker, one at a time. */
export interface Answer {
  readonly seconds?: number;
  readonly version?: string;
  readonly error?: string;
}

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });

function ask(request: object): Promise<Answer> {
  return new Promise((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
    worker.onerror = (event) => resolve({ error: event.message || 'The worker could not be loaded.' });
    worker.postMessage(request);
  });
}

Object.assign(globalThis, { ask });
