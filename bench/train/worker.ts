/** A worker thread that trains the reference CNN on noise, alone or with others: told what to do by workers.mjs. */
import '@tensorflow/tfjs-backend-wasm';
import { parentPort, type MessagePort as NodePort } from 'node:worker_threads';
import { MODELS } from '../../tests/support/networks';
import { Adam } from '../../workers/engine/adam';
import { buildNetwork } from '../../workers/engine/build';
import { plainInput } from '../../workers/engine/input';
import type { Helper } from '../../workers/engine/helper';
import { registerTrainingKernels } from '../../workers/engine/kernels/wasm';
import { batchLoss, type Examples } from '../../workers/engine/loss';
import { serveGradients, Spread } from '../../workers/engine/parallel';
import * as tf from '../../workers/engine/tf';
import { BATCH, noise } from './work.mjs';

type Model = 'cnn' | 'mlp';
interface Order {
  readonly model: Model;
  readonly images: number;
  /** Undefined: each batch in one piece. */
  readonly shards?: number;
  /** Whether those who help may. */
  readonly helped: boolean;
}

const images = noise(BATCH);
const labels = Int32Array.from({ length: BATCH }, (_, row) => row % 10);
function take(from: number, to: number): Examples {
  return tf.tidy(() => ({
    x: tf.tensor(Float32Array.from(images.subarray(from * 784, to * 784)), [to - from, 28, 28, 1]),
    labels: tf.tensor1d(labels.slice(from, to), 'int32'),
  }));
}

const helpers: Helper[] = [];
const spreads = new Map<string, Spread>();
const trained = new Map<Model, { network: ReturnType<typeof buildNetwork>; adam: Adam; step: number }>();

function trainingOf(model: Model) {
  let found = trained.get(model);
  if (!found) {
    const network = buildNetwork(
      MODELS[model === 'cnn' ? 'cnn-reference' : 'mlp'],
      1,
      plainInput({ height: 28, width: 28 }),
    );
    found = { network, adam: new Adam(1e-3, network.variables), step: 0 };
    trained.set(model, found);
  }
  return found;
}

async function train({ model, images: count, shards, helped }: Order): Promise<number> {
  const training = trainingOf(model);
  const { network, adam } = training;
  const name = `${model} ${shards} ${helped}`;
  const spread = spreads.get(name) ?? new Spread(network, 1, shards ?? 1, helped ? helpers : []);
  spreads.set(name, spread);
  const started = performance.now();
  for (let done = 0; done < count; done += BATCH) {
    training.step += 1;
    if (shards === undefined) {
      const loss = tf.tidy(() => adam.minimize(() => batchLoss(network, take(0, BATCH), training.step)));
      await loss.data();
      loss.dispose();
    } else {
      const { gradients } = await spread.gradients(BATCH, take, training.step);
      adam.apply(gradients);
      tf.dispose(gradients);
    }
  }
  return (performance.now() - started) / 1000;
}

const port = parentPort as NodePort;
tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
registerTrainingKernels();
await tf.setBackend('wasm');
port.on('message', (message: { order?: Order; lead?: MessagePort; help?: MessagePort }) => {
  if (message.lead) helpers.push({ port: message.lead, gone: new AbortController().signal });
  if (message.help) void serveGradients(message.help, new AbortController().signal);
  if (message.order) {
    train(message.order).then(
      (seconds) => port.postMessage({ seconds }),
      (error: unknown) => port.postMessage({ error: String(error) }),
    );
  }
});
port.postMessage({ ready: true });
