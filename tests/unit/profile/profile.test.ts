import { unnamedClasses } from '../../../src/core/dataset/shape';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PIXELS } from '../../../src/core/dataset/fashion-mnist';
import { SPLIT_NAMES } from '../../../src/core/dataset/types';
import { refOf } from '../../../src/core/results/arrays';
import { canonicalJson } from '../../../src/core/results/canonical';
import type { Json, NdArray } from '../../../src/core/results/types';
import type { AlertThresholds } from '../../../src/core/profile/alerts';
import { alertsOf } from './alerts-of';
import { ChunkProfiler, chunkArrays, chunkOf, profileBatch, runsOf } from '../../../src/core/profile/chunk';
import { averageRanks, describe as describeColumn, pearson, spearman } from '../../../src/core/profile/columns';
import { mergeProfiles } from '../../../src/core/profile/merge';
import {
  addImages,
  emptyPixelCounts,
  mergePixelCounts,
  pixelCountArrays,
  pixelMaps,
  pixelSummary,
} from '../../../src/core/profile/pixels';
import { firstOfEachClass } from '../../../src/core/profile/samples';
import { countInvalid } from '../../../src/core/profile/validity';
import { randomSource } from '../../../src/core/seed';
import { THRESHOLDS, batchOf } from './helpers';
import { GARMENTS } from '../garments';

const FOUR = unnamedClasses(4);

function randomImages(count: number, seed: number): Uint8Array {
  const random = randomSource(seed);
  return Uint8Array.from({ length: count * PIXELS }, () => (random() < 0.5 ? 0 : Math.floor(random() * 256)));
}

/** Contents by name; comparing hashes is much quicker than comparing large arrays item by item. */
function hashesOf(arrays: Readonly<Record<string, NdArray>>): Record<string, string> {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, refOf(array).hash]));
}

const cycle = (count: number, classes: number): Uint8Array =>
  Uint8Array.from({ length: count }, (_, at) => at % classes);

describe('pixel counts', () => {
  it('are the same to the last bit however the images are divided', () => {
    const images = randomImages(30, 1);
    const labels = cycle(30, 10);
    const whole = emptyPixelCounts(10, PIXELS);
    addImages(whole, images, labels);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), (cut) => {
        const first = emptyPixelCounts(10, PIXELS);
        addImages(first, images.subarray(0, cut * PIXELS), labels.subarray(0, cut));
        const second = emptyPixelCounts(10, PIXELS);
        addImages(second, images.subarray(cut * PIXELS), labels.subarray(cut));
        mergePixelCounts(second, first);
        expect(hashesOf(pixelCountArrays(second))).toEqual(hashesOf(pixelCountArrays(whole)));
      }),
      { numRuns: 12 },
    );
  });

  it('equal a naive count', () => {
    const images = randomImages(12, 2);
    const counts = emptyPixelCounts(3, PIXELS);
    addImages(counts, images, cycle(12, 3));
    const values = Array.from(images);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const summary = pixelSummary(counts);
    expect(summary.mean).toBeCloseTo(mean / 255, 12);
    expect(summary.zeros).toBe(values.filter((value) => value === 0).length);
    expect(summary.max).toBe(Math.max(...values));
    const column = Array.from({ length: 12 }, (_, image) => images[image * PIXELS + 100]!);
    expect(pixelMaps(counts).mean[100]).toBeCloseTo(column.reduce((sum, value) => sum + value, 0) / 12, 12);
    expect(pixelMaps(counts).zeroShare[100]).toBe(column.filter((value) => value === 0).length / 12);
  });

  it('refuse to be merged with counts of other classes', () => {
    expect(() => mergePixelCounts(emptyPixelCounts(10, PIXELS), emptyPixelCounts(9, PIXELS))).toThrow(RangeError);
  });
});

describe('columns', () => {
  it('share the mean rank among ties', () => {
    expect([...averageRanks(Float64Array.of(5, 1, 5, 3))]).toEqual([3.5, 1, 3.5, 2]);
  });

  it('have a rho of 1 where they rise together, however bent', () => {
    const x = Float64Array.from({ length: 50 }, (_, at) => at / 10);
    const bent = x.map(Math.exp);
    expect(spearman([x, bent])[0]![1]).toBeCloseTo(1, 12);
    expect(pearson([x, bent])[0]![1]).toBeLessThan(0.9);
    expect(pearson([x, x.map((value) => -3 * value)])[1]![0]).toBe(-1);
  });

  it('have neither skewness nor correlations when constant, even if their mean is not exact', () => {
    const constant = new Float64Array(7).fill(0.1);
    expect(describeColumn(constant)).toMatchObject({ mean: 0.1, std: 0, skewness: null, kurtosis: null });
    expect(pearson([constant, Float64Array.of(1, 2, 3, 4, 5, 6, 7)])).toEqual([
      [null, null],
      [null, 1],
    ]);
  });
});

describe('missing and invalid values', () => {
  it('are counted by field', () => {
    const images = new Float32Array(2 * PIXELS + 5).fill(7);
    images[0] = Number.NaN;
    images[1] = -1;
    images[2] = 256;
    expect(countInvalid(images, Float32Array.of(3, 11), 10, PIXELS)).toEqual({
      labelsMissing: 1,
      labelsOutOfRange: 1,
      pixelsMissing: 1,
      pixelsOutOfRange: 2,
      imagesWrongSize: 1,
    });
  });

  it('never include zeros', () => {
    expect(Object.values(countInvalid(new Uint8Array(PIXELS), Uint8Array.of(0), 10, PIXELS))).toEqual([0, 0, 0, 0, 0]);
  });

  it('reach the profile and raise a warning, and their images stay out of the classes', () => {
    const chunk = profileBatch('train', 0, batchOf(randomImages(4, 3), Uint8Array.of(0, 1, 200, 1)), 10);
    const { summary, artifacts } = mergeProfiles([chunk], 'trainingFile', GARMENTS);
    expect(summary.splits.train.invalid.labelsOutOfRange).toBe(1);
    expect(summary.perClass).toEqual([1, 2, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(summary.pixels.images).toBe(4);
    const { alerts } = alertsOf(summary, artifacts['pixelModeShare']!.data, THRESHOLDS, GARMENTS);
    expect(alerts.find((alert) => alert.kind === 'missing')).toMatchObject({ severity: 'warning', count: 1 });
  });
});

describe('exact duplicates', () => {
  const images = randomImages(6, 4);
  images.copyWithin(2 * PIXELS, 0, PIXELS);
  images.copyWithin(5 * PIXELS, PIXELS, 2 * PIXELS);
  const labels = Uint8Array.of(0, 1, 0, 3, 4, 9);

  it('are found within and across splits, with labels that disagree', () => {
    const train = profileBatch('train', 0, batchOf(images, labels, 0, 4), 10);
    const test = profileBatch('test', 0, batchOf(images, labels, 4, 6), 10);
    const { summary, artifacts } = mergeProfiles([test, train], 'trainingFile', GARMENTS);
    expect(summary.duplicates).toMatchObject({
      groups: 2,
      copies: 2,
      conflicting: 1,
      within: { train: 1, test: 0 },
      across: [{ splits: ['train', 'test'], groups: 1 }],
    });
    expect(summary.duplicates.listed[0]).toEqual([
      { split: 'train', index: 0, label: 0 },
      { split: 'train', index: 2, label: 0 },
    ]);
    const { alerts } = alertsOf(summary, artifacts['pixelModeShare']!.data, THRESHOLDS, GARMENTS);
    expect(alerts.find((alert) => alert.kind === 'leak')).toMatchObject({ severity: 'warning', count: 1 });
    expect(alerts.find((alert) => alert.kind === 'duplicates')?.sentence).toContain('labels that disagree');
  });

  it('are not seen where one byte differs', () => {
    const other = images.slice();
    other[2 * PIXELS + 783]! ^= 1;
    const chunk = profileBatch('train', 0, batchOf(other, labels, 0, 4), 10);
    expect(mergeProfiles([chunk], 'trainingFile', GARMENTS).summary.duplicates.groups).toBe(0);
  });
});

describe('a profile of little or odd data', () => {
  const cases: [string, Uint8Array, Uint8Array, string][] = [
    ['no image at all', new Uint8Array(0), new Uint8Array(0), 'There are no images'],
    ['one image', randomImages(1, 5), Uint8Array.of(3), 'there is only one image'],
    ['black images only', new Uint8Array(20 * PIXELS), cycle(20, 10), 'all images have the same value'],
    ['an empty class', randomImages(18, 6), cycle(18, 9), 'No image of Ankle boot'],
  ];
  it.each(cases)(
    '%s: does not fail, is valid JSON and says what could not be computed',
    (_, images, labels, sentence) => {
      const { summary, artifacts } = mergeProfiles(
        [profileBatch('train', 0, batchOf(images, labels), 10)],
        'trainingFile',
        GARMENTS,
      );
      const { alerts } = alertsOf(summary, artifacts['pixelModeShare']!.data, THRESHOLDS, GARMENTS);
      // canonicalJson refuses NaN and infinities.
      expect(canonicalJson({ summary, alerts } as unknown as Json).length).toBeGreaterThan(100);
      expect(summary.notComputed.join(' ')).toContain(sentence);
      expect(alerts.some((alert) => alert.kind === 'not-computed')).toBe(true);
      for (const { data } of Object.values(artifacts)) expect(Array.from(data).every(Number.isFinite)).toBe(true);
    },
  );

  it('of black images warns that they are black, and that their pixels are constant', () => {
    const chunk = profileBatch('train', 0, batchOf(new Uint8Array(20 * PIXELS), cycle(20, 10)), 10);
    const { summary, artifacts } = mergeProfiles([chunk], 'trainingFile', GARMENTS);
    const { alerts } = alertsOf(summary, artifacts['pixelModeShare']!.data, THRESHOLDS, GARMENTS);
    expect(alerts.find((alert) => alert.kind === 'blank')?.count).toBe(20);
    expect(alerts.find((alert) => alert.kind === 'constant')?.count).toBe(PIXELS);
  });
});

describe('alerts', () => {
  const labels = Uint8Array.from({ length: 60 }, (_, at) => (at < 57 ? at % 3 : 3));
  const chunk = profileBatch('train', 0, batchOf(randomImages(60, 7), labels), 4);
  const { summary, artifacts } = mergeProfiles([chunk], 'train', { ...GARMENTS, classes: FOUR });
  const modeShare = artifacts['pixelModeShare']!.data;

  it('name the rare class with its count', () => {
    const { alerts } = alertsOf(summary, modeShare, THRESHOLDS, { ...GARMENTS, classes: FOUR });
    expect(alerts.find((alert) => alert.kind === 'imbalance')?.sentence).toContain('class 3 (3), against 19 images');
  });

  it('come and go with their thresholds', () => {
    const kinds = (thresholds: Partial<AlertThresholds>): string[] =>
      alertsOf(summary, modeShare, { ...THRESHOLDS, ...thresholds }, { ...GARMENTS, classes: FOUR }).alerts.map(
        (alert) => alert.kind,
      );
    expect(kinds({ imbalance: 0.1 })).not.toContain('imbalance');
    expect(kinds({ correlation: 0.05 })).toContain('correlation');
    expect(kinds({ correlation: 1 })).not.toContain('correlation');
    expect(kinds({ skewness: 0.01 })).toContain('skew');
    expect(kinds({ skewness: 20 })).not.toContain('skew');
    expect(kinds({ nearConstant: 0.3 })).toContain('near-constant');
    expect(kinds({ zeros: 0.4 })).toContain('zeros');
  });

  it('list what was checked without a finding', () => {
    const { quiet } = alertsOf(summary, modeShare, THRESHOLDS, { ...GARMENTS, classes: FOUR });
    expect(quiet).toContain('no value is missing or impossible');
    expect(quiet).not.toContain('no class is rare');
  });
});

describe('chunks', () => {
  it('come back from their arrays as they were', () => {
    const chunk = profileBatch('validation', 5, batchOf(randomImages(5, 8), cycle(5, 10)), 10);
    const back = chunkOf(chunk, chunkArrays(chunk));
    expect(back).toMatchObject({ split: 'validation', start: 5, invalid: chunk.invalid });
    expect(hashesOf(chunkArrays(back))).toEqual(hashesOf(chunkArrays(chunk)));
    const arrays = chunkArrays(chunk);
    delete arrays['sum'];
    expect(() => chunkOf(chunk, arrays)).toThrow(TypeError);
  });

  it('are the same stepwise as at once', () => {
    const batch = batchOf(randomImages(7, 9), cycle(7, 10));
    const profiler = new ChunkProfiler(batch, 10);
    while (profiler.done < profiler.count) profiler.step(3);
    const stepwise = profiler.finish('stream', 0);
    const atOnce = profileBatch('stream', 0, batch, 10);
    expect(stepwise.invalid).toEqual(atOnce.invalid);
    expect(hashesOf(chunkArrays(stepwise))).toEqual(hashesOf(chunkArrays(atOnce)));
  });

  it('cover a split without gap or overlap', () => {
    expect(runsOf(25, 10)).toEqual([
      { start: 0, end: 10 },
      { start: 10, end: 20 },
      { start: 20, end: 25 },
    ]);
    expect(runsOf(0, 10)).toEqual([]);
  });

  it('may leave a split empty without disturbing the others', () => {
    const chunk = profileBatch('train', 0, batchOf(randomImages(20, 10), cycle(20, 10)), 10);
    const { summary } = mergeProfiles([chunk], 'all', GARMENTS);
    expect(SPLIT_NAMES.map((split) => summary.splits[split].count)).toEqual([20, 0, 0, 0, 0]);
    expect(summary.splits.test.pixels.mean).toBeNull();
    expect(summary.pixels.images).toBe(20);
  });
});

describe('samples', () => {
  it('are the first of each class, class after class, with their places', () => {
    const batch = batchOf(randomImages(30, 11), cycle(30, 10), 10, 30);
    const samples = firstOfEachClass(batch, 10, 3);
    expect([...samples.labels.subarray(0, 4)]).toEqual([0, 0, 1, 1]);
    expect([...samples.indices.subarray(0, 4)]).toEqual([10, 20, 11, 21]);
    expect(samples.images.subarray(0, PIXELS)).toEqual(batch.images.subarray(0, PIXELS));
  });
});
