import { expect, test } from 'vitest';
import { CLASSES } from '../../../src/core/dataset/fashion-mnist';
import { probabilitiesOf } from '../../../src/core/models/softmax';
import { familyLabel } from '../../../src/core/families/names';
import { MODELS, type ModelName } from '../../support/networks';
import type { Json } from '../../../src/core/results/types';
import { canonicalJson } from '../../../src/core/results/canonical';
import { wilsonInterval } from '../../../src/core/stats/intervals';
import { buildNetwork } from '../../../workers/engine/build';
import { use } from '../engine/backends';
import { plainInput } from '../../../src/core/features/input';
import { SIZE } from '../features/images';

const MODEL_NAMES = Object.keys(MODELS) as ModelName[];

test('every model is named after its key, is plain JSON and ends in one logit a class', () => {
  for (const name of MODEL_NAMES) {
    expect(MODELS[name].name).toBe(name);
    expect(familyLabel(name)).not.toBe('');
    expect(JSON.parse(canonicalJson(MODELS[name] as unknown as Json))).toEqual(MODELS[name]);
    expect(MODELS[name].layers.at(-1)).toEqual({ type: 'dense', units: CLASSES });
  }
});

test('models have the number of weights that their layers say', async () => {
  await use('wasm');
  const expected = {
    softmax: 784 * 10 + 10,
    mlp: 784 * 256 + 256 + 256 * 10 + 10,
    'cnn-small': 9 * 8 + 8 + 9 * 8 * 16 + 16 + 400 * 64 + 64 + 64 * 10 + 10,
    'cnn-reference': 9 * 32 + 32 + 9 * 32 * 64 + 64 + 1600 * 128 + 128 + 128 * 10 + 10,
  };
  for (const name of MODEL_NAMES) {
    const network = buildNetwork(MODELS[name], 1, plainInput(SIZE));
    expect(network.parameters).toBe(expected[name]);
    network.dispose();
  }
});

test('weights start equal for equal seeds and survive being read and written', async () => {
  await use('wasm');
  const [first, same, other] = [1, 1, 2].map((seed) => buildNetwork(MODELS['cnn-small'], seed, plainInput(SIZE)));
  const weights = await first!.readWeights();
  expect(await same!.readWeights()).toEqual(weights);
  expect(await other!.readWeights()).not.toEqual(weights);
  other!.writeWeights(weights);
  expect(await other!.readWeights()).toEqual(weights);
  expect(() => other!.writeWeights(weights.subarray(1))).toThrow(RangeError);
  for (const network of [first!, same!, other!]) network.dispose();
});

test('probabilities of large logits are finite and sum to one', () => {
  const probabilities = probabilitiesOf([1000, 1000, -1000, 0, Math.log(3), 0], 3);
  expect(Array.from(probabilities.slice(0, 3))).toEqual([0.5, 0.5, 0]);
  expect(probabilities[4]).toBeCloseTo(0.6, 6);
});

test('the Wilson interval gives published values and stays within 0 and 1', () => {
  // 81 of 263: R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
  const [low, high] = wilsonInterval(81, 263);
  expect(low).toBeCloseTo(0.2553, 4);
  expect(high).toBeCloseTo(0.3662, 4);
  // 0 of 20 and 1 of 29, the same table.
  expect(wilsonInterval(0, 20)[0]).toBe(0);
  expect(wilsonInterval(0, 20)[1]).toBeCloseTo(0.1611, 4);
  expect(wilsonInterval(1, 29)[0]).toBeCloseTo(0.0061, 4);
  expect(wilsonInterval(1, 29)[1]).toBeCloseTo(0.1718, 4);
  expect(wilsonInterval(20, 20)[1]).toBe(1);
  expect(() => wilsonInterval(3, 2)).toThrow(RangeError);
});
