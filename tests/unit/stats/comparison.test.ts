import { describe, expect, it } from 'vitest';
import { bcaInterval, bootstrapInterval, percentileInterval } from '../../../src/core/stats/bootstrap';
import {
  accuracy,
  brierScore,
  calibrationBins,
  classScores,
  confusionMatrix,
  expectedCalibrationError,
  logLoss,
  mostConfused,
  predictedClasses,
  rowsOfConfusion,
} from '../../../src/core/stats/classification';
import { discordantPairs, mcNemar, pairedAccuracyDifference } from '../../../src/core/stats/paired';
import { normal, randomSource } from '../../../src/core/seed';
import reference from '../../reference/stats.json';
import { expectClose } from './close';

const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0) / values.length;

describe('bootstrap intervals', () => {
  const { data, percentile, BCa } = reference.bootstrap;

  it("equal SciPy's from SciPy's own replicates", () => {
    const simple = percentileInterval(mean(data), percentile.replicates);
    expectClose(simple.low, percentile.low, 1e-12);
    expectClose(simple.high, percentile.high, 1e-12);
    const jackknife = data.map((_, left) => mean(data.filter((_value, i) => i !== left)));
    const corrected = bcaInterval(mean(data), BCa.replicates, jackknife);
    expectClose(corrected.low, BCa.low, 1e-6);
    expectClose(corrected.high, BCa.high, 1e-6);
  });

  it('are the same for the same seed, differ for another, and hold the estimate', () => {
    const statistic = (positions: Uint32Array): number => mean(Array.from(positions, (i) => data[i]!));
    for (const method of ['percentile', 'bca'] as const) {
      const one = bootstrapInterval(data.length, statistic, { seed: 1, resamples: 400, method });
      expect(bootstrapInterval(data.length, statistic, { seed: 1, resamples: 400, method })).toEqual(one);
      expect(bootstrapInterval(data.length, statistic, { seed: 2, resamples: 400, method })).not.toEqual(one);
      expect(one.estimate).toBe(mean(data));
      expect(one.low).toBeLessThan(one.estimate);
      expect(one.high).toBeGreaterThan(one.estimate);
    }
  });

  it('cover the mean of a normal sample about 95 times in 100', () => {
    const random = randomSource(5);
    let covered = 0;
    for (let repeat = 0; repeat < 200; repeat += 1) {
      const sample = Float64Array.from({ length: 60 }, () => normal(random));
      const { low, high } = bootstrapInterval(
        60,
        (positions) => {
          let sum = 0;
          for (const position of positions) sum += sample[position]!;
          return sum / 60;
        },
        { seed: repeat, resamples: 300 },
      );
      if (low <= 0 && high >= 0) covered += 1;
    }
    expect(covered).toBeGreaterThanOrEqual(178);
    expect(covered).toBeLessThanOrEqual(199);
  });

  it('collapse to the value where every resample is equal', () => {
    expect(bootstrapInterval(5, () => 3, { seed: 1, resamples: 20, method: 'bca' })).toEqual({
      estimate: 3,
      low: 3,
      high: 3,
    });
    expect(() => bootstrapInterval(0, () => 0, { seed: 1 })).toThrow(RangeError);
  });
});

describe('paired comparison', () => {
  it("McNemar's test agrees with the binomial and chi-square tests of SciPy", () => {
    for (const { b, c, exact, statistic, continuity } of reference.mcNemar) {
      expectClose(mcNemar(b, c, 'exact').p, exact, 1e-9, `${b}, ${c}`);
      expectClose(mcNemar(b, c, 'continuity').statistic, statistic, 1e-12);
      expectClose(mcNemar(b, c, 'continuity').p, continuity, 1e-10);
    }
    expect(mcNemar(3, 9).method).toBe('exact');
    expect(mcNemar(900, 950).method).toBe('continuity');
  });

  it('counts discordant images and puts an interval on the difference', () => {
    const labels = Array.from({ length: 400 }, (_, i) => i % 10);
    const first = labels.map((label, i) => (i % 8 === 0 ? (label + 1) % 10 : label));
    const second = labels.map((label, i) => (i % 4 === 1 ? (label + 1) % 10 : label));
    expect(discordantPairs(labels, first, second)).toEqual({ onlyFirst: 100, onlySecond: 50 });
    const difference = pairedAccuracyDifference(labels, first, second, { seed: 4, resamples: 500 });
    expect(difference.estimate).toBeCloseTo(0.125, 12);
    // Standard error of a mean of -1, 0, 1 with these shares: sqrt((150 / 400 - 0.125^2) / 400) = 0.030.
    expect(difference.low).toBeCloseTo(0.125 - 1.96 * 0.03, 1);
    expect(difference.low).toBeGreaterThan(0.04);
    expect(difference.high).toBeLessThan(0.21);
    expect(() => discordantPairs(labels, [1], second)).toThrow(RangeError);
  });
});

describe('scores of a classifier agree with scikit-learn', () => {
  const { labels, probabilities, ...expected } = reference.classifier;
  const predicted = predictedClasses(probabilities, 4);

  it('accuracy, log-loss, Brier score and calibration error', () => {
    expectClose(accuracy(labels, predicted), expected.accuracy);
    expectClose(logLoss(labels, probabilities), expected.logLoss);
    expectClose(brierScore(labels, probabilities), expected.brier);
    expectClose(expectedCalibrationError(labels, probabilities), expected.ece);
    expect(calibrationBins(labels, probabilities).reduce((sum, bin) => sum + bin.count, 0)).toBe(labels.length);
  });

  it('confusion matrix, precision, recall and F1, with a class that is never predicted', () => {
    const matrix = confusionMatrix(labels, predicted, 4);
    expect(Array.from(matrix)).toEqual(expected.confusion);
    classScores(matrix, 4).forEach((score, c) => {
      expectClose(score.precision, expected.precision[c]!);
      expectClose(score.recall, expected.recall[c]!);
      expectClose(score.f1, expected.f1[c]!);
      expect(score.support).toBe(expected.support[c]);
    });
  });

  it('refuse lists that do not belong together', () => {
    expect(() => logLoss([], [])).toThrow(RangeError);
    expect(() => logLoss([0, 1], [1, 0, 0])).toThrow(RangeError);
    expect(() => accuracy([1], [1, 2])).toThrow(RangeError);
  });

  it('log-loss stays finite for a certain error', () => {
    expect(logLoss([0], [0, 1])).toBeCloseTo(-Math.log(1e-15), 6);
  });
});

describe('a confusion matrix', () => {
  it('says which class is most often taken for which other, the first of equals, and nothing where all are right', () => {
    const rows = rowsOfConfusion([9, 2, 1, 2, 8, 0, 0, 1, 7]);
    expect(rows).toEqual([
      [9, 2, 1],
      [2, 8, 0],
      [0, 1, 7],
    ]);
    expect(mostConfused(rows)).toEqual({ row: 0, column: 1, images: 2 });
    expect(mostConfused(rowsOfConfusion([9, 0, 0, 9]))).toBeUndefined();
  });
});
