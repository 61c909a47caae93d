import { describe, expect, it } from 'vitest';
import { compareModels } from '../../../src/core/stats/compare';

/** 100 images of class 1: a is right on the first 80, b on the first 60 and the last 5. */
const labels = new Uint8Array(100).fill(1);
const a = Uint8Array.from({ length: 100 }, (_, image) => (image < 80 ? 1 : 0));
const b = Uint8Array.from({ length: 100 }, (_, image) => (image < 60 || image >= 95 ? 1 : 0));

describe('a comparison of two models on the same images', () => {
  const compared = compareModels(labels, a, b, { seed: 1, resamples: 2000 });

  it('counts who alone was right, and gives the exact two-sided p of 20 against 5', () => {
    expect(compared).toMatchObject({ images: 100, accuracyA: 0.8, accuracyB: 0.65 });
    expect(compared.mcNemar).toMatchObject({ onlyFirst: 20, onlySecond: 5, method: 'exact' });
    // 2 x sum of C(25, k) / 2^25 for k = 0 to 5: 68,406 / 33,554,432 x 2.
    expect(compared.mcNemar.p).toBeCloseTo((2 * 68_406) / 33_554_432, 12);
  });

  it('holds the difference within an interval near the normal one', () => {
    expect(compared.difference).toBeCloseTo(0.15, 12);
    // The variance of the paired difference: (25 - 15^2 / 100) / 100^2.
    const half = 1.96 * Math.sqrt((25 - 2.25) / 10_000);
    expect(Math.abs(compared.interval[0] - (0.15 - half))).toBeLessThan(0.015);
    expect(Math.abs(compared.interval[1] - (0.15 + half))).toBeLessThan(0.015);
  });

  it('turns its sign when the models change places, and is 0 with p = 1 for a model against itself', () => {
    expect(compareModels(labels, b, a, { seed: 1 }).difference).toBeCloseTo(-0.15, 12);
    expect(compareModels(labels, a, a, { seed: 1 })).toMatchObject({
      difference: 0,
      interval: [0, 0],
      mcNemar: { p: 1 },
    });
  });
});
