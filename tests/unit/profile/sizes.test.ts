/** Profiles of images of other sizes than 28 x 28, against values worked out in the plainest way. */
import { describe, expect, it } from 'vitest';
import { randomSource } from '../../../src/core/seed';
import { pixelsOf, type ImageSize } from '../../../src/core/dataset/shape';
import type { ImageBatch } from '../../../src/core/dataset/types';
import { classShapes } from '../../../src/core/map/classes';
import { Projector } from '../../../src/core/map/projector';
import { alertsOf } from './alerts-of';
import { profileBatch } from '../../../src/core/profile/chunk';
import { MOST_PIXELS, blockSide, coarseImages, coarseSize } from '../../../src/core/profile/coarse';
import { LevelCounts, levelRuns } from '../../../src/core/profile/levels';
import { mergeProfiles } from '../../../src/core/profile/merge';
import { pixelPca } from '../../../src/core/profile/pca';
import { clusteredOrder } from '../../../src/core/profile/pixel-order';
import { pixelPairs } from '../../../src/core/profile/pixel-pairs';
import { emptyPixelCounts, mergePixelCounts } from '../../../src/core/profile/pixels';
import { pairIndex, pixelCorrelations, productsOf } from '../../../src/core/profile/products';
import { COLUMN_COUNT, qualityScores } from '../../../src/core/profile/quality';
import { mergeQuality, qualityChunk } from '../../../src/core/profile/quality-summary';
import { ProductSums } from '../../../workers/engine/kernels/integers/products';
import { THRESHOLDS, expectClose } from './helpers';

const SIZES: readonly ImageSize[] = [
  { height: 8, width: 8 },
  { height: 17, width: 23 },
  { height: 28, width: 28 },
  { height: 32, width: 32 },
];
const named = SIZES.map((size) => [`${size.height} x ${size.width}`, size] as const);
const CLASSES = ['ring', 'cross', 'bar'];

/** Shapes on black, of three classes, some pixels the same in all images. */
function batchOf(size: ImageSize, count: number, seed: number): ImageBatch {
  const random = randomSource(seed);
  const images = new Uint8Array(count * pixelsOf(size));
  for (let at = 0; at < images.length; at += 1) {
    const row = Math.floor((at % pixelsOf(size)) / size.width);
    if (row > 0 && random() < 0.6) images[at] = Math.floor(random() * 256);
  }
  return {
    images,
    labels: Uint8Array.from({ length: count }, (_, at) => at % CLASSES.length),
    indices: Uint32Array.from({ length: count }, (_, at) => at),
    ...size,
  };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: readonly number[]): number =>
  Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));

describe.each(named)('images of %s', (_, size) => {
  const pixels = pixelsOf(size);
  const batch = batchOf(size, 45, 7);
  const image = (at: number): number[] => [...batch.images.subarray(at * pixels, (at + 1) * pixels)];
  const ofPixel = (pixel: number): number[] => [...batch.labels.keys()].map((at) => image(at)[pixel]!);

  it('have maps of their own rows and columns with the mean and deviation of each pixel', () => {
    const { summary, artifacts } = mergeProfiles([profileBatch('train', 0, batch, 3)], 'train', {
      ...size,
      classes: CLASSES,
    });
    expect(artifacts['pixelMean']!.shape).toEqual([size.height, size.width]);
    expect(artifacts['classMean']!.shape).toEqual([3, size.height, size.width]);
    for (const pixel of [0, size.width, pixels - 1]) {
      expectClose(artifacts['pixelMean']!.data[pixel], mean(ofPixel(pixel)));
      expectClose(artifacts['pixelStd']!.data[pixel], deviation(ofPixel(pixel)));
    }
    const ofClass = [...batch.labels.keys()].filter((at) => batch.labels[at] === 2);
    expect(artifacts['classMean']!.data[2 * pixels + size.width]).toBeCloseTo(
      mean(ofClass.map((at) => image(at)[size.width]!)),
      4,
    );
    expect(summary.pixels.values).toBe(45 * pixels);
    expect(summary.constantPixels).toBe(size.width);
    expect(summary.splits.train.invalid.imagesWrongSize).toBe(0);
    const { alerts } = alertsOf(summary, artifacts['pixelModeShare']!.data, THRESHOLDS, {
      ...size,
      classes: CLASSES,
    });
    expect(alerts.find(({ kind }) => kind === 'constant')!.sentence).toContain(
      `${size.width} of ${pixels.toLocaleString('en')} pixels`,
    );
  });

  it('are scored as their sorted values, levels and neighbours say', () => {
    const scores = qualityScores(batch.images, 45, size);
    for (const at of [0, 44]) {
      const values = image(at);
      const sorted = [...values].sort((a, b) => a - b);
      const percentile = (share: number): number => {
        const place = share * (pixels - 1);
        const low = Math.floor(place);
        return sorted[low]! + (place - low) * ((sorted[low + 1] ?? sorted[low]!) - sorted[low]!);
      };
      const levels = Array.from({ length: 256 }, (_, level) => values.filter((value) => value === level).length);
      const entropy = -levels.reduce((sum, n) => sum + (n > 0 ? (n / pixels) * Math.log2(n / pixels) : 0), 0);
      const edges = values.map((value, pixel) => {
        const [y, x] = [Math.floor(pixel / size.width), pixel % size.width];
        if (y === 0 || x === 0 || y === size.height - 1 || x === size.width - 1) return value;
        let around = 0;
        for (const down of [-1, 0, 1])
          for (const right of [-1, 0, 1]) around += values[(y + down) * size.width + x + right]!;
        return Math.max(0, Math.min(255, 9 * value - around));
      });
      const row = scores.subarray(at * COLUMN_COUNT, (at + 1) * COLUMN_COUNT);
      expect(row[0]).toBeCloseTo(percentile(0.99) / 255, 5);
      expect(row[1]).toBeCloseTo(1 - percentile(0.05) / 255, 5);
      expect(row[2]).toBeCloseTo(Math.min(1, 0.1 * entropy), 5);
      expect(row[4]).toBeCloseTo(1 - Math.exp(-0.01 * deviation(edges)), 5);
    }
    const { artifacts } = mergeQuality(
      [qualityChunk('train', 0, batch, scores)],
      { ...size, counts: { train: 45, test: 0 } },
      3,
    );
    expect(artifacts['quality.worst']!.shape).toEqual([80, pixels]);
  });

  it('have products that SIMD and the plain loop agree on, and correlations that follow from the values', () => {
    const sums = productsOf(batch.images, pixels);
    const simd = new ProductSums(pixels);
    simd.add(batch.images);
    expect(simd.finish()).toEqual(sums.products);
    const correlations = pixelCorrelations(sums);
    const [p, q] = [size.width + 1, pixels - 1];
    const [a, b] = [ofPixel(p), ofPixel(q)];
    const covariance = mean(a.map((value, at) => (value - mean(a)) * (b[at]! - mean(b))));
    expectClose(correlations[pairIndex(p, q, pixels)], covariance / deviation(a) / deviation(b));
    expect(pixelPairs(correlations, pixels).varying).toBe(pixels - size.width);
    expect([...clusteredOrder(correlations, pixels)].sort((one, other) => one - other)).toEqual([
      ...Array(pixels).keys(),
    ]);
  });

  it('are rebuilt without a rest by as many components as the images span, and no more are asked for than pixels', () => {
    const pca = pixelPca(productsOf(batch.images, pixels), 64);
    expect(pca.components).toHaveLength(64 * pixels);
    const projector = new Projector(pca);
    expect(projector.residual(batch.images, 3)).toBeLessThan(1e-5);
    const few = pixelPca(productsOf(batch.images, pixels), pixels <= 64 ? 10_000 : 2);
    expect(few.components).toHaveLength((pixels <= 64 ? 64 : 2) * pixels);
  });

  it('spread around the mean image of their class', () => {
    const { means, spread } = classShapes(batch.images, batch.labels, 3, pixels);
    const ofClass = [...batch.labels.keys()].filter((at) => batch.labels[at] === 1);
    const squares = ofClass.map((at) =>
      image(at).reduce((sum, value, pixel) => sum + (value / 255 - means[pixels + pixel]!) ** 2, 0),
    );
    expectClose(spread[1], Math.sqrt(mean(squares)));
  });
});

describe('levels of many classes of large images', () => {
  it('are counted in runs of classes that stay within 64 MB and say the same as all at once', () => {
    for (const [classes, pixels] of [
      [100, 4096],
      [10, 784],
      [2, 64],
    ] as const) {
      const runs = levelRuns(classes, pixels);
      expect(runs.flatMap(({ first, end }) => Array.from({ length: end - first }, (_, at) => first + at))).toEqual([
        ...Array(classes).keys(),
      ]);
      for (const { first, end } of runs) expect((end - first) * pixels * 256 * 4).toBeLessThanOrEqual(2 ** 26);
    }
    expect(levelRuns(10, 784)).toHaveLength(1);
    const { images, labels } = batchOf({ height: 8, width: 8 }, 40, 3);
    const whole = new LevelCounts({ first: 0, end: 3 }, 64);
    whole.add(images, labels);
    const last = new LevelCounts({ first: 2, end: 3 }, 64);
    last.add(images, labels);
    expect(last.medians()).toEqual(whole.medians().slice(2 * 64));
    expect(last.entropies()).toEqual(whole.entropies().slice(2 * 64));
  });
});

it('counts of images of other sizes are not added up', () => {
  expect(() => mergePixelCounts(emptyPixelCounts(3, 64), emptyPixelCounts(3, 391))).toThrow(RangeError);
});

describe('large images, for what is counted of pairs of pixels', () => {
  it('are averaged in the smallest blocks that leave at most 1,024, others are left as they are', () => {
    for (let height = 8; height <= 64; height += 1) {
      for (const width of [8, 17, 28, 33, 46, 64]) {
        const side = blockSide({ height, width });
        const { height: rows, width: columns } = coarseSize({ height, width });
        expect(rows * columns).toBeLessThanOrEqual(MOST_PIXELS);
        if (side > 1)
          expect(Math.ceil(height / (side - 1)) * Math.ceil(width / (side - 1))).toBeGreaterThan(MOST_PIXELS);
      }
    }
    expect(coarseSize({ height: 64, width: 64 })).toEqual({ height: 32, width: 32 });
    const { images } = batchOf({ height: 32, width: 32 }, 2, 1);
    expect(coarseImages(images, { height: 32, width: 32 })).toBe(images);
  });

  it('have the rounded mean of each block, cut short at the right and at the bottom', () => {
    const size = { height: 33, width: 45 };
    const { images } = batchOf(size, 3, 5);
    const grid = coarseSize(size);
    expect(grid).toEqual({ height: 17, width: 23 });
    const coarse = coarseImages(images, size);
    expect(coarse).toHaveLength(3 * 17 * 23);
    for (const [at, row, column] of [
      [0, 0, 0],
      [1, 16, 4],
      [2, 16, 22],
      [2, 3, 22],
    ] as const) {
      const inside: number[] = [];
      for (let y = 2 * row; y < Math.min(33, 2 * row + 2); y += 1) {
        for (let x = 2 * column; x < Math.min(45, 2 * column + 2); x += 1)
          inside.push(images[at * 33 * 45 + y * 45 + x]!);
      }
      expect(coarse[at * 17 * 23 + row * 23 + column]).toBe(Math.round(mean(inside)));
    }
  });
});
