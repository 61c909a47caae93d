/** Starts the chosen backend inside a task worker; loads that backend alone. */
import { LookbookError } from '../../src/core/errors';
import type { Options } from '../../src/core/options';
import type { Backend, Environment } from '../../src/core/results/types';
import { PROBES, webGpuExtent } from './probe';
import * as tf from './tf';

type EngineOptions = Pick<Options, 'kernels' | 'arithmetic'>;

let active: Backend | undefined;
let lost: LookbookError | undefined;

const inNode = (): boolean => typeof process !== 'undefined' && process.versions?.node !== undefined;
declare const process: { readonly versions?: { readonly node?: string } } | undefined;

async function load(backend: Backend, { kernels, arithmetic }: EngineOptions): Promise<void> {
  switch (backend) {
    case 'webgpu': {
      await import('@tensorflow/tfjs-backend-webgpu');
      const found = kernels === 'own' ? await PROBES.webgpu() : undefined;
      if (found) {
        const { registerTrainingKernels } = await import('./kernels/webgpu');
        registerTrainingKernels(webGpuExtent(found));
      }
      return;
    }
    case 'webgl':
      await import('@tensorflow/tfjs-backend-webgl');
      return;
    case 'cpu':
      await import('@tensorflow/tfjs-backend-cpu');
      return;
    case 'wasm': {
      const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
      // One thread a worker: trials run side by side instead, the same on every host, and the threaded module breaks when
      // its code is minified.
      tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
      if (!inNode()) setWasmPaths((await import('./wasm-urls')).wasmUrls);
      if (kernels === 'own') {
        const { registerTrainingKernels } = await import('./kernels/wasm');
        registerTrainingKernels({ arithmetic });
      }
    }
  }
}

/** Remembers that the GPU device went away: TensorFlow.js does not, and every later operation would give zeros. */
function watchDevice(): void {
  const { device } = tf.backend() as unknown as { device?: GPUDevice };
  void device?.lost.then((info) => {
    if (info.reason !== 'destroyed')
      lost = new LookbookError('backend/lost', undefined, { cause: new Error(info.message) });
  });
}

/**
 * Makes the environment's backend the one that computes. Once for a worker's life; calling again with the same backend
 * does nothing.
 * @throws LookbookError `backend/unavailable` if the backend does not start
 */
export async function activate(environment: Environment, options: EngineOptions): Promise<void> {
  const { backend } = environment;
  if (active === backend) return;
  try {
    await load(backend, options);
    // A backend that fails resolves to false and leaves another one in its place.
    const started = await tf.setBackend(backend);
    await tf.ready();
    if (!started || tf.getBackend() !== backend) throw new Error(`TensorFlow.js chose ${tf.getBackend()} instead`);
  } catch (cause) {
    throw new LookbookError('backend/unavailable', `${environment.description} could not be started in a worker.`, {
      cause,
    });
  }
  active = backend;
  if (backend === 'webgpu') watchDevice();
}

/** @throws LookbookError `backend/lost` if the GPU device went away since {@link activate}; call it at step boundaries */
export function assertBackendAlive(): void {
  if (lost) throw lost;
}
