/** Where the time of a training step goes: every kernel of the WASM backend with a clock around it. */
import '@tensorflow/tfjs-backend-wasm';
import { MODELS, type ModelName } from '../../tests/support/networks';
import { Adam } from '../../workers/engine/adam';
import { buildNetwork } from '../../workers/engine/build';
import { plainInput } from '../../workers/engine/input';
import { registerTrainingKernels, sparseSoftmaxCrossEntropy } from '../../workers/engine/kernels/wasm';
import * as tf from '../../workers/engine/tf';
import { BATCH, noise } from './work.mjs';

/** Milliseconds of this step in each kernel, what it calls left out. */
const spent = new Map<string, number>();

function addClocks(): void {
  let inner = 0;
  for (const kernel of tf.getKernelsForBackend('wasm')) {
    const { kernelName, kernelFunc } = kernel;
    tf.unregisterKernel(kernelName, 'wasm');
    tf.registerKernel({
      ...kernel,
      kernelFunc: (request) => {
        const outer = inner;
        inner = 0;
        const started = performance.now();
        const out = kernelFunc(request);
        const took = performance.now() - started;
        spent.set(kernelName, (spent.get(kernelName) ?? 0) + took - inner);
        inner = outer + took;
        return out;
      },
    });
  }
}

export async function start(): Promise<void> {
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  registerTrainingKernels();
  addClocks();
  if (!(await tf.setBackend('wasm'))) throw new Error('The WASM backend does not start.');
}

/** Steps before the clocks count: V8 compiles the loops better after some. */
const WARM_UP = 15;

/** @returns milliseconds of each of `steps` steps, by kernel; `step` is the whole */
export function profile(name: ModelName, steps: number): Record<string, number[]> {
  const network = buildNetwork(MODELS[name], 1, plainInput({ height: 28, width: 28 }));
  const adam = new Adam(1e-3, network.variables);
  const images = tf.tensor4d(Float32Array.from(noise(BATCH)), [BATCH, 28, 28, 1]);
  const labels = tf.tensor1d(
    Int32Array.from({ length: BATCH }, (_, row) => row % 10),
    'int32',
  );
  const rows: Map<string, number>[] = [];
  for (let step = -WARM_UP; step < steps; step += 1) {
    spent.clear();
    const started = performance.now();
    adam.minimize(() => sparseSoftmaxCrossEntropy(labels, network.logits(images, { training: true, step }))).dispose();
    if (step >= 0) rows.push(new Map([...spent, ['step', performance.now() - started]]));
  }
  tf.dispose([images, labels]);
  adam.dispose();
  network.dispose();
  const kernels = new Set(rows.flatMap((row) => [...row.keys()]));
  return Object.fromEntries([...kernels].map((kernel) => [kernel, rows.map((row) => row.get(kernel) ?? 0)]));
}
