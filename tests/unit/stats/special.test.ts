import { describe, expect, it } from 'vitest';
import {
  betaI,
  binomialCdf,
  chiSquareSf,
  gammaQ,
  logChoose,
  logGamma,
  normalCdf,
  normalQuantile,
} from '../../../src/core/stats/special';
import { kolmogorovSf, smirnovSf } from '../../../src/core/stats/kolmogorov';
import reference from '../../reference/stats.json';
import { expectClose } from './close';

describe('special functions agree with SciPy', () => {
  it('log-gamma', () => {
    for (const [x, value] of reference.logGamma as [number, number][]) expectClose(logGamma(x), value, 1e-13, `x=${x}`);
    expect(() => logGamma(0)).toThrow(RangeError);
  });

  it('the regularised upper incomplete gamma function', () => {
    for (const [a, x, , q] of reference.gamma as [number, number, number, number][]) {
      // Where Q is tiny and x < a + 1 cannot be: there it is one minus P, near 1.
      expectClose(gammaQ(a, x), q, 1e-11, `Q(${a}, ${x})`);
    }
  });

  it('regularised incomplete beta function', () => {
    for (const [a, b, x, value] of reference.betaI as [number, number, number, number][]) {
      expectClose(betaI(a, b, x), value, 1e-9, `I_${x}(${a}, ${b})`);
    }
  });

  it('normal distribution and its quantile, far into the tails', () => {
    for (const [z, value] of reference.normal as [number, number][]) expectClose(normalCdf(z), value, 1e-12, `z=${z}`);
    for (const [p, value] of reference.normalQuantile as [number, number][]) {
      if (value === 0) expect(Math.abs(normalQuantile(p))).toBeLessThan(1e-15);
      else expectClose(normalQuantile(p), value, 1e-10, `p=${p}`);
    }
    expect(normalQuantile(0)).toBe(-Infinity);
    expect(() => normalQuantile(1.1)).toThrow(RangeError);
  });

  it('chi-square and binomial tails', () => {
    for (const [x, df, value] of reference.chiSquareSf as [number, number, number][]) {
      expectClose(chiSquareSf(x, df), value, 1e-11, `x=${x}, df=${df}`);
    }
    for (const [k, n, p, value] of reference.binomialCdf as [number, number, number, number][]) {
      expectClose(binomialCdf(k, n, p), value, 1e-10, `k=${k}`);
    }
    expect(chiSquareSf(3, 0)).toBe(1);
  });

  it('binomial coefficients', () => {
    expectClose(Math.exp(logChoose(10, 3)), 120, 1e-12);
    expect(logChoose(7, 7)).toBe(0);
  });
});

describe("Kolmogorov's distribution agrees with SciPy", () => {
  it('two-sided, from n = 1 to 5,000 and from certainty to the far tail', () => {
    for (const [d, n, value] of reference.kolmogorovSf as [number, number, number][]) {
      expectClose(kolmogorovSf(d, n), value, n <= 140 ? 1e-9 : 2e-6, `d=${d}, n=${n}`);
    }
    expect(() => kolmogorovSf(0.1, 2.5)).toThrow(RangeError);
  });

  it('one-sided and limiting', () => {
    for (const [d, n, value] of reference.smirnovSf as [number, number, number][]) {
      expectClose(smirnovSf(d, n), value, 1e-9, `d=${d}, n=${n}`);
    }
  });

  it('falls as the distance grows, also where the method changes', () => {
    for (const n of [12, 140, 141, 454]) {
      let before = 1;
      for (let d = 0; d <= 1; d += 0.001) {
        const now = kolmogorovSf(d, n);
        expect(now, `d=${d}, n=${n}`).toBeLessThanOrEqual(before + 1e-6);
        before = now;
      }
    }
  });
});
