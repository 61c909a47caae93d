import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countAt, countCurve, distribution, indexOf, placeAt } from '../../../src/core/alerts/curve';
import { readThresholds, withThreshold, writeThresholds } from '../../../src/core/alerts/thresholds';
import type { Movable } from '../../../src/core/alerts/types';

const sides = ['at-most', 'at-least'] as const;
const movableOf = (scores: readonly number[], counts: Movable['counts'], step = 0.01): Movable => {
  const about = { counts, usual: 0.3, value: 0.3, score: 's' };
  const curve = countCurve(
    scores.map((score) => ({ score })),
    { ...about, range: [0, 1], step },
  );
  return { ...about, ...curve };
};

describe('the curve of counts', () => {
  it('says at every place what counting there would give', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.double({ min: -0.5, max: 1.5, noNaN: true }),
            fc.integer({ min: 0, max: 100 }).map((n) => n / 100),
          ),
        ),
        fc.constantFrom(...sides),
        (scores, counts) => {
          const movable = movableOf(scores, counts);
          expect(movable.curve).toHaveLength(101);
          for (const [index, counted] of movable.curve.entries()) {
            const threshold = index / 100;
            const naive = scores.filter((score) =>
              counts === 'at-most' ? score <= threshold : score >= threshold,
            ).length;
            expect(counted).toBe(naive);
            expect(countAt(movable, placeAt(movable, index))).toBe(naive);
          }
        },
      ),
    );
  });

  it('weighs what stands for many, and never counts what is no number', () => {
    const { curve } = countCurve([{ score: 0.5, weight: 1000 }, { score: Number.NaN }], {
      counts: 'at-least',
      usual: 0.5,
      range: [0, 1],
      step: 0.5,
    });
    expect(curve).toEqual([1000, 1000, 0]);
  });

  it('is thinned where the range has thousands of steps, the usual threshold still being one of its places', () => {
    const movable = movableOf([0.2, 0.9], 'at-most', 0.0001);
    expect(movable.curve.length).toBeLessThanOrEqual(401);
    expect(placeAt(movable, indexOf(movable, 0.3))).toBe(0.3);
  });

  it('has the usual threshold among its places, wherever the range begins', () => {
    // The outliers of a Quick run: from the median to the strangest image in steps that do not meet the fence.
    const about = { counts: 'at-least', usual: 8.77 } as const;
    const curve = countCurve([{ score: 8.77 }, { score: 9 }], { ...about, range: [4.4, 12.83], step: 0.01 });
    expect(curve.step).toBe(0.03);
    const index = indexOf(curve, about.usual);
    expect(placeAt(curve, index)).toBe(8.77);
    expect(curve.curve[index]).toBe(2);
    expect(curve.curve[index + 1]).toBe(1);
    expect(placeAt(curve, 0)).toBeGreaterThanOrEqual(4.4);
    expect(placeAt(curve, curve.curve.length - 1)).toBeLessThanOrEqual(12.83);
  });

  it('gives the distribution of the scores within the range, whichever side counts', () => {
    const scores = [0.05, 0.15, 0.155, 0.95, 7, -3];
    for (const side of sides) {
      const bars = distribution(movableOf(scores, side), 10);
      expect(bars).toHaveLength(10);
      expect(bars.map(({ count }) => count)).toEqual([1, 2, 0, 0, 0, 0, 0, 0, 0, 1]);
    }
  });
});

describe('moved thresholds', () => {
  it('are read from the parameter and written back in one order', () => {
    expect(readThresholds('dark 0.4,  correlation 0.85,')).toEqual({ dark: 0.4, correlation: 0.85 });
    expect(writeThresholds({ correlation: 0.85, dark: 0.4 })).toBe('dark 0.4, correlation 0.85');
    expect(readThresholds('')).toEqual({});
  });

  it('leave the parameter when they go back to where they usually stand', () => {
    expect(withThreshold('dark 0.4', 'skew', 2, 1)).toBe('dark 0.4, skew 2');
    expect(withThreshold('dark 0.4, skew 2', 'dark', 0.32, 0.32)).toBe('skew 2');
  });

  it('are refused with a sentence that names them', () => {
    for (const text of ['gloom 0.4', 'dark', 'dark high', 'dark 0.4 0.5', 'toString 1']) {
      expect(() => readThresholds(text)).toThrowError(expect.objectContaining({ code: 'params/invalid' }));
    }
    expect(() => readThresholds('dark 0.4, gloom 0.4')).toThrowError(/"gloom 0.4" is not a threshold/);
  });
});
