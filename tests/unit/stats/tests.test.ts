import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { benjaminiHochberg, bonferroni, holm } from '../../../src/core/stats/adjust';
import {
  chiSquareContingency,
  chiSquareGoodnessOfFit,
  fisherLess,
  joinSparse,
} from '../../../src/core/stats/contingency';
import {
  binCounts,
  expectedPsi,
  expectedWasserstein1,
  populationStabilityIndex,
  quantileEdges,
  wasserstein1,
} from '../../../src/core/stats/distance';
import { ksDistance, ksTwoSample } from '../../../src/core/stats/ks';
import { quantile, sorted } from '../../../src/core/stats/quantile';
import { normal, randomSource } from '../../../src/core/seed';
import reference from '../../reference/stats.json';
import { expectClose } from './close';

describe('comparisons of two samples agree with SciPy and NumPy', () => {
  for (const [index, sample] of reference.samples.entries()) {
    it(`sample ${index + 1}: ${sample.a.length} against ${sample.b.length} values`, () => {
      const a = sorted(sample.a);
      const b = sorted(sample.b);
      for (const [q, value] of sample.quantiles as [number, number][]) expectClose(quantile(a, q), value, 1e-12);
      const ks = ksTwoSample(a, b);
      expectClose(ks.statistic, sample.ks.statistic, 1e-12, 'KS');
      expectClose(ks.p, sample.ks.asymptotic, 2e-6, 'asymptotic p');
      expectClose(ksTwoSample(a, b, 'exact').p, sample.ks.exact, 1e-9, 'exact p');
      expectClose(wasserstein1(a, b), sample.wasserstein, 1e-11, 'Wasserstein');
      const edges = quantileEdges(a, 10);
      expect(edges.length).toBe(sample.edges.length);
      sample.edges.forEach((edge, k) => expectClose(edges[k]!, edge, 1e-12, 'edge'));
      expect(binCounts(a, edges)).toEqual(sample.counts.a);
      expect(binCounts(b, edges)).toEqual(sample.counts.b);
      expectClose(populationStabilityIndex(sample.counts.a, sample.counts.b), sample.psi, 1e-11, 'PSI');
    });
  }

  it('refuses empty samples and values that are not numbers', () => {
    expect(() => ksDistance([], [1])).toThrow(RangeError);
    expect(() => wasserstein1([1], [])).toThrow(RangeError);
    expect(() => sorted([1, Number.NaN])).toThrow('not a number');
    expect(() => quantile([], 0.5)).toThrow(RangeError);
  });

  it('gives a constant column one bin and an index of 0', () => {
    const edges = quantileEdges([3, 3, 3], 10);
    expect(edges).toHaveLength(0);
    expect(populationStabilityIndex(binCounts([3, 3, 3], edges), binCounts([9], edges))).toBe(0);
  });

  it('distances are zero for equal samples, symmetric, and Wasserstein moves with a shift', () => {
    const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(values, values, fc.integer({ min: 0, max: 20 }), (first, second, shift) => {
        const a = sorted(first);
        const b = sorted(second);
        expect(ksDistance(a, a)).toBe(0);
        expect(wasserstein1(a, a)).toBe(0);
        expect(ksDistance(a, b)).toBe(ksDistance(b, a));
        expect(wasserstein1(a, b)).toBeCloseTo(wasserstein1(b, a), 10);
        expect(
          wasserstein1(
            a,
            a.map((x) => x + shift),
          ),
        ).toBeCloseTo(shift, 10);
      }),
    );
  });

  it('states what chance alone makes of PSI and Wasserstein: within 10 and 5 % of the mean of 400 simulations', () => {
    const random = randomSource(11);
    const draw = (n: number): Float64Array => sorted(Float64Array.from({ length: n }, () => normal(random)));
    let psi = 0;
    let wasserstein = 0;
    const repeats = 400;
    for (let r = 0; r < repeats; r += 1) {
      const a = draw(2000);
      const b = draw(300);
      const edges = quantileEdges(a, 10);
      psi += populationStabilityIndex(binCounts(a, edges), binCounts(b, edges)) / repeats;
      wasserstein += wasserstein1(a, b) / repeats;
    }
    const large = draw(20_000);
    expectClose(psi, expectedPsi(10, 2000, 300), 0.1, 'PSI');
    expectClose(wasserstein, expectedWasserstein1(large, 2000, 300), 0.05, 'Wasserstein');
  });
});

describe('tests of counts', () => {
  it('agree with SciPy', () => {
    for (const { table, statistic, df, p } of reference.contingency) {
      const result = chiSquareContingency(table);
      expectClose(result.statistic, statistic, 1e-12);
      expect(result.df).toBe(df);
      expectClose(result.p, p, 1e-10);
    }
    for (const { counts, shares, statistic, p } of reference.goodnessOfFit) {
      const result = chiSquareGoodnessOfFit(counts, shares);
      expectClose(result.statistic, statistic, 1e-12);
      expectClose(result.p, p, 1e-10);
    }
    for (const [a, n, b, m, p] of reference.fisherLess as [number, number, number, number, number][]) {
      expectClose(fisherLess(a, n, b, m), p, 1e-8, `${a}/${n} against ${b}/${m}`);
    }
  });

  it('have nothing to test when one row or one column is left', () => {
    expect(
      chiSquareContingency([
        [5, 0],
        [3, 0],
      ]),
    ).toEqual({ statistic: 0, df: 0, p: 1 });
    expect(
      chiSquareContingency([
        [5, 4],
        [0, 0],
      ]).p,
    ).toBe(1);
    expect(chiSquareGoodnessOfFit([1, 2], [0, 1])).toMatchObject({ statistic: Infinity, p: 0 });
  });

  it('join sparse columns until each expects five, and keep the totals', () => {
    const [first, second] = joinSparse([1000, 30, 4, 966], [95, 2, 0, 103]);
    expect(first.reduce((a, b) => a + b)).toBe(2000);
    expect(second.reduce((a, b) => a + b)).toBe(200);
    expect(first).toHaveLength(2);
    expect(joinSparse([3, 1], [1, 1])[0]).toHaveLength(1);
  });
});

describe('corrections for the number of tests', () => {
  const { p } = reference.adjust;
  it('agree with their definitions in NumPy', () => {
    for (const [name, adjust] of Object.entries({ bonferroni, holm, benjaminiHochberg })) {
      const expected = reference.adjust[name as 'holm'];
      adjust(p).forEach((value, k) => expectClose(value, expected[k]!, 1e-12, `${name} ${k}`));
    }
  });

  it('are ordered: Benjamini-Hochberg at most Holm at most Bonferroni, and none below the raw value', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 }), (values) => {
        const [b, h, f] = [bonferroni(values), holm(values), benjaminiHochberg(values)];
        values.forEach((raw, k) => {
          expect(f[k]!).toBeLessThanOrEqual(h[k]! + 1e-15);
          expect(h[k]!).toBeLessThanOrEqual(b[k]! + 1e-15);
          expect(f[k]!).toBeGreaterThanOrEqual(raw - 1e-15);
        });
      }),
    );
  });

  it('refuse what is not a probability', () => {
    expect(() => holm([0.1, Number.NaN])).toThrow(RangeError);
  });
});
