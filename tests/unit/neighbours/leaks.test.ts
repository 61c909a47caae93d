import { describe, expect, test } from 'vitest';
import { SPLIT_NAMES } from '../../../src/core/dataset/types';
import { countPairs, distancesOf, rescore } from '../../../src/core/neighbours/leaks';
import type { Pair } from '../../../src/core/neighbours/pairs';

const pair = (a: number, b: number, difference: number): Pair => ({
  a,
  b,
  squared: difference ** 2 * 1e6,
  length: 1e6,
});
const [FIT, SELECT, TEST] = [0, 1, 4];

describe('pairs are counted by threshold', () => {
  // Images 0 and 1 are of the training split, 2 of the validation split, 3 and 4 of test.
  const splits = [FIT, FIT, SELECT, TEST, TEST];
  const pairs = [pair(0, 1, 0), pair(1, 2, 0.05), pair(0, 3, 0.05), pair(1, 3, 0.1), pair(3, 4, 0.2)];
  const counts = countPairs(
    pairs,
    [0, 0.06, 0.2],
    (id) => splits[id]!,
    (id) => Number(id === 2),
  );

  test('within and across splits, with groups, images and labels that differ', () => {
    expect(counts.map(({ pairs: all }) => all)).toEqual([1, 3, 5]);
    expect(counts.map(({ acrossTraining }) => acrossTraining)).toEqual([0, 1, 1]);
    expect(counts.map(({ withTest }) => withTest)).toEqual([0, 1, 2]);
    expect(counts.map(({ trainWithTest }) => trainWithTest)).toEqual([0, 1, 2]);
    expect(counts.map(({ disagreeing }) => disagreeing)).toEqual([0, 1, 1]);
    expect(counts.map(({ groups, images }) => [groups, images])).toEqual([
      [1, 2],
      [1, 4],
      [1, 5],
    ]);
  });

  test('and by their two splits', () => {
    const at = (row: number, column: number): number => counts[2]!.bySplits[row * SPLIT_NAMES.length + column]!;
    expect([at(FIT, FIT), at(FIT, SELECT), at(FIT, TEST), at(TEST, TEST)]).toEqual([1, 1, 2, 1]);
    expect(counts[2]!.bySplits.reduce((sum, one) => sum + one, 0)).toBe(5);
  });
});

describe('a model scored again', () => {
  const labels = Uint8Array.from({ length: 400 }, (_, image) => image % 4);
  /** Every tenth image has a copy in the training split. */
  const nearest = Float64Array.from(labels, (_, image) => (Math.floor(image / 4) % 10 === 0 ? 0.05 : 0.5));

  test('may have 190,000 images of one class', () => {
    const many = new Uint8Array(190_000);
    const halves = Float64Array.from(many, (_, image) => image % 2);
    const [half] = rescore(many, many.slice().fill(1), halves, [0.5], 1, 3);
    expect(half).toMatchObject({ removed: 95_000, removedRight: 95_000, without: 1 });
  });

  test('falls below the random range where the copies alone are named right', () => {
    const right = Uint8Array.from(nearest, (difference, image) => Number(difference < 0.1 || image % 8 < 4));
    const [none, copies, all] = rescore(labels, right, nearest, [0.01, 0.1, 1], 500, 3);
    const total = right.reduce((sum, one) => sum + one, 0);
    expect(none).toEqual({
      share: 0.01,
      removed: 0,
      removedRight: 0,
      without: total / 400,
      random: { mean: total / 400, range: [total / 400, total / 400] },
    });
    expect(copies).toMatchObject({ removed: 40, removedRight: 40, without: (total - 40) / 360 });
    expect(copies!.without!).toBeLessThan(copies!.random!.range[0]);
    expect(all).toMatchObject({ removed: 400, without: null, random: null });
  });

  test('stays within the range where copies are named as the others are', () => {
    const right = Uint8Array.from(labels, (_, image) => Number(Math.floor(image / 4) % 5 !== 3));
    const even = Float64Array.from(labels, (_, image) => (Math.floor(image / 4) % 20 < 5 ? 0.05 : 0.5));
    const [copies] = rescore(labels, right, even, [0.1], 1000, 5);
    const [low, high] = copies!.random!.range;
    expect(copies!.without!).toBeGreaterThanOrEqual(low);
    expect(copies!.without!).toBeLessThanOrEqual(high);
    // Leaving out a quarter at random leaves the expected score as it is.
    expect(copies!.random!.mean).toBeCloseTo(0.8, 2);
  });

  test('gives the same for the same seed', () => {
    const right = Uint8Array.from(labels, (label) => Number(label !== 2));
    expect(rescore(labels, right, nearest, [0.1], 50, 1)).toEqual(rescore(labels, right, nearest, [0.1], 50, 1));
  });
});

test('distances are binned by two grey levels, the last bin holding all beyond', () => {
  const { bins, quantiles, images } = distancesOf('test', Float64Array.of(0, 1.9, 2, 30, 240));
  expect([bins[0], bins[1], bins[15], bins.at(-1)]).toEqual([2, 1, 1, 1]);
  expect(bins.reduce((sum, one) => sum + one, 0)).toBe(images);
  expect(quantiles[1]).toBe(2);
  expect(distancesOf('train', new Float64Array(0)).quantiles).toEqual([0, 0, 0]);
});
