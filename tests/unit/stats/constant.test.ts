import { describe, expect, it } from 'vitest';
import { backgroundMeans } from '../../../src/core/explain/linear-shap';
import { weightedRidge } from '../../../src/core/explain/ridge';
import { statsOf } from '../../../src/core/features/preview';
import { standardise } from '../../../src/core/features/steps/standardise';
import { binsFor, describe as described, pearson } from '../../../src/core/profile/columns';
import { correlationRatio } from '../../../src/core/stats/association';
import { equalButForRounding, FLOAT32_ROUNDING, isConstant } from '../../../src/core/stats/constant';
import { replicatedDifference } from '../../../src/core/stats/replicates';

/** Equal numbers whose mean is not quite one of them, and the same with the last bits moved. */
const tenth = new Float64Array(1001).fill(0.1);
const shaken = tenth.map((value, at) => value + (at % 3) * 2 ** -56);

describe('numbers that are one but for rounding', () => {
  it('are judged by their range, relative to their size', () => {
    expect(isConstant([])).toBe(true);
    expect(isConstant([5])).toBe(true);
    expect(isConstant(tenth)).toBe(true);
    expect(isConstant(shaken)).toBe(true);
    expect(isConstant([0, 1e-300])).toBe(false);
    expect(isConstant([1e12, 1e12 + 1])).toBe(false);
    expect(isConstant([1, Number.NaN])).toBe(false);
    expect(equalButForRounding(0, 0)).toBe(true);
    expect(equalButForRounding(-1e-16, 1e-16)).toBe(false);
    expect(isConstant(Float32Array.of(0.1, 0.1 + 1e-9))).toBe(true);
    expect(isConstant(Float32Array.of(0.1, 0.10000002))).toBe(false);
    expect(isConstant(Float32Array.of(0.1, 0.10000002), FLOAT32_ROUNDING)).toBe(true);
  });

  it.each([
    ['equal', tenth],
    ['shaken', shaken],
  ])('have no deviation, no correlation, no bins and nothing to do with a class (%s)', (_, column) => {
    expect(described(column)).toMatchObject({ std: 0, skewness: null, kurtosis: null });
    expect(pearson([column, Float64Array.from(column.keys())])[0]).toEqual([null, null]);
    expect(binsFor(described(column), false).count).toBe(1);
    expect(correlationRatio([column.subarray(0, 400), column.subarray(400)])).toBeNull();
  });

  it('are given a deviation of 0 by the preview, and the floor by Standardise', () => {
    expect(statsOf(Float32Array.from(tenth)).std).toBe(0);
    // At 200 the rounding of the sum of squares alone would give more than the floor.
    const layout = { kind: 'vector', size: 1, values: 'positive' } as const;
    const data = new Float32Array(3001).fill(200.3);
    for (const scope of ['each', 'all']) {
      const fitter = standardise.fitter!({ scope, floor: 1e-6 } as never, layout);
      fitter.observe({ data, count: data.length, layout });
      expect(fitter.finish()['std']!.data[0]).toBe(Math.fround(1e-6));
    }
  });

  it('leave nothing to explain of an image that does not differ from them', () => {
    expect(backgroundMeans(tenth, 1001, 1)[0]).toBe(0.1);
  });

  it('are fitted by the intercept alone, with nothing left over', () => {
    const design = Float64Array.from({ length: 60 }, (_, at) => (at * 7) % 2);
    const targets = Float64Array.from({ length: 60 }, (_, row) => (row % 2 === 0 ? 0.1 : row % 7));
    const { coefficients, intercepts, r2 } = weightedRidge(
      design.subarray(0, 30),
      targets,
      new Float64Array(30).fill(0.3),
      { rows: 30, features: 1, outputs: 2 },
      1,
    );
    expect(coefficients[0]).toBe(0);
    expect(intercepts[0]).toBeCloseTo(0.1, 12);
    expect(r2[0]).toBe(1);
    expect(r2[1]).toBeLessThan(1);
  });

  it('say that seeds do not differ', () => {
    const intervals = [0, 1, 2].map(() => [0.05, 0.15] as const);
    expect(replicatedDifference([0.1, 0.1, 0.1], intervals).seedDeviation).toBe(0);
  });
});
