/**
 * What the profile says of classes, splits and pixel pairs, against NumPy, SciPy and scikit-learn on real images;
 * tests/reference/relations.py made relations.json.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { NAMED_FEATURES } from '../../../src/core/features/named';
import { profileBatch } from '../../../src/core/profile/chunk';
import { LevelCounts } from '../../../src/core/profile/levels';
import { mergeProfiles, type MergedProfile } from '../../../src/core/profile/merge';
import { pixelPca, varianceShares } from '../../../src/core/profile/pca';
import { pairIndex, pixelCorrelations, productsOf } from '../../../src/core/profile/products';
import type { ColumnSummary } from '../../../src/core/profile/types';
import reference from '../../reference/relations.json';
import { batchOf, expectClose } from './helpers';
import { readReal } from './real-data';
import { GARMENTS } from '../garments';

type Described = (typeof reference)['byClass'];

function expectColumn(summary: ColumnSummary, expected: Described, column: number): void {
  for (const name of ['mean', 'std', 'min', 'max', 'skewness', 'kurtosis'] as const) {
    expectClose(summary[name], expected[name][column]!);
  }
  for (const [at, value] of expected.quantiles[column]!.entries()) expectClose(summary.quantiles[at], value);
  expect(summary.zeros).toBe(expected.zeros[column]);
}

describe('the first 1,500 training images as fit, the next 500 as select, 400 of the test file', () => {
  const train = readReal('train');
  const test = readReal('t10k');
  const trainSplit = batchOf(train.images, train.labels, 0, 1500);
  let merged: MergedProfile;
  beforeAll(() => {
    merged = mergeProfiles(
      [
        profileBatch('train', 0, trainSplit, 10),
        profileBatch('validation', 0, batchOf(train.images, train.labels, 1500, 2000), 10),
        profileBatch('test', 0, batchOf(test.images, test.labels, 0, 400), 10),
      ],
      'train',
      GARMENTS,
    );
  });
  const columns = NAMED_FEATURES.map(({ label }, column) => [label, column] as const);

  it.each(columns)('%s is described by split and class as numpy and scipy.stats say', (_, column) => {
    const { bySplit, byClass } = merged.summary.features[column]!;
    for (const split of ['train', 'validation', 'test'] as const)
      expectColumn(bySplit[split], reference.bySplit[split], column);
    expectColumn(byClass[reference.class]!, reference.byClass, column);
  });

  it.each(columns)('%s has the bins of numpy.histogram', (_, column) => {
    const { data, shape } = merged.artifacts['featureHistograms']!;
    const [, rows = 0, most = 0] = shape;
    const expected = reference.histograms[column]!;
    const counts = new Array<number>(most).fill(0);
    for (let row = 0; row < rows; row += 1) {
      for (let bin = 0; bin < most; bin += 1) counts[bin]! += data[(column * rows + row) * most + bin]!;
    }
    expect(counts.slice(0, expected.length)).toEqual(expected);
    expect(counts.slice(expected.length).every((images) => images === 0)).toBe(true);
  });

  it.each(columns)(
    '%s goes with the class as scipy.stats.f_oneway and sklearn.metrics.mutual_info_score say',
    (_, column) => {
      const { etaSquared, mutualInformation, bins } = merged.summary.features[column]!.withClass;
      expectClose(etaSquared, reference.etaSquared[column]!);
      expect(bins).toBe(reference.bins[column]);
      expectClose(mutualInformation, reference.mutualInformation[column]!);
    },
  );

  it('differ between the splits as scipy.stats.ks_2samp, chi2_contingency and contingency.association say', () => {
    const found = merged.summary.splitTests;
    expect(found).toHaveLength(reference.tests.length);
    for (const expected of reference.tests) {
      const field = typeof expected.field === 'number' ? NAMED_FEATURES[expected.field]!.id : expected.field;
      const one = found.find((given) => given.split === expected.split && given.field === field)!;
      expectClose(one.statistic, expected.statistic);
      expectClose(one.p, expected.p);
      expectClose(one.adjusted, expected.adjusted);
      expectClose(one.effect, expected.effect);
      if (expected.shift === undefined) expect(one.shift).toBeNull();
      else expectClose(one.shift, expected.shift);
    }
  });

  it('have the median and entropy image of a class that numpy.median and scipy.stats.entropy give', () => {
    const counts = new LevelCounts({ first: 0, end: 10 }, 784);
    counts.add(trainSplit.images, trainSplit.labels);
    const of = (images: Float32Array): Float32Array =>
      images.subarray(reference.class * 784, reference.class * 784 + 784);
    expect([...of(counts.medians())]).toEqual(reference.classMedian);
    const entropies = of(counts.entropies());
    for (const [pixel, bits] of reference.classEntropy.entries()) expectClose(entropies[pixel], bits);
  });

  it('have the pixel correlations of numpy.corrcoef and the variances of numpy.linalg.eigvalsh', () => {
    const sums = productsOf(trainSplit.images, 784);
    const correlations = pixelCorrelations(sums);
    let above = 0;
    for (let p = 0; p < 784; p += 1) {
      for (let q = p + 1; q < 784; q += 1) if (Math.abs(correlations[pairIndex(p, q, 784)]!) > 0.93) above += 1;
    }
    expect(above).toBe(reference.pixelPairs.length);
    for (const [p, q, r] of reference.pixelPairs) expectClose(correlations[pairIndex(p!, q!, 784)], r!);
    const shares = varianceShares(pixelPca(sums, 0).variances);
    for (const [at, share] of reference.variances.entries()) expectClose(shares[at], share);
    expect(merged.summary.constantPixels).toBe(reference.constantPixels);
  });
});
