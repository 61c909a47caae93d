import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { areaUnder, deletionBatch, deletionCurve } from '../../../src/core/explain/deletion';
import { explainByLime, limePixels, squaresOf } from '../../../src/core/explain/lime';
import {
  backgroundMeans,
  beeswarm,
  linearShap,
  shapSentences,
  summariseShap,
} from '../../../src/core/explain/linear-shap';
import {
  keptCount,
  meanMagnitude,
  pixelVariances,
  randomPixels,
  selectionOverlap,
  topPixels,
} from '../../../src/core/explain/pixel-selection';
import { attributionOrder } from '../../../src/core/explain/pixels';
import { weightedRidge } from '../../../src/core/explain/ridge';
import { fittingLinear, linearLogits } from '../../../src/core/models/linear';
import { normal, randomSource } from '../../../src/core/seed';
import { toEnd } from '../to-end';

describe('Shapley values of a linear model', () => {
  const random = randomSource(1);
  const [rows, features, classes] = [300, 4, 3];
  const labels = Uint8Array.from({ length: rows }, (_, row) => row % classes);
  /** Class 0 is low in feature 0 and high in feature 1; class 1 the reverse; class 2 is high in feature 2. */
  const centres = [
    [-2, 2, 0, 0],
    [2, -2, 0, 0],
    [0, 0, 2, 0],
  ];
  const data = Float64Array.from({ length: rows * features }, (_, at) => {
    const row = Math.floor(at / features);
    return centres[row % classes]![at % features]! + normal(random);
  });
  const { model } = toEnd(fittingLinear(data, labels, features, classes, { l2: 0.05 }));
  const means = backgroundMeans(data, rows, features);
  const shap = linearShap(model, data, rows, means);
  const summary = summariseShap(shap, model, labels);

  test('sum to f(x) minus the mean of f over the background, for every image and class', () => {
    const logits = linearLogits(model, data, rows);
    for (let label = 0; label < classes; label += 1) {
      let mean = 0;
      for (let row = 0; row < rows; row += 1) mean += logits[row * classes + label]! / rows;
      expect(shap.base[label]).toBeCloseTo(mean, 10);
    }
    for (let cell = 0; cell < rows * classes; cell += 1) {
      let sum = shap.base[cell % classes]!;
      for (let feature = 0; feature < features; feature += 1) sum += shap.values[cell * features + feature]!;
      expect(sum).toBeCloseTo(logits[cell]!, 10);
    }
  });

  test('equal the average over all orders of features of what each adds, by brute force', () => {
    const orders = [0, 1, 2, 3].flatMap((a) =>
      [0, 1, 2, 3].flatMap((b) => [0, 1, 2, 3].flatMap((c) => [0, 1, 2, 3].map((d) => [a, b, c, d]))),
    );
    const permutations = orders.filter((order) => new Set(order).size === 4);
    /** Mean logit of class 1 over the background, with the features in the set fixed to those of image 0. */
    const valueOf = (set: ReadonlySet<number>): number => {
      const mixed = data.map((value, at) => (set.has(at % features) ? data[at % features]! : value));
      const logits = linearLogits(model, mixed, rows);
      let sum = 0;
      for (let row = 0; row < rows; row += 1) sum += logits[row * classes + 1]!;
      return sum / rows;
    };
    const known = new Map<string, number>();
    const cached = (members: readonly number[]): number => {
      const key = [...members].sort().join();
      if (!known.has(key)) known.set(key, valueOf(new Set(members)));
      return known.get(key)!;
    };
    for (let feature = 0; feature < features; feature += 1) {
      const added = permutations.map((order) => {
        const at = order.indexOf(feature);
        return cached(order.slice(0, at + 1)) - cached(order.slice(0, at));
      });
      const average = added.reduce((sum, value) => sum + value, 0) / added.length;
      expect(shap.values[features + feature]).toBeCloseTo(average, 9);
    }
  });

  test('say in a sentence what raises the score for each class', () => {
    const sentences = shapSentences(summary, ['width', 'entropy', 'contrast', 'noise'], ['Sandal', 'Bag', 'Coat']);
    expect(sentences[0]).toMatch(
      /^(Low width and high entropy|High entropy and low width) raise the score for Sandal\.$/,
    );
    expect(sentences[1]).toMatch(/^(High width and low entropy|Low entropy and high width) raise the score for Bag\.$/);
    expect(sentences[2]).toMatch(/^High contrast raises the score for Coat\.$/);
  });

  test('name what is typical of a class and speaks against it, and a class without images', () => {
    const sentence = shapSentences(
      {
        classes: 2,
        features: 2,
        magnitude: Float64Array.of(1, 1, 1, 1),
        signed: Float64Array.of(1, -1, 1, 1),
        own: Float64Array.of(1, -0.8, NaN, NaN),
      },
      ['width', 'entropy'],
      ['Bag', 'Coat'],
    );
    expect(sentence).toEqual([
      'High width raises the score for Bag, although its typical high entropy lowers it.',
      'There is no image of Coat.',
    ]);
  });

  test('signed effects have the sign of the weight and the size of the mean absolute value', () => {
    expect(summary.signed[0]).toBeLessThan(0);
    expect(summary.signed[1]).toBeGreaterThan(0);
    let mean = 0;
    for (let row = 0; row < rows; row += 1) mean += Math.abs(shap.values[row * classes * features]!) / rows;
    expect(Math.abs(summary.signed[0]!)).toBeCloseTo(mean, 12);
  });

  test('a beeswarm shows a seeded sample with levels and offsets inside the row', () => {
    const points = beeswarm(shap, data, 0, 120, 5);
    expect(points.length).toBe(120 * features);
    expect(points).toEqual(beeswarm(shap, data, 0, 120, 5));
    expect(points).not.toEqual(beeswarm(shap, data, 0, 120, 6));
    for (const { level, offset } of points) {
      expect(level >= 0 && level <= 1).toBe(true);
      expect(Math.abs(offset)).toBeLessThanOrEqual(0.5);
    }
    const first = points.filter((point) => point.feature === 0).sort((a, b) => a.value - b.value);
    expect(first[0]!.level).toBe(1);
    expect(first.at(-1)!.level).toBe(0);
  });
});

describe('weighted ridge regression', () => {
  const { ridge } = JSON.parse(readFileSync(new URL('../../reference/classic.json', import.meta.url), 'utf8')) as {
    readonly ridge: {
      design: number[];
      target: number[];
      weights: number[];
      coefficients: number[];
      intercept: number;
      r2: number;
    };
  };

  test('has the coefficients, intercept and weighted R2 of sklearn.linear_model.Ridge', () => {
    const ours = weightedRidge(ridge.design, ridge.target, ridge.weights, { rows: 80, features: 12, outputs: 1 }, 1);
    ridge.coefficients.forEach((coefficient, index) => expect(ours.coefficients[index]).toBeCloseTo(coefficient, 9));
    expect(ours.intercepts[0]).toBeCloseTo(ridge.intercept, 9);
    expect(ours.r2[0]).toBeCloseTo(ridge.r2, 9);
  });
});

describe('LIME', () => {
  const image = Uint8Array.from({ length: 784 }, (_, pixel) => 50 + (pixel % 200));
  const present = (images: Uint8Array, row: number, square: number): number => {
    const pixel = Math.floor(square / 7) * 4 * 28 + (square % 7) * 4;
    return images[row * 784 + pixel]! > 0 ? 1 : 0;
  };
  /** Class 0 needs square 10 and is hurt by square 30; class 1 is the exclusive or of two squares: not linear. */
  const predict = (images: Uint8Array, count: number): Promise<Float32Array> =>
    Promise.resolve(
      Float32Array.from({ length: count * 2 }, (_, at) => {
        const row = Math.floor(at / 2);
        if (at % 2 === 0) return 0.5 + 0.4 * present(images, row, 10) - 0.2 * present(images, row, 30);
        return present(images, row, 3) ^ present(images, row, 4);
      }),
    );
  const size = { height: 28, width: 28 };
  const options = { size, classes: 2, samples: 1000, seed: 1 };

  test('finds what each square adds to a model that is linear in them, with fidelity and stability near 1', async () => {
    const { weights, r2, stability } = await explainByLime(image, options, predict);
    expect(weights[10]).toBeCloseTo(0.4, 1);
    expect(weights[30]).toBeCloseTo(-0.2, 1);
    weights.subarray(0, 49).forEach((weight, square) => {
      if (square !== 10 && square !== 30) expect(Math.abs(weight)).toBeLessThan(0.01);
    });
    expect(r2[0]).toBeGreaterThan(0.98);
    expect(stability[0]).toBeGreaterThan(0.98);
  });

  test('says by its fidelity that it does not fit a model that is not linear', async () => {
    const { r2, stability } = await explainByLime(image, options, predict);
    expect(r2[1]).toBeLessThan(0.15);
    expect(stability[1]).toBeLessThan(0.5);
  });

  test('gives the same with the same seed, and something else with another', async () => {
    const first = await explainByLime(image, options, predict);
    expect(await explainByLime(image, options, predict)).toEqual(first);
    expect((await explainByLime(image, { ...options, seed: 2 }, predict)).weights).not.toEqual(first.weights);
  });

  test('shows the image itself first, and squares that are off black', async () => {
    const seen: Uint8Array[] = [];
    await explainByLime(image, { ...options, samples: 98 }, (images, count) => {
      seen.push(images);
      return predict(images, count);
    });
    expect(seen[0]!.slice(0, 784)).toEqual(image);
    const second = seen[0]!.slice(784, 2 * 784);
    expect(second.every((value, pixel) => value === image[pixel] || value === 0)).toBe(true);
    const off = second.filter((value, pixel) => value !== image[pixel]).length;
    expect(off).toBeGreaterThan(0);
    expect(off % 16).toBe(0);
  });

  test('spreads each weight over the pixels of its square, keeping the sum', () => {
    const pixels = limePixels(
      Float64Array.from({ length: 49 }, (_, square) => square),
      size,
    );
    expect(pixels.reduce((sum, value) => sum + value, 0)).toBeCloseTo((48 * 49) / 2, 3);
    expect(squaresOf(size)[0]).toBe(0);
    expect(squaresOf(size)[783]).toBe(48);
    expect(pixels[5]).toBe(1 / 16);
  });

  test('gives a black image weights of 0, a fit that leaves nothing over, and no stability', async () => {
    // What a network says of one image over and over, with the last bits of float32 moved.
    const steady = (_images: Uint8Array, count: number) =>
      Promise.resolve(
        Float32Array.from({ length: count * 2 }, (_, at) => (at % 2 === 0 ? 0.1 : 0.9 + (at % 3) * 6e-8)),
      );
    const { weights, r2, stability, intercepts } = await explainByLime(new Uint8Array(784), options, steady);
    expect(weights.every((weight) => weight === 0)).toBe(true);
    expect([...r2]).toEqual([1, 1]);
    expect([...stability]).toEqual([Number.NaN, Number.NaN]);
    expect(intercepts[1]).toBeCloseTo(0.9, 6);
  });

  test('refuses too few samples and outputs that are not numbers', async () => {
    await expect(explainByLime(image, { ...options, samples: 50 }, predict)).rejects.toThrow(/at least 98 samples/);
    const broken = (_images: Uint8Array, count: number) => Promise.resolve(new Float32Array(count * 2).fill(NaN));
    await expect(explainByLime(image, options, broken)).rejects.toThrow(/not numbers/);
  });
});

describe('choosing pixels', () => {
  test('keeps the k % most important in reading order, the earlier among equals', () => {
    const importance = new Float64Array(784);
    [700, 3, 500].forEach((pixel) => (importance[pixel] = 1));
    expect(topPixels(importance, 0.5)).toEqual([0, 3, 500, 700]);
    expect(topPixels(importance, 50).length).toBe(392);
  });

  test('by variance agrees with the definition', () => {
    const images = Uint8Array.from([0, 10, 0, 30, 0, 20]);
    expect(Array.from(pixelVariances(images, 3, 2))).toEqual([0, 200 / 3]);
  });

  test('by magnitude of attributions averages over images without cancelling', () => {
    expect(Array.from(meanMagnitude(Float32Array.of(1, -2, -3, 2), 2, 2))).toEqual([2, 2]);
  });

  test('at random is seeded, nested and of the right size', () => {
    const ten = randomPixels(10, 4, 784);
    expect(ten.length).toBe(78);
    expect(new Set(ten).size).toBe(78);
    expect(ten).toEqual(randomPixels(10, 4, 784));
    expect(ten).not.toEqual(randomPixels(10, 5, 784));
    const twenty = new Set(randomPixels(20, 4, 784));
    expect(ten.every((pixel) => twenty.has(pixel))).toBe(true);
  });

  test('overlap is shared over either', () => {
    expect(selectionOverlap([1, 2, 3], [2, 3, 4])).toBe(0.5);
    expect(selectionOverlap([1], [2])).toBe(0);
  });

  test.each([
    [0, /0 % of the pixels leaves none/],
    [-3, /leaves none/],
    [NaN, /leaves none/],
    [0.01, /0\.01 % of 784 pixels leaves none/],
    [100, /100 % of the pixels selects nothing/],
    [99.99, /keeps all/],
  ])('keeping %s % is refused in words', (percent, sentence) => {
    expect(() => keptCount(percent, 784)).toThrow(sentence);
  });

  test('an importance without differences or with holes is refused in words', () => {
    expect(() => topPixels(new Float64Array(784), 10)).toThrow(/equally important/);
    expect(() => topPixels(new Float64Array(784).fill(NaN), 10)).toThrow(/not a number/);
  });
});

describe('deletion curves', () => {
  const images = new Uint8Array(2 * 784).fill(100);
  /** The probability of class 1 is the share of the first 196 pixels that are left. */
  const predict = (batch: Uint8Array, count: number): Promise<Float32Array> =>
    Promise.resolve(
      Float32Array.from({ length: count * 2 }, (_, at) => {
        const row = Math.floor(at / 2);
        let left = 0;
        for (let pixel = 0; pixel < 196; pixel += 1) left += batch[row * 784 + pixel]! > 0 ? 1 / 196 : 0;
        return at % 2 === 1 ? left : 1 - left;
      }),
    );
  const good = attributionOrder(Float32Array.from({ length: 784 }, (_, pixel) => 784 - pixel));
  const bad = attributionOrder(Float32Array.from({ length: 784 }, (_, pixel) => pixel));

  test('fall by the known line for a known model, and the area tells a good order from a bad one', async () => {
    const curve = await deletionCurve(images, [good, bad], [1, 1], { size: 784, classes: 2, steps: 28 }, predict);
    expect(curve.deleted[7]).toBe(0.25);
    expect(curve.probabilities[0]).toBeCloseTo(1, 5);
    expect(curve.probabilities[7]).toBeCloseTo(0, 5);
    expect(curve.areas[0]).toBeCloseTo(0.125, 4);
    expect(curve.areas[1]).toBeCloseTo(0.875, 4);
    expect(curve.mean[28]).toBeCloseTo(0, 5);
    expect(curve.mean[7]).toBeCloseTo(0.5, 5);
  });

  test('a batch begins with the image and ends with a black one', () => {
    const batch = deletionBatch(images.subarray(0, 784), good, 4);
    expect(batch.length).toBe(5 * 784);
    expect(batch.subarray(0, 784).every((value) => value === 100)).toBe(true);
    expect(batch.subarray(784, 2 * 784).filter((value) => value === 0).length).toBe(196);
    expect(batch.subarray(4 * 784).every((value) => value === 0)).toBe(true);
  });

  test('the area of a straight fall from 1 to 0 is one half', () => {
    expect(areaUnder([0, 0.25, 1], [1, 0.75, 0])).toBe(0.5);
  });

  test('no images and impossible steps are refused in words', async () => {
    const options = { size: 784, classes: 2, steps: 28 };
    await expect(deletionCurve(images, [], [], options, predict)).rejects.toThrow(/at least one image/);
    await expect(deletionCurve(images, [good], [1], { ...options, steps: 0 }, predict)).rejects.toThrow(
      /between 1 and 784 steps, not 0/,
    );
  });
});
