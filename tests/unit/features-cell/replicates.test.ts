import { describe, expect, it } from 'vitest';
import { normal, randomSource } from '../../../src/core/seed';
import { replicatedDifference, studentP, studentQuantile } from '../../../src/core/stats/replicates';

describe("Student's t", () => {
  it('agrees with its closed forms for 1 and 2 degrees of freedom', () => {
    for (const t of [0.1, 1, 4, 30]) {
      expect(studentP(t, 1)).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(t), 12);
      expect(studentP(t, 2)).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 12);
    }
  });

  it('has the tabled quantiles, and the normal one for many degrees of freedom', () => {
    expect(studentQuantile(0.05, 2)).toBeCloseTo(4.302653, 6);
    expect(studentQuantile(0.05, 10)).toBeCloseTo(2.228139, 6);
    expect(studentQuantile(0.05, 1e6)).toBeCloseTo(1.959966, 6);
  });
});

describe('a difference measured from several seeds', () => {
  it('is the paired t test where images add nothing', () => {
    const { effect, interval, p } = replicatedDifference(
      [1, 2, 3],
      [
        [1, 1],
        [2, 2],
        [3, 3],
      ],
    );
    expect(effect).toBe(2);
    expect(interval[1] - effect).toBeCloseTo(4.302653 / Math.sqrt(3), 5);
    expect(p).toBeCloseTo(studentP(2 * Math.sqrt(3), 2), 10);
  });

  it('is the interval over images where seeds agree', () => {
    const same = [0.01, 0.01, 0.01];
    const { interval } = replicatedDifference(
      same,
      same.map(() => [0, 0.02] as const),
    );
    expect(interval[0]).toBeCloseTo(0, 6);
    expect(interval[1]).toBeCloseTo(0.02, 6);
  });

  it('finds a difference where there is none about 5 times in 100, with what images and seeds do to it', () => {
    const random = randomSource(4);
    let found = 0;
    for (let study = 0; study < 2000; study += 1) {
      const shared = 0.4 * normal(random);
      const differences = [0, 0, 0].map(() => shared + 0.8 * normal(random));
      const half = 1.96 * 0.4;
      if (
        replicatedDifference(
          differences,
          differences.map((d) => [d - half, d + half] as const),
        ).p < 0.05
      )
        found += 1;
    }
    expect(found / 2000).toBeGreaterThan(0.02);
    expect(found / 2000).toBeLessThan(0.07);
  });

  it('refuses a single seed', () => {
    expect(() => replicatedDifference([1], [[0, 2]])).toThrow(RangeError);
  });
});
