/** Our side: `node ours.js DATA WORKERS`. The main thread leads; with two workers a thread helps with the second shard. */
import '@tensorflow/tfjs-backend-wasm';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread, MessageChannel, parentPort, Worker } from 'node:worker_threads';
import { createInterface } from 'node:readline';
import { MODELS } from '../../tests/support/networks';
import { buildNetwork } from '../../workers/engine/build';
import { plainInput } from '../../workers/engine/input';
import type { Helper } from '../../workers/engine/helper';
import { registerTrainingKernels } from '../../workers/engine/kernels/wasm';
import { Training, type LabelledImages } from '../../workers/engine/loop';
import { serveGradients, Spread } from '../../workers/engine/parallel';
import * as tf from '../../workers/engine/tf';

const BATCH = 128;
interface Order {
  readonly target: number;
  readonly epochs: number;
  readonly seed: number;
}

tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
registerTrainingKernels();
await tf.setBackend('wasm');

function load(folder: string, name: 'train' | 't10k'): LabelledImages {
  const bytes = (file: string, header: number): Uint8Array => readFileSync(join(folder, file)).subarray(header);
  return { images: bytes(`${name}-images-idx3-ubyte`, 16), labels: bytes(`${name}-labels-idx1-ubyte`, 8) };
}

async function train(trainSplit: LabelledImages, test: LabelledImages, helpers: readonly Helper[], order: Order) {
  const { target, epochs, seed } = order;
  const network = buildNetwork(MODELS['cnn-reference'], seed, plainInput({ height: 28, width: 28 }));
  const spread = helpers.length > 0 ? new Spread(network, seed, helpers.length + 1, helpers) : undefined;
  const training = new Training(
    network,
    { epochs, batchSize: BATCH, learningRate: 1e-3, seed },
    trainSplit,
    test,
    spread,
  );
  const scores = (): readonly number[] => training.curves.validationAccuracy.y;
  const started = performance.now();
  await training.run({
    turn: () => Promise.resolve(),
    onProgress: () => undefined,
    onBoundary: () => Promise.resolve(),
    whyStop: () => ((scores().at(-1) ?? 0) >= target ? 'the target is reached' : undefined),
  });
  const seconds = (performance.now() - started) / 1000;
  const reached = (scores().at(-1) ?? 0) >= target;
  const curve = scores().map((value) => value.toFixed(4));
  training.dispose();
  network.dispose();
  if (!reached) throw new Error(`${target} was not reached in ${epochs} epochs: ${curve.join(', ')}`);
  return { seconds, curve };
}

async function lead(folder: string, workers: number): Promise<void> {
  const [trainSplit, test] = [load(folder, 'train'), load(folder, 't10k')];
  const helpers = Array.from({ length: workers - 1 }, (): Helper => {
    const { port1, port2 } = new MessageChannel();
    new Worker(new URL(import.meta.url)).postMessage({ help: port2 }, [port2]);
    return { port: port1 as unknown as MessagePort, gone: new AbortController().signal };
  });
  const say = (message: object): boolean => process.stdout.write(`${JSON.stringify(message)}\n`);
  say({ ready: true, version: `TensorFlow.js ${tf.version_core}, ${workers === 1 ? 'one piece' : 'two shards'}` });
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      say(await train(trainSplit, test, helpers, JSON.parse(line) as Order));
    } catch (error) {
      say({ error: error instanceof Error ? error.message : String(error) });
    }
  }
}

if (isMainThread) await lead(process.argv[2] ?? '', Number(process.argv[3] ?? 1));
else
  parentPort?.on(
    'message',
    ({ help }: { help: MessagePort }) => void serveGradients(help, new AbortController().signal),
  );
