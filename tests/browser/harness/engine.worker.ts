/** Trains, predicts and differentiates a tiny model on the asked backend, then on plain CPU, in one worker. */
import { PIXELS } from '../../../src/core/dataset/fashion-mnist';
import type { ModelSpec } from '../../../src/core/models/types';
import { DEFAULT_OPTIONS } from '../../../src/core/options';
import { randomSource } from '../../../src/core/seed';
import { gradientsAtInput } from '../../../workers/engine/attribute';
import { activate } from '../../../workers/engine/backend';
import { buildNetwork } from '../../../workers/engine/build';
import { Training } from '../../../workers/engine/loop';
import { probeEnvironment } from '../../../workers/engine/probe';
import * as tf from '../../../workers/engine/tf';
import type { Measured, Reply, Request } from './protocol';
import { plainInput } from '../../../workers/engine/input';

const IMAGES = 32;
const tiny: ModelSpec = {
  name: 'tiny',
  layers: [
    { type: 'conv2d', filters: 4, size: 3, activation: 'relu' },
    { type: 'max-pool', size: 2 },
    { type: 'conv2d', filters: 6, size: 3, padding: 'same', activation: 'relu' },
    { type: 'flatten' },
    { type: 'dense', units: 10 },
  ],
};

const random = randomSource(3);
const data = {
  images: Uint8Array.from({ length: IMAGES * PIXELS }, () => Math.floor(256 * random())),
  labels: Uint8Array.from({ length: IMAGES }, (_, index) => index % 10),
};
const turn = (): Promise<void> => Promise.resolve();

async function measure(request: Request): Promise<Measured & { description: string }> {
  const options = { ...DEFAULT_OPTIONS, ...request };
  const environment = await probeEnvironment(options, { cores: 1 });
  await activate(environment, options);
  const network = buildNetwork(tiny, 1, plainInput({ height: 28, width: 28 }));
  const values = network.input.values(data.images, IMAGES);
  const atInput = await gradientsAtInput(network, values, data.labels);
  const gradients = network.input.pullBack(data.images, IMAGES, atInput, 'gradient');
  const plan = { epochs: 4, batchSize: 16, learningRate: 0.001, seed: 2 };
  const training = new Training(network, plan, data, data);
  const probabilities = await training.run({ turn, onProgress: () => undefined, onBoundary: () => Promise.resolve() });
  const losses = training.curves.trainLoss.y;
  training.dispose();
  network.dispose();
  return {
    description: `${environment.description}, ${environment.numericMode}`,
    backend: tf.getBackend(),
    losses,
    probabilities: Array.from(probabilities),
    inputGradients: Array.from(gradients),
  };
}

self.addEventListener('message', (event: MessageEvent<Request>) => {
  const work = async (): Promise<Reply> => {
    try {
      const { description, ...chosen } = await measure(event.data);
      return { answer: { description, chosen, cpu: await measure({ backend: 'cpu', arithmetic: 'strict' }) } };
    } catch (thrown) {
      return { error: thrown instanceof Error ? `${thrown.message} ${thrown.stack ?? ''}` : String(thrown) };
    }
  };
  void work().then((reply) => postMessage(reply));
});
