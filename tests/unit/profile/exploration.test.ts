/** Against NumPy, SciPy and scikit-learn on the real files; tests/reference/explore.py made explore.json. */
import { beforeAll, describe, expect, it } from 'vitest';
import { PIXELS } from '../../../src/core/dataset/fashion-mnist';
import type { SplitName } from '../../../src/core/dataset/types';
import { splitDifferences } from '../../../src/core/profile/alerts';
import { alertsOf } from './alerts-of';
import { profileBatch } from '../../../src/core/profile/chunk';
import { grouped } from '../../../src/core/profile/columns';
import { LevelCounts } from '../../../src/core/profile/levels';
import { mergeProfiles } from '../../../src/core/profile/merge';
import { pixelPca } from '../../../src/core/profile/pca';
import { pairsAbove, pixelPairs } from '../../../src/core/profile/pixel-pairs';
import { addImages, emptyPixelCounts, pixelSummary } from '../../../src/core/profile/pixels';
import { pairIndex, pixelCorrelations, type PixelProducts } from '../../../src/core/profile/products';
import { leastDetectable, tooSmallToCompare } from '../../../src/core/profile/split-tests';
import {
  correlationRatio,
  cramersV,
  expectedInformation,
  mutualInformation,
} from '../../../src/core/stats/association';
import { chiSquareContingency } from '../../../src/core/stats/contingency';
import { binCounts, quantileEdges } from '../../../src/core/stats/distance';
import { symmetricEigen } from '../../../src/core/stats/eigen';
import { randomSource } from '../../../src/core/seed';
import { sorted } from '../../../src/core/stats/quantile';
import { ProductSums } from '../../../workers/engine/kernels/integers/products';
import reference from '../../reference/explore.json';
import { THRESHOLDS, batchOf, expectClose } from './helpers';
import { readReal } from './real-data';
import { GARMENTS } from '../garments';

const train = readReal('train');

describe('what a feature says of the class', () => {
  const { association } = reference;
  const column = Float64Array.from({ length: association.count }, (_, image) =>
    train.images.subarray(image * PIXELS, (image + 1) * PIXELS).reduce((sum, value) => sum + value, 0),
  );
  const groups = grouped(column, train.labels.subarray(0, association.count), 10);

  it('is the correlation ratio of NumPy, and agrees with the F of scipy.stats.f_oneway', () => {
    const ratio = correlationRatio(groups)!;
    expectClose(ratio, association.etaSquared, 1e-10);
    expectClose((ratio / 9 / (1 - ratio)) * (association.count - 10), association.oneway, 1e-8);
  });

  it('is the mutual information of sklearn.metrics.mutual_info_score over the same bins', () => {
    const edges = quantileEdges(sorted(column), 32);
    const table = groups.map((values) => binCounts(values, edges));
    expect(table).toEqual(association.table);
    expectClose(mutualInformation(table), association.bits, 1e-10);
  });

  it('is nothing where the feature is constant, and everything where each value has its class', () => {
    expect(correlationRatio([Float64Array.of(2, 2), Float64Array.of(2)])).toBeNull();
    expect(correlationRatio([])).toBeNull();
    expect(correlationRatio([Float64Array.of(1, 1), Float64Array.of(3)])).toBe(1);
    expect(
      mutualInformation([
        [4, 0],
        [0, 4],
      ]),
    ).toBe(1);
    expect(
      mutualInformation([
        [3, 3],
        [1, 1],
      ]),
    ).toBe(0);
    expect(mutualInformation([[0, 0]])).toBeNull();
  });

  it('by chance is about what shuffled labels give', () => {
    const shuffled = grouped(
      column,
      Uint8Array.from(column, (_, image) => (image * 7919) % 10),
      10,
    );
    const table = shuffled.map((values) => binCounts(values, quantileEdges(sorted(column), 32)));
    const found = mutualInformation(table)!;
    expect(found / expectedInformation(table)).toBeGreaterThan(0.7);
    expect(found / expectedInformation(table)).toBeLessThan(1.4);
    expect(expectedInformation([[0, 0]])).toBe(0);
  });
});

it("Cramér's V is that of scipy.stats.contingency.association", () => {
  const { table, v } = reference.cramersV;
  const total = table.flat().reduce((sum, count) => sum + count, 0);
  expectClose(cramersV(chiSquareContingency(table).statistic, total, 2), v, 1e-10);
  expect(cramersV(0, 0, 2)).toBe(0);
});

describe('median and entropy images', () => {
  const { classImages } = reference;
  const counts = new LevelCounts({ first: 0, end: 10 }, PIXELS);
  counts.add(train.images.subarray(0, 700 * PIXELS), train.labels.subarray(0, 700));
  counts.add(
    train.images.subarray(700 * PIXELS, classImages.count * PIXELS),
    train.labels.subarray(700, classImages.count),
  );

  it('are those of numpy.median and scipy.stats.entropy, class by class', () => {
    const [medians, entropies] = [counts.medians(), counts.entropies()];
    for (let label = 0; label < 10; label += 1) {
      for (const [step, value] of classImages.median[label]!.entries()) {
        expect(medians[label * PIXELS + 37 * step]).toBe(value);
        expectClose(entropies[label * PIXELS + 37 * step], classImages.entropy[label]![step]!);
      }
    }
  });

  it('are black for a class without images, and leave out what has no class', () => {
    const few = new LevelCounts({ first: 0, end: 3 }, PIXELS);
    few.add(new Uint8Array(2 * PIXELS).fill(9), Uint8Array.of(1, 200));
    expect([few.medians()[0], few.medians()[PIXELS], few.medians()[2 * PIXELS]]).toEqual([0, 9, 0]);
    expect(few.entropies().every((bits) => bits === 0)).toBe(true);
  });
});

it('pixel values have the quantiles, skewness and kurtosis of NumPy and SciPy', () => {
  const counts = emptyPixelCounts(10, PIXELS);
  addImages(counts, train.images, train.labels);
  const { quantiles, skewness, kurtosis } = pixelSummary(counts);
  expect(quantiles).toEqual(reference.pixelValues.quantiles);
  expectClose(skewness, reference.pixelValues.skewness);
  expectClose(kurtosis, reference.pixelValues.kurtosis);
});

describe('pixels with pixels', () => {
  let sums: PixelProducts;
  beforeAll(() => {
    const products = new ProductSums(PIXELS);
    products.add(train.images);
    const sum = new Float64Array(PIXELS);
    for (let at = 0; at < train.images.length; at += 1) sum[at % PIXELS]! += train.images[at]!;
    sums = { images: 60_000, sum, products: products.finish() };
  }, 30_000);

  it('correlate as numpy.corrcoef says, pair by pair and counted at every threshold', () => {
    const correlations = pixelCorrelations(sums);
    for (const [p, q, r] of reference.pixels.correlations as [number, number, number][]) {
      expectClose(correlations[pairIndex(p, q, PIXELS)], r);
    }
    const pairs = pixelPairs(correlations, PIXELS);
    for (const [threshold, count] of reference.pixels.above as [number, number][]) {
      expect(pairsAbove(pairs, threshold)).toBe(count);
    }
  });

  it('have the variances and the first component of numpy.linalg.eigh', () => {
    const { variances, components } = pixelPca(sums, 1);
    for (const [at, place] of [0, 1, 2, 10, 100, 500].entries()) {
      expectClose(variances[place]! * 1000, reference.pixels.variances[at]! * 1000);
    }
    for (const [step, value] of reference.pixels.first.entries()) expectClose(components[37 * step], value);
  });
});

it('eigenvalues of a small matrix are those of numpy.linalg.eigvalsh', () => {
  const { values } = symmetricEigen(Float64Array.from(reference.eigen.matrix), 9);
  for (const [at, value] of reference.eigen.values.entries()) expectClose(values[at], value, 1e-12);
});

describe('splits', () => {
  const trainSplit = profileBatch('train', 0, batchOf(train.images, train.labels, 0, 1500), 10);

  it('from one place raise no alert; one of brighter images of fewer classes is named with its effect', () => {
    const like = profileBatch('validation', 0, batchOf(train.images, train.labels, 1500, 2500), 10);
    const chosen = Array.from({ length: 3000 }, (_, at) => 3000 + at).filter((at) => train.labels[at] === 4);
    const coats = profileBatch(
      'stream',
      0,
      {
        images: Uint8Array.from(chosen.flatMap((at) => [...train.images.subarray(at * PIXELS, (at + 1) * PIXELS)])),
        labels: Uint8Array.from(chosen, () => 4),
        indices: Uint32Array.from(chosen),
        height: 28,
        width: 28,
      },
      10,
    );
    const { summary, artifacts } = mergeProfiles([trainSplit, like, coats], 'trainingFile', GARMENTS);
    expect(summary.splitTests).toHaveLength(26);
    const found = splitDifferences(summary, 0.05);
    expect(new Set(found.map(({ split }) => split))).toEqual(new Set(['stream']));
    expect(found[0]).toMatchObject({ field: 'class', test: 'chi-square' });
    expect(found.every(({ adjusted, p }) => adjusted >= p && adjusted < 0.05)).toBe(true);
    const modeShare = artifacts['pixelModeShare']!.data;
    const alertOf = (profile: typeof summary): string | undefined =>
      alertsOf(profile, modeShare, THRESHOLDS, GARMENTS).alerts.find(({ kind }) => kind === 'split-difference')
        ?.sentence;
    expect(alertOf(summary)).toMatch(
      /^\d+ of \d+ tests find a split that differs significantly from the training split: .*Classes in stream/,
    );
    expect(alertsOf(summary, modeShare, { ...THRESHOLDS, splitEffect: 1 }, GARMENTS).quiet.join()).toContain(
      'no split differs',
    );
    expect(alertOf(mergeProfiles([trainSplit, like], 'trainingFile', GARMENTS).summary)).toBeUndefined();
  });

  it('of sets of 12 images from one place warn no more often than at the level, and say that they are too small', () => {
    const random = randomSource(12);
    const sizes = { train: 8, validation: 1, calibration: 1, stream: 2 };
    let warned = 0;
    for (let set = 0; set < 100; set += 1) {
      const chunks = Object.entries(sizes).map(([split, size]) => {
        const at = Array.from({ length: size }, () => Math.floor(random() * 60_000));
        const images = Uint8Array.from(
          at.flatMap((one) => [...train.images.subarray(one * PIXELS, (one + 1) * PIXELS)]),
        );
        const labels = Uint8Array.from(at, (one) => train.labels[one]!);
        return profileBatch(
          split as SplitName,
          0,
          { images, labels, indices: Uint32Array.from(at), height: 28, width: 28 },
          10,
        );
      });
      const { summary, artifacts } = mergeProfiles(chunks, 'train', GARMENTS);
      const { alerts, quiet } = alertsOf(summary, artifacts['pixelModeShare']!.data, THRESHOLDS, GARMENTS);
      if (alerts.some(({ kind }) => kind === 'split-difference')) warned += 1;
      expect(quiet).toContain('all splits are too small to be compared with the training split');
      expect(leastDetectable(summary, 'stream')).toBeNull();
      expect(tooSmallToCompare(summary)).toEqual(['validation', 'calibration', 'stream']);
      expect(summary.notComputed).toContain(
        'Whether validation (1 image), calibration (1 image), stream (2 images) differ from the training split (8 images) cannot be tested. With so few images even the largest difference is not significant.',
      );
    }
    expect(warned).toBeLessThanOrEqual(5);
  });

  it('without images are not tested', () => {
    const { summary } = mergeProfiles([trainSplit], 'trainingFile', GARMENTS);
    expect(summary.splitTests).toEqual([]);
    expect(leastDetectable(summary, 'test')).toBeNull();
  });
});
