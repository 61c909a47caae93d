import { describe, expect, it } from 'vitest';
import type { DriftReport } from '../../../src/core/drift/report';
import { checkAccuracy, decideRetraining, retrainLevels } from '../../../src/core/drift/rule';
import { binomialCdf } from '../../../src/core/stats/special';
import { randomSource } from '../../../src/core/seed';

const SETTINGS = { batches: 20, budget: 0.01, consecutive: 3 };
const reportOf = (batch: number, p: number): DriftReport => ({
  batch,
  images: 500,
  tests: 45,
  level: 0.05,
  p,
  columns: [
    {
      id: 'feature/width',
      label: 'Width (px)',
      group: 'feature',
      measures: { ks: { statistic: 0.31, p: p / 45, adjusted: p } },
      adjusted: p,
      drifted: p <= 0.05,
      means: [20, 21],
    },
  ],
});
const reportsOf = (...p: number[]): DriftReport[] => p.map((value, index) => reportOf(index + 1, value));

describe('the levels of the retraining rule', () => {
  it('spend exactly the budget, a third each', () => {
    const { sharp, persistent, accuracy } = retrainLevels(SETTINGS);
    expect(20 * sharp!).toBeCloseTo(0.01 / 3, 12);
    expect(20 * accuracy!).toBeCloseTo(0.01 / 3, 12);
    expect(18 * persistent! ** 3).toBeCloseTo(0.01 / 3, 12);
  });

  it('keep streams of uniform p-values below the budget', () => {
    const random = randomSource(2);
    let retrained = 0;
    for (let stream = 0; stream < 20_000; stream += 1) {
      const reports = reportsOf(...Array.from({ length: 20 }, () => random()));
      if (decideRetraining(reports, [], SETTINGS).retrain) retrained += 1;
    }
    // Two of the three shares are in use: 0.0067 of 20,000 is 133, give or take three deviations of 11.5.
    expect(retrained).toBeLessThan(133 + 35);
    expect(retrained).toBeGreaterThan(133 - 35);
  });

  it('give the promise of at most 1 in 20 a chance of 0.98', () => {
    expect(binomialCdf(1, 20, 0.01)).toBeCloseTo(0.983, 3);
    expect(binomialCdf(1, 20, 0.05)).toBeCloseTo(0.736, 3);
  });

  it('allow no run where the stream is shorter than the run, and refuse nonsense', () => {
    expect(retrainLevels({ ...SETTINGS, batches: 2 }).persistent).toBe(0);
    expect(() => retrainLevels({ ...SETTINGS, budget: 0 })).toThrow(RangeError);
  });
});

describe('the decision', () => {
  it('fires sharp at the first batch far outside, with the column and the count of tests as its reason', () => {
    const decision = decideRetraining(reportsOf(0.4, 1, 1e-9, 1e-20), [], SETTINGS);
    expect(decision).toMatchObject({ retrain: true, rule: 'sharp', batch: 3 });
    expect(decision.sentence).toBe(
      'Retrain after batch 3: 1 of 1 columns drifted, most of all Width (px) (KS distance 0.31, corrected p = 1.0e−9). One batch with p below 1.7e−4 triggers the rule.',
    );
  });

  it('fires persistent at the third weak batch in a row and not when the row is broken', () => {
    expect(decideRetraining(reportsOf(0.03, 0.02, 0.4, 0.02, 0.01, 0.05), [], SETTINGS)).toMatchObject({
      rule: 'persistent',
      batch: 6,
    });
    expect(decideRetraining(reportsOf(0.03, 0.02, 0.4, 0.02, 0.01, 0.3), [], SETTINGS).retrain).toBe(false);
  });

  it('fires on accuracy when the labels show a loss that the inputs do not', () => {
    const reference = { correct: 4400, images: 5000 };
    const checks = [440, 438, 395].map((correct, index) =>
      checkAccuracy(index + 1, { correct, images: 500 }, reference),
    );
    expect(checks[0]!.drop).toBeCloseTo(0, 12);
    const decision = decideRetraining(reportsOf(0.5, 0.5, 0.5), checks, SETTINGS);
    expect(decision).toMatchObject({ rule: 'accuracy', batch: 3 });
    expect(decision.sentence).toContain('accuracy fell by 9.0 points to 0.790 on 500 labelled images');
    // A gain is no reason.
    expect(checkAccuracy(1, { correct: 490, images: 500 }, reference).p).toBeGreaterThan(0.99);
  });

  it('says why not, with the smallest p-value and its batch', () => {
    expect(decideRetraining(reportsOf(0.4, 0.2, 1), [], SETTINGS).sentence).toBe(
      'No retraining: in 3 batches no p-value fell below 1.7e−4 and no 3 in a row below 0.0570. The smallest p-value is 0.20, in batch 2.',
    );
    expect(decideRetraining([], [], SETTINGS).sentence).toContain('no batch has come in yet');
  });
});
