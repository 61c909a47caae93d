/** What many trainings in one worker leave behind, and whether equal seeds give equal weights. */
import { expect, test } from 'vitest';
import { MODELS } from '../../support/networks';
import type { ModelSpec } from '../../../src/core/models/types';
import { Adam } from '../../../workers/engine/adam';
import { buildNetwork } from '../../../workers/engine/build';
import { sparseSoftmaxCrossEntropy } from '../../../workers/engine/kernels/wasm';
import * as tf from '../../../workers/engine/tf';
import { use, values } from './backends';
import { plainInput } from '../../../src/core/features/input';
import { SIZE } from '../features/images';

const BATCH = 16;

/** Trains a few steps on noise and returns the weights. */
async function trial(spec: ModelSpec, seed: number, steps = 3): Promise<Float32Array> {
  const network = buildNetwork(spec, seed, plainInput(SIZE));
  const adam = new Adam(1e-3, network.variables);
  const x = tf.tensor4d(values(BATCH * 784, 1), [BATCH, 28, 28, 1]);
  const labels = tf.tensor1d(
    Int32Array.from({ length: BATCH }, (_, row) => row % 10),
    'int32',
  );
  for (let step = 0; step < steps; step += 1) {
    adam.minimize(() => sparseSoftmaxCrossEntropy(labels, network.logits(x, { training: true, step }))).dispose();
  }
  const weights = await network.readWeights();
  tf.dispose([x, labels]);
  adam.dispose();
  network.dispose();
  return weights;
}

const heapBytes = (): number =>
  (tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8.buffer.byteLength;

test('fifty trials leave no tensor, and the heap no larger than five did', async () => {
  await use('wasm');
  const states: { tensors: number; data: number; bytes: number; inUse: number }[] = [];
  for (let index = 0; index < 50; index += 1) {
    await trial(MODELS['cnn-small'], index);
    const { numTensors: tensors, numBytes: inUse } = tf.memory();
    states.push({ tensors, inUse, data: tf.engine().backend.numDataIds(), bytes: heapBytes() });
  }
  const [early, late] = [states[4]!, states[49]!];
  expect({ ...late, bytes: 0 }).toEqual({ ...early, bytes: 0 });
  expect(late.bytes).toBeLessThanOrEqual(1.1 * early.bytes);
});

test('equal seeds give bit-equal weights, after other work in between too', async () => {
  await use('wasm');
  const first = await trial(MODELS['cnn-reference'], 7);
  await trial(MODELS.mlp, 3);
  expect(await trial(MODELS['cnn-reference'], 7)).toEqual(first);
  expect(await trial(MODELS['cnn-reference'], 8)).not.toEqual(first);
});
