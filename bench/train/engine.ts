/** TensorFlow.js as the engine runs it or as it is published, on the models of the race; in Node and in the browser. */
import { MODELS } from '../../tests/support/networks';
import { Adam } from '../../workers/engine/adam';
import { buildNetwork, type Network } from '../../workers/engine/build';
import { plainInput } from '../../workers/engine/input';
import { hasArithmetic, registerTrainingKernels, sparseSoftmaxCrossEntropy } from '../../workers/engine/kernels/wasm';
import * as tf from '../../workers/engine/tf';
import { BATCH, noise, type Request } from './work.mjs';

/** Ours with each arithmetic or extent, or a backend as published. */
export type Kind = 'ours' | 'relaxed' | 'composed' | 'wasm' | 'cpu' | 'webgpu' | 'webgpu-all' | 'webgpu-gradients';
const ARITHMETIC = { ours: 'strict', relaxed: 'relaxed', composed: 'none' } as const;
let own = false;

/** @param place called with the WASM backend before it starts, to say where its binaries are */
export async function start(
  kind: Kind,
  place: (wasm: { setWasmPaths(paths: Record<string, string>): void }) => void = () => undefined,
): Promise<string> {
  if (kind === 'webgpu' || kind === 'webgpu-all' || kind === 'webgpu-gradients') return startWebGpu(kind);
  const arithmetic = kind === 'wasm' || kind === 'cpu' ? undefined : ARITHMETIC[kind];
  own = arithmetic !== undefined;
  if (kind === 'cpu') {
    await import('@tensorflow/tfjs-backend-cpu');
  } else {
    place(await import('@tensorflow/tfjs-backend-wasm'));
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    if (arithmetic && !hasArithmetic(arithmetic)) throw new Error(`This JavaScript engine has no ${arithmetic} SIMD.`);
    if (arithmetic) registerTrainingKernels({ arithmetic });
  }
  if (!(await tf.setBackend(kind === 'cpu' ? 'cpu' : 'wasm')))
    throw new Error(`The backend of ${kind} does not start.`);
  return `TensorFlow.js ${tf.version_core}`;
}

async function startWebGpu(kind: 'webgpu' | 'webgpu-all' | 'webgpu-gradients'): Promise<string> {
  const adapter = typeof navigator === 'undefined' ? undefined : await navigator.gpu?.requestAdapter();
  if (!adapter) throw new Error('There is no WebGPU adapter.');
  const { vendor, architecture, device, description } = adapter.info;
  await import('@tensorflow/tfjs-backend-webgpu');
  own = kind !== 'webgpu';
  if (own) {
    const kernels = await import('../../workers/engine/kernels/webgpu');
    kernels.registerTrainingKernels(kind === 'webgpu-all' ? 'all' : 'gradients');
  }
  // A backend that fails resolves to false and leaves another one in its place.
  if (!(await tf.setBackend('webgpu')) || tf.getBackend() !== 'webgpu') throw new Error('WebGPU does not start.');
  return `TensorFlow.js ${tf.version_core} on ${[vendor, architecture, device, description].filter(Boolean).join(' ')}`;
}

const images = noise(BATCH * 4);
const labels = Int32Array.from({ length: BATCH }, (_, row) => row % 10);
/** One of four batches, as raw pixels. */
const batch = (step: number, size: number): tf.Tensor4D => {
  const from = (step % 4) * BATCH * 784;
  return tf.tensor4d(Float32Array.from(images.subarray(from, from + size * 784)), [size, 28, 28, 1]);
};

interface Contender {
  readonly network: Network;
  readonly adam: Adam;
  step: number;
}
const contenders = new Map<string, Contender>();

function contender(model: Request['model']): Contender {
  let found = contenders.get(model);
  if (!found) {
    const network = buildNetwork(
      MODELS[model === 'cnn' ? 'cnn-reference' : 'mlp'],
      1,
      plainInput({ height: 28, width: 28 }),
    );
    found = { network, adam: new Adam(1e-3, network.variables), step: 0 };
    contenders.set(model, found);
  }
  return found;
}

function trainStep(which: Contender, size: number): tf.Scalar {
  which.step += 1;
  return tf.tidy(() => {
    const x = batch(which.step, size);
    const y = tf.tensor1d(labels.subarray(0, size), 'int32');
    return which.adam.minimize(() => {
      const logits = which.network.logits(x, { training: true, step: which.step });
      return own ? sparseSoftmaxCrossEntropy(y, logits) : tf.losses.softmaxCrossEntropy(tf.oneHot(y, 10), logits);
    });
  });
}

const predictStep = (which: Contender, size: number): tf.Tensor =>
  tf.tidy(() => which.network.logits(batch((which.step += 1), size)));

/** Computes and returns the seconds it took. Batches have at most {@link BATCH} images. */
export async function run({ model, mode, images: count, batch: size = BATCH }: Request): Promise<number> {
  const which = contender(model);
  const step = mode === 'train' ? trainStep : predictStep;
  const started = performance.now();
  for (let done = 0; done < count; done += size) {
    const result = step(which, size);
    await result.data();
    result.dispose();
  }
  return (performance.now() - started) / 1000;
}
