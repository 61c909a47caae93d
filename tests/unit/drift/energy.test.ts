import { describe, expect, it } from 'vitest';
import type { Column } from '../../../src/core/drift/columns';
import { energy } from '../../../src/core/drift/sample-tests/energy';
import type { Sample } from '../../../src/core/drift/sample-tests/types';
import { normal, randomSource } from '../../../src/core/seed';
import { distanceSum } from '../../../src/core/stats/energy';

const column = (id: string, values: Column['values'], categories = 0): Column => ({
  id,
  label: id,
  group: 'feature',
  categories,
  values,
});
const sampleOf = (...columns: Column[]): Sample => ({ images: columns[0]!.values.length, columns });
const normals = (count: number, seed: number, mean = 0): Float64Array => {
  const random = randomSource(seed);
  return Float64Array.from({ length: count }, () => mean + normal(random));
};
const noise = (images: number, seed: number, mean = 0): Sample =>
  sampleOf(...[0, 1, 2].map((k) => column(`c${k}`, normals(images, 1000 * k + seed, mean))));

/** 2 times the integral of (F - G)², the energy distance in one dimension (Szekely and Rizzo, 2013). */
function byDistributionFunctions(a: Float64Array, b: Float64Array): number {
  const all = Float64Array.from([...a, ...b]).sort();
  const below = (values: Float64Array, x: number): number =>
    values.filter((value) => value <= x).length / values.length;
  let area = 0;
  for (let i = 1; i < all.length; i += 1) {
    area += (below(a, all[i - 1]!) - below(b, all[i - 1]!)) ** 2 * (all[i]! - all[i - 1]!);
  }
  return 2 * area;
}

describe('the energy distance', () => {
  it('of one column is twice the squared area between the distribution functions, in standard deviations', () => {
    const [a, b] = [normals(80, 1).map((value) => 5 * value), normals(30, 2, 1).map((value) => 5 * value)];
    const mean = a.reduce((sum, value) => sum + value, 0) / 80;
    const std = Math.sqrt(a.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 80);
    const found = energy.fit(sampleOf(column('x', a)), 1)(sampleOf(column('x', b)))!;
    expect(found.statistic).toBeCloseTo(byDistributionFunctions(a, b) / std, 10);
  });

  it('is 0 of a sample to itself, grows with the drift, and sees columns that drift only together', () => {
    const measure = energy.fit(noise(300, 1), 1);
    expect(measure(noise(300, 1))!.statistic).toBeCloseTo(0, 10);
    const [near, far] = [0.3, 0.6].map((mean) => measure(noise(200, 2, mean))!.statistic);
    expect(far).toBeGreaterThan(2 * near!);
    const [x, y] = [normals(400, 5), normals(400, 6)];
    const tied = energy.fit(sampleOf(column('x', x), column('y', x)), 1);
    const loose = tied(sampleOf(column('x', y), column('y', normals(400, 7))))!;
    expect(loose.statistic).toBeGreaterThan(10 * loose.expected!);
  });

  it('is what is expected on average without drift', () => {
    let [statistic, expected] = [0, 0];
    for (let seed = 0; seed < 150; seed += 1) {
      const found = energy.fit(noise(120, 10_000 + 2 * seed), 1)(noise(60, 10_001 + 2 * seed))!;
      statistic += found.statistic;
      expected += found.expected!;
    }
    // The mean of 150 varies by some 4 %.
    expect(Math.abs(statistic / expected - 1)).toBeLessThan(0.12);
  });

  it('looks at the same images of a large sample every time, and at others by another seed', () => {
    const [reference, batch] = [noise(1500, 1), noise(800, 2)];
    const by = (seed: number): number => energy.fit(reference, seed)(batch)!.statistic;
    expect(by(3)).toBe(by(3));
    expect(by(4)).not.toBe(by(3));
  });

  it('leaves a constant column in its own unit, and has nothing to say of categories alone', () => {
    const flat = energy.fit(sampleOf(column('x', new Float64Array(9).fill(3))), 1);
    expect(flat(sampleOf(column('x', new Float64Array(4).fill(5))))).toEqual({ statistic: 4, expected: 0 });
    const classes = sampleOf(column('x', new Uint8Array(9), 2));
    expect(energy.fit(classes, 1)(classes)).toBeUndefined();
  });

  it('sums distances of all pairs, within a table twice each', () => {
    const [a, b] = [Float64Array.of(0, 0, 3, 4), Float64Array.of(0, 0, 0, 8)];
    expect(distanceSum(a, b, 2)).toBe(0 + 8 + 5 + 5);
    expect(distanceSum(a, a, 2)).toBe(10);
  });
});
