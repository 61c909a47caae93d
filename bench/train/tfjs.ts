/** The race's engine in Node: `node tfjs.js KIND`, see engine.ts; WebGPU needs ../gpu/dawn.mjs loaded before. */
import { run, start, type Kind } from './engine';
import { serve } from './serve.mjs';

await serve(await start((process.argv[2] ?? 'ours') as Kind), run);
