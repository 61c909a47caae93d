/** Every method of attribution that there is, through the same contract; and what some give for functions in closed form. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { params } from '../../../src/cells/explain/types';
import { ALL_METHODS, methodOf } from '../../../src/core/explain/all-methods';
import { checksOf, checkValues } from '../../../src/core/explain/checks';
import { LEADING_METHOD, METHOD_FACTS, METHODS, type MethodFacts } from '../../../src/core/explain/method-names';
import { openMethod } from '../../../src/core/explain/methods';
import type { Attributions, Conditions, Explained } from '../../../src/core/explain/types';
import { plainInput } from '../../../src/core/features/input';
import { randomSource } from '../../../src/core/seed';
import { explainedBy } from '../../../workers/engine/attribute';
import { buildNetwork, type Network } from '../../../workers/engine/build';
import * as tf from '../../../workers/engine/tf';
import { analytic } from './analytic';

const SIZE = { height: 8, width: 9 };
const PIXELS = 72;
const IMAGES = 3;
const noise = (count: number, seed: number): Uint8Array => {
  const random = randomSource(seed);
  return Uint8Array.from({ length: count * PIXELS }, () => Math.floor(256 * random()));
};

describe('the registry', () => {
  it('has a file for every name and a name for every file', () => {
    const files = readdirSync(join(import.meta.dirname, '../../../src/core/explain/methods'));
    expect(files.map((name) => name.replace(/\.ts$/, '')).sort()).toEqual([...METHODS].sort());
  });

  it('has one method that leads, and runs it unless told otherwise', () => {
    const facts = Object.values<MethodFacts>(METHOD_FACTS);
    expect(facts.filter(({ leads }) => leads)).toHaveLength(1);
    expect(facts.find(({ leads }) => leads)!.runs).toBe(true);
  });

  it('is what Explain offers, and runs what its lines say', () => {
    expect(params.methods.choices.map(({ value, label }) => [value, label])).toEqual(
      ALL_METHODS.map(({ id, label }) => [id, label]),
    );
    expect(params.methods.default).toEqual(ALL_METHODS.filter(({ runs }) => runs).map(({ id }) => id));
  });

  it('refuses a name that it does not know, and says which it does', async () => {
    const refusal = {
      code: 'params/invalid',
      message: expect.stringMatching(/"magic"; known are saliency, /) as string,
    };
    await expect(openMethod('magic')).rejects.toMatchObject(refusal);
    expect(() => methodOf('magic')).toThrow(/There is no method of attribution "magic"/);
  });
});

describe.each(METHODS)('%s on a small network', (id) => {
  const raw = noise(IMAGES, 1);
  const background = noise(20, 2);
  let network: Network;
  let explained: Explained;
  let logits: Float32Array;
  let found: Attributions;
  let done: number[];

  const run = async (seed: number): Promise<Attributions> => {
    const method = await openMethod(id);
    const conditions: Conditions = {
      samples: method.samples({ steps: 128 }),
      seed,
      background,
      turn: (images) => Promise.resolve(void done.push(images)),
    };
    return method.run(explained, conditions);
  };

  beforeAll(async () => {
    await tf.setBackend('cpu');
    const layers = [
      { type: 'flatten' },
      { type: 'dense', units: 6, activation: 'relu' },
      { type: 'dense', units: 3 },
    ] as const;
    network = buildNetwork({ name: 'small', layers }, 4, plainInput(SIZE));
    const targets = Uint8Array.of(0, 2, 1);
    explained = explainedBy(network, raw, targets, () => Promise.resolve());
    logits = await explained.logits(await explained.values(raw));
    done = [];
    found = await run(7);
  });
  afterAll(() => network.dispose());

  it('says what it is', async () => {
    const { version, short, about, source, samples } = await openMethod(id);
    expect(Number.isInteger(version) && version >= 1).toBe(true);
    for (const words of [short, about, source]) expect(words).toMatch(/\S/);
    expect(about).not.toMatch(/\.$/);
    for (const steps of [1, 4, 256]) {
      expect(Number.isInteger(samples({ steps }))).toBe(true);
      expect(samples({ steps })).toBeGreaterThanOrEqual(1);
    }
  });

  it('gives a finite number for every pixel, not all of them 0, and none below 0 unless it has signs', async () => {
    expect(found.pixels).toBeInstanceOf(Float32Array);
    expect(found.pixels).toHaveLength(IMAGES * PIXELS);
    expect(found.pixels.every((value) => Number.isFinite(value))).toBe(true);
    expect(found.pixels.some((value) => value !== 0)).toBe(true);
    expect(found.pixels.some((value) => value < 0)).toBe((await openMethod(id)).signed);
  });

  it('gives the same for the same seed, bit by bit, and leaves the images alone', async () => {
    expect(await run(7)).toEqual(found);
    expect(raw).toEqual(noise(IMAGES, 1));
    expect(background).toEqual(noise(20, 2));
  });

  it('tells how far it is, which can stop it', async () => {
    expect(done.length).toBeGreaterThan(0);
    for (const images of done) expect(images >= 0 && images <= IMAGES).toBe(true);
    const method = await openMethod(id);
    const stop = new Error('stop');
    const conditions = { samples: method.samples({ steps: 4 }), seed: 1, background, turn: () => Promise.reject(stop) };
    await expect(method.run(explained, conditions)).rejects.toBe(stop);
  });

  it('adds up where it says so', async () => {
    const { completeFrom } = await openMethod(id);
    expect(found.base !== undefined).toBe(completeFrom !== undefined);
    if (!found.base) return;
    expect(found.base).toHaveLength(3);
    explained.targets.forEach((target, row) => {
      const sum = found.pixels.subarray(row * PIXELS, (row + 1) * PIXELS).reduce((all, value) => all + value, 0);
      const change = logits[row * 3 + target]! - found.base![target]!;
      // Changes are of 0.1 to 0.8; random draws are right in expectation alone.
      expect(Math.abs(sum - change)).toBeLessThan(0.06);
    });
  });

  it('has a value an image, or none to give, of each check that it declares, and words for them', async () => {
    const declared = checksOf(await openMethod(id));
    const values = checkValues(found, explained, logits);
    expect(Object.keys(values).sort()).toEqual(Object.keys(declared).sort());
    for (const [name, check] of Object.entries(declared)) {
      expect(values[name]).toHaveLength(IMAGES);
      for (const value of values[name]!) expect(value === null || Number.isFinite(value)).toBe(true);
      expect(check.sentence([{ label: 'It', median: 0.5 }])).toMatch(/^[A-Z].*\.$/);
      expect(check.sentence([])).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe('integrated gradients of functions in closed form', () => {
  const attributed = async (explained: Explained, steps: number) => {
    const turn = () => Promise.resolve();
    const found = await methodOf('integrated-gradients').run(explained, {
      ...{ samples: steps, seed: 1, turn },
      background: explained.raw,
    });
    const at = await explained.logits(await explained.values(explained.raw));
    return { pixels: Array.from(found.pixels), gap: checkValues(found, explained, at)['completeness']![0]! };
  };

  it('of a linear function are its terms, with one step', async () => {
    const linear = analytic(
      [3, 4, 8],
      (x) => 2 * x[0]! - x[1]! + 0.5 * x[2]! + 7,
      () => [2, -1, 0.5],
    );
    expect(await attributed(linear, 1)).toEqual({ pixels: [6, -4, 4], gap: 0 });
  });

  it('of a polynomial leave a residual that falls with the square of the steps, as the midpoint rule promises', async () => {
    const cubic = analytic(
      [2, 3],
      (x) => x[0]! ** 3 * x[1]!,
      (x) => [3 * x[0]! ** 2 * x[1]!, x[0]! ** 3],
    );
    const gap = async (steps: number): Promise<number> => (await attributed(cubic, steps)).gap;
    expect((await gap(4)) / (await gap(8))).toBeCloseTo(4, 0);
    expect(await gap(64)).toBeLessThan(1e-3);
  });
});

it('the gradient times the input is that of the pixel itself, and expected gradients start from the background', async () => {
  const linear = analytic(
    [3, 4],
    (x) => 2 * x[0]! - x[1]!,
    () => [2, -1],
  );
  const conditions = { samples: 4, seed: 1, background: Uint8Array.of(1, 2), turn: () => Promise.resolve() };
  const pixels = async (id: string): Promise<number[]> =>
    Array.from((await methodOf(id).run(linear, conditions)).pixels);
  expect(await pixels('saliency')).toEqual([2, 1]);
  expect(await pixels('gradient-x-input')).toEqual([6, -4]);
  expect(await pixels(LEADING_METHOD)).toEqual([4, -2]);
});
