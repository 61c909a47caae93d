/** The race's engine in a worker, as the notebook runs it. */
import { wasmUrls } from '../../../workers/engine/wasm-urls';
import { run, start, type Kind } from '../engine';
import type { Request } from '../work.mjs';
import type { Answer } from './main';

async function answer(request: Request | { readonly kind: Kind }): Promise<Answer> {
  try {
    if (!('kind' in request)) return { seconds: await run(request) };
    return { version: await start(request.kind, ({ setWasmPaths }) => setWasmPaths(wasmUrls)) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

addEventListener('message', ({ data }: MessageEvent<Request | { readonly kind: Kind }>) => {
  void answer(data).then((message) => postMessage(message));
});
