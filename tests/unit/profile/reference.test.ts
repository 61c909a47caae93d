/** Against NumPy and SciPy on the real files; tests/reference/profile.py made profile.json. */
import { beforeAll, describe, expect, it } from 'vitest';
import { profileBatch } from '../../../src/core/profile/chunk';
import { columnOf, describe as describeColumn, pearson, spearman } from '../../../src/core/profile/columns';
import { mergeProfiles, type MergedProfile } from '../../../src/core/profile/merge';
import { SPLIT_NAMES } from '../../../src/core/dataset/types';
import { FEATURE_COUNT, NAMED_FEATURES, namedFeatures } from '../../../src/core/features/named';
import reference from '../../reference/profile.json';
import { batchOf, expectClose } from './helpers';
import { readReal } from './real-data';
import { GARMENTS } from '../garments';

describe('the named features of the first 500 training images', () => {
  const { features: expected } = reference;
  let matrix: Float32Array;
  let columns: Float64Array[];
  beforeAll(() => {
    matrix = namedFeatures(readReal('train').images, expected.count, { height: 28, width: 28 });
    columns = NAMED_FEATURES.map((_, column) => columnOf(matrix, FEATURE_COUNT, column));
  });

  it('equal an independent NumPy implementation image by image', () => {
    for (const [image, row] of expected.first.entries()) {
      for (const [column, value] of row.entries()) expectClose(matrix[image * FEATURE_COUNT + column], value);
    }
  });

  it.each(NAMED_FEATURES.map((feature, column) => [feature.label, column] as const))(
    '%s has the mean, std, quantiles, zeros (NumPy), skewness and kurtosis (scipy.stats) of the reference',
    (_, column) => {
      const summary = describeColumn(columns[column]!);
      expectClose(summary.mean, expected.mean[column]!);
      expectClose(summary.std, expected.std[column]!);
      expectClose(summary.skewness, expected.skewness[column]!);
      expectClose(summary.kurtosis, expected.kurtosis[column]!);
      for (const [level, value] of expected.quantiles[column]!.entries()) expectClose(summary.quantiles[level], value);
      expect(summary.zeros).toBe(expected.zeros[column]);
    },
  );

  it('correlate as numpy.corrcoef and scipy.stats.spearmanr say', () => {
    const r = pearson(columns);
    const rho = spearman(columns);
    for (let row = 0; row < FEATURE_COUNT; row += 1) {
      for (let column = 0; column < FEATURE_COUNT; column += 1) {
        expectClose(r[row]![column], expected.pearson[row]![column]!);
        expectClose(rho[row]![column], expected.spearman[row]![column]!);
      }
    }
  });
});

describe('the profile of all 70,000 images', () => {
  let merged: MergedProfile;
  beforeAll(() => {
    const train = readReal('train');
    const test = readReal('t10k');
    // File order stands in for the seeded split: what is summed over the training file does not depend on it.
    merged = mergeProfiles(
      [
        profileBatch('train', 20_000, batchOf(train.images, train.labels, 20_000, 40_000), 10),
        profileBatch('train', 0, batchOf(train.images, train.labels, 0, 20_000), 10),
        profileBatch('validation', 0, batchOf(train.images, train.labels, 40_000, 45_000), 10),
        profileBatch('calibration', 0, batchOf(train.images, train.labels, 45_000, 50_000), 10),
        profileBatch('stream', 0, batchOf(train.images, train.labels, 50_000, 60_000), 10),
        profileBatch('test', 0, batchOf(test.images, test.labels), 10),
      ],
      'trainingFile',
      GARMENTS,
    );
  }, 60_000);

  it('has the mean, std and zeros of the training file', () => {
    const { pixels } = merged.summary;
    expectClose(pixels.mean, reference.train.mean, 1e-12);
    expectClose(pixels.std, reference.train.std, 1e-12);
    expect(pixels.zeros).toBe(reference.train.zeros);
    expect(pixels).toMatchObject({ images: 60_000, values: 47_040_000, min: 0, max: 255 });
  });

  it('has the mean, std and zeros of the test file in its own row', () => {
    const { pixels, perClass } = merged.summary.splits.test;
    expectClose(pixels.mean, reference.test.mean, 1e-12);
    expectClose(pixels.std, reference.test.std, 1e-12);
    expect(pixels.zeros).toBe(reference.test.zeros);
    expect(perClass).toEqual(reference.test.perClass);
  });

  it('counts the classes, the constant and the near-constant pixels exactly', () => {
    expect(merged.summary.perClass).toEqual(reference.train.perClass);
    expect(merged.summary.constantPixels).toBe(reference.train.constant);
    const share = Array.from(merged.artifacts['pixelModeShare']!.data);
    expect(share.filter((one) => one >= 0.99 && one < 1)).toHaveLength(reference.train.nearConstant99);
    for (const [pixel, value] of reference.train.modeShare.entries()) expectClose(share[pixel], value, 1e-12);
  });

  it('has the mean and std of every pixel and of the classes', () => {
    const data = (name: string): ArrayLike<number> => merged.artifacts[name]!.data;
    for (let pixel = 0; pixel < 784; pixel += 1) {
      expectClose(data('pixelMean')[pixel], reference.train.pixelMean[pixel]!, 1e-12);
      expectClose(data('pixelStd')[pixel], reference.train.pixelStd[pixel]!, 1e-10);
    }
    for (const [label, mean] of reference.train.classMeans.entries()) {
      const image = merged.artifacts['classMean']!.data.slice(label * 784, (label + 1) * 784) as Float32Array;
      expectClose(image.reduce((sum, value) => sum + value, 0) / 784 / 255, mean);
      expectClose(data('classStd')[label * 784 + 400], reference.train.classStdPixel400[label]!);
    }
  });

  it('counts every intensity', () => {
    const counts = merged.artifacts['intensity']!.data;
    for (const [level, expected] of reference.train.intensity.entries()) {
      let sum = 0;
      for (let row = 0; row < 11; row += 1) sum += counts[row * 256 + level]!;
      expect(sum).toBe(expected);
    }
  });

  it('finds no exact duplicate and nothing missing', () => {
    expect(reference.train.duplicates).toBe(0);
    expect(merged.summary.duplicates).toMatchObject({ groups: 0, copies: 0, across: [], listed: [] });
    for (const split of Object.values(merged.summary.splits)) {
      expect(Object.values(split.invalid)).toEqual([0, 0, 0, 0, 0]);
    }
  });

  it('keeps labels, splits and features of every image by its id, whatever the order of the chunks', () => {
    const { artifacts } = merged;
    for (const [image, row] of reference.features.first.entries()) {
      for (const [column, { id }] of NAMED_FEATURES.entries()) {
        expectClose(artifacts[`feature.${id}`]!.data[image], row[column]!);
      }
    }
    expect(artifacts['feature.mean']!.shape).toEqual([70_000]);
    expect([0, 45_000, 60_000].map((id) => SPLIT_NAMES[artifacts['splits']!.data[id]!])).toEqual([
      'train',
      'calibration',
      'test',
    ]);
    expect(artifacts['labels']!.data[60_000]).toBe(9);
  });
});
