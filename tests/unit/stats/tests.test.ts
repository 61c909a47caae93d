import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { benjaminiHochberg, holm } from '../../../src/core/stats/adjust';
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
  PSI_FLOOR,
  populationStabilityIndex,
  quantileEdges,
  wasserstein1,
} from '../../../src/core/stats/distance';
import { ksDistance, ksP, ksTwoSample } from '../../../src/core/stats/ks';
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
      const ks = ksTwoSample(a, b, 'asymptotic');
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

  it('takes the exact distribution where samples are small, as scipy.stats.ks_2samp(method="exact") does', () => {
    for (const { m, n, statistic, p } of reference.ksExact) expectClose(ksP(statistic, m, n), p, 1e-9, `${m}, ${n}`);
    expect(ksTwoSample([9], [1, 2, 3, 4, 5, 6, 7, 8]).p).toBeCloseTo(2 / 9, 12);
  });

  it('has a p-value that samples of 500 and 501 values do not jump by between the two methods', () => {
    expect(ksP(0.1, 500, 500)).toBe(ksP(0.1, 500, 500, 'exact'));
    expect(ksP(0.1, 501, 500)).toBe(ksP(0.1, 501, 500, 'asymptotic'));
    expectClose(ksP(0.1, 501, 500), ksP(0.1, 500, 500), 0.1);
  });

  it('gives a constant reference the largest index there is against another constant, and none against the same', () => {
    const edges = quantileEdges([3, 3, 3], 10);
    expect([...edges]).toEqual([3, 3]);
    const index = (batch: readonly number[]): number =>
      populationStabilityIndex(binCounts([3, 3, 3], edges), binCounts(batch, edges));
    expect(index([3, 3])).toBe(0);
    expect(index([9])).toBeCloseTo(2 * (1 - PSI_FLOOR) * Math.log(1 / PSI_FLOOR), 12);
    expect(index([-9])).toBe(index([9]));
  });

  it('gives the example of the mass on a maximum the index of the mass on a minimum', () => {
    const reference = sorted([
      ...new Array<number>(4750).fill(1),
      ...Array.from({ length: 250 }, (_, at) => 0.5 + at / 1000),
    ]);
    const batch = new Array<number>(500).fill(0.2);
    const index = (sign: 1 | -1): number => {
      const column = sorted(reference.map((x) => sign * x));
      const edges = quantileEdges(column, 10);
      const other = batch.map((x) => sign * x);
      return populationStabilityIndex(binCounts(column, edges), binCounts(other, edges));
    };
    expect(index(1)).toBeCloseTo(11.546, 3);
    expect(index(-1)).toBe(index(1));
  });

  it('leaves no bin between edges empty, and bins x as it bins -x', () => {
    const whole = fc.array(fc.integer({ min: -6, max: 6 }), { minLength: 1, maxLength: 60 });
    // Numbers too small to be halved exactly have no middle that is the same for x and -x.
    const number = fc.double({ min: -1, max: 1, noNaN: true }).map((x) => (Math.abs(x) < 1e-300 ? 0 : x));
    const real = fc.array(number, { minLength: 1, maxLength: 60 });
    const column = fc.oneof(
      whole,
      real,
      fc.tuple(whole, real).map(([a, b]) => [...a, ...b]),
    );
    fc.assert(
      fc.property(column, column, fc.integer({ min: 1, max: 12 }), (first, second, bins) => {
        const ascending = sorted(first);
        const edges = quantileEdges(ascending, bins);
        const mirrored = quantileEdges(sorted(ascending.map((x) => -x)), bins);
        const counts = binCounts(first, edges);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(first.length);
        edges.forEach((edge, k) => {
          if (k > 0 && !(edges[k - 2] === edges[k - 1] && edges[k + 1] === edge)) expect(counts[k]).toBeGreaterThan(0);
        });
        const other = (values: readonly number[]): number[] =>
          binCounts(
            values.map((x) => -x),
            mirrored,
          ).reverse();
        expect(other(first)).toEqual(counts);
        expect(other(second)).toEqual(binCounts(second, edges));
      }),
    );
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

  it('say the same of columns in any order, and of nothing beside them', () => {
    const join = (a: readonly number[], b: readonly number[]): number =>
      chiSquareContingency(joinSparse(a, b)).statistic;
    const first = [1000, 3, 30, 4, 3, 966, 0];
    const second = [95, 2, 3, 0, 0, 103, 0];
    expect(join(first.toReversed(), second.toReversed())).toBeCloseTo(join(first, second), 10);
    expect(joinSparse([500, 0, 0], [0, 400, 0])).toEqual([
      [0, 500],
      [400, 0],
    ]);
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
    for (const [name, adjust] of Object.entries({ holm, benjaminiHochberg })) {
      const expected = reference.adjust[name as 'holm'];
      adjust(p).forEach((value, k) => expectClose(value, expected[k]!, 1e-12, `${name} ${k}`));
    }
  });

  it('are ordered: Benjamini-Hochberg at most Holm at most Bonferroni, and none below the raw value', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 }), (values) => {
        const [h, f] = [holm(values), benjaminiHochberg(values)];
        values.forEach((raw, k) => {
          expect(f[k]!).toBeLessThanOrEqual(h[k]! + 1e-15);
          expect(h[k]!).toBeLessThanOrEqual(Math.min(1, raw * values.length) + 1e-15);
          expect(f[k]!).toBeGreaterThanOrEqual(raw - 1e-15);
        });
      }),
    );
  });

  it('refuse what is not a probability', () => {
    expect(() => holm([0.1, Number.NaN])).toThrow(RangeError);
  });
});
