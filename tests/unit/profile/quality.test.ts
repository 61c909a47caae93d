/** The checks of single images against Pillow and NumPy; tests/reference/quality.py made quality.json. */
import { beforeAll, describe, expect, it } from 'vitest';
import { COLUMN_COUNT, QUALITY_KINDS, qualityScores } from '../../../src/core/profile/quality';
import {
  QUALITY_BINS,
  WORST,
  mergeQuality,
  qualityArrays,
  qualityChunk,
  qualityChunkOf,
  qualityEvidence,
  type MergedQuality,
  type QualityChunk,
} from '../../../src/core/profile/quality-summary';
import { sizeOf } from '../../../src/core/dataset/shape';
import type { SplitName } from '../../../src/core/dataset/types';
import reference from '../../reference/quality.json';
import { GARMENTS } from '../garments';
import { batchOf, expectClose } from './helpers';
import { readReal } from './real-data';

const scoresOf = (pixels: readonly number[]): number[] => [...qualityScores(Uint8Array.from(pixels), 1, GARMENTS)];

describe('scores of images that a camera would not take', () => {
  it.each(reference.odd)(
    'the $name one scores as numpy.percentile, Image.entropy, FIND_EDGES and histogram say',
    ({ pixels, scores }) => {
      const found = scoresOf(pixels);
      for (const [column, expected] of scores.entries()) expectClose(found[column], expected);
    },
  );

  it('are refused where pixels are missing', () => {
    expect(() => qualityScores(new Uint8Array(783), 1, GARMENTS)).toThrow(RangeError);
  });
});

describe('the checks of all 70,000 images', () => {
  const train = readReal('train');
  const test = readReal('t10k');
  const counts = { train: 60_000, test: 10_000 };
  let chunks: QualityChunk[];
  let merged: MergedQuality;
  beforeAll(() => {
    const chunk = (split: SplitName, of: typeof train, start: number, end: number, from = 0): QualityChunk => {
      const batch = batchOf(of.images, of.labels, start, end);
      return qualityChunk(split, from, batch, qualityScores(batch.images, end - start, batch));
    };
    chunks = [
      chunk('test', test, 0, 10_000),
      chunk('train', train, 20_000, 40_000, 20_000),
      chunk('train', train, 0, 20_000),
      chunk('validation', train, 40_000, 45_000),
      chunk('calibration', train, 45_000, 50_000),
      chunk('stream', train, 50_000, 60_000),
    ];
    merged = mergeQuality(chunks, { ...GARMENTS, counts }, 10);
  }, 60_000);

  it('score the first images as numpy.percentile, Image.entropy, FIND_EDGES and histogram say', () => {
    for (const [id, row] of reference.first.entries()) {
      for (const [at, kind] of QUALITY_KINDS.entries()) {
        expectClose(merged.artifacts[`quality.${kind}`]!.data[id], row[at]!);
      }
    }
  });

  it('have the mean scores of the reference, so that no image is left out', () => {
    for (const [at, kind] of QUALITY_KINDS.entries()) {
      const scores = merged.artifacts[`quality.${kind}`]!.data as Float32Array;
      expect(scores).toHaveLength(70_000);
      expectClose(scores.reduce((sum, score) => sum + score, 0) / 70_000, reference.mean[at]!);
    }
  });

  it.each(QUALITY_KINDS)('mark as many images %s as the reference, in all and in the test file', (kind) => {
    const check = merged.summary.checks.find((one) => one.kind === kind)!;
    expect(check.flagged).toBe(reference.flagged[kind]);
    expect(check.bySplit.test).toBe(reference.flaggedTest[kind]);
    expect(Object.values(check.bySplit).reduce((sum, images) => sum + images, 0)).toBe(check.flagged);
    expect(check.byClass.reduce((sum, images) => sum + images, 0)).toBe(check.flagged);
    expect(check.ids).toHaveLength(Math.min(1000, check.flagged));
  });

  it("count what Datalab's threshold of low information would mark", () => {
    const low = merged.summary.checks[2]!;
    expect(low.second).toEqual({ name: 'datalab', threshold: 0.15, flagged: reference.lowInformation15 });
  });

  it('have the histograms of numpy.histogram', () => {
    const { data } = merged.artifacts['quality.histograms']!;
    for (const [at, kind] of QUALITY_KINDS.entries()) {
      expect(Array.from(data.subarray(at * QUALITY_BINS, (at + 1) * QUALITY_BINS)), kind).toEqual(
        reference.histograms[kind],
      );
    }
  });

  it('list the lowest first, with the pixels of each', () => {
    const { data } = merged.artifacts['quality.worst']!;
    for (const [at, check] of merged.summary.checks.entries()) {
      expect(check.worst).toHaveLength(WORST);
      const scores = check.worst.map((image) => image.score);
      expect(scores).toEqual([...scores].sort((a, b) => a - b));
      for (const [place, { id, label }] of check.worst.entries()) {
        const { images, labels } = id < 60_000 ? train : test;
        const index = id < 60_000 ? id : id - 60_000;
        expect(label).toBe(labels[index]);
        const from = (at * WORST + place) * 784;
        expect(data.slice(from, from + 784)).toEqual(images.slice(index * 784, (index + 1) * 784));
      }
    }
    const dark = merged.summary.checks[0]!;
    expect(dark.worst.map(({ id }) => id)).toEqual(reference.lowest.dark);
    expect(dark.ids.slice(0, 20)).toEqual(reference.lowest.dark);
  });

  it('do not depend on the order of the parts, and come back from their stored arrays', () => {
    const again = [...chunks].reverse().map((chunk) => qualityChunkOf(chunk, qualityArrays(chunk)));
    expect(mergeQuality(again, { ...GARMENTS, counts }, 10)).toEqual(merged);
  });

  it('do not depend on the order of the images in a split, where many scores are equal', () => {
    const order = Uint32Array.from({ length: 2000 }, (_, at) => (at * 7919) % 2000);
    const shuffled = {
      images: Uint8Array.from(order.length * 784 === 0 ? [] : new Uint8Array(order.length * 784)),
      labels: Uint8Array.from(order, (index) => train.labels[index]!),
      indices: order,
      ...sizeOf(GARMENTS),
    };
    for (const [place, index] of order.entries()) {
      shuffled.images.set(train.images.subarray(index * 784, (index + 1) * 784), place * 784);
    }
    const scores = qualityScores(shuffled.images, 2000, GARMENTS);
    const parts = [0, 1].map((part) => {
      const [from, to] = [part * 1000, part * 1000 + 1000];
      const batch = {
        images: shuffled.images.subarray(from * 784, to * 784),
        labels: shuffled.labels.subarray(from, to),
        indices: shuffled.indices.subarray(from, to),
        ...sizeOf(GARMENTS),
      };
      return qualityChunk('train', from, batch, scores.slice(from * COLUMN_COUNT, to * COLUMN_COUNT));
    });
    const inFileOrder = batchOf(train.images, train.labels, 0, 2000);
    const whole = qualityChunk('train', 0, inFileOrder, qualityScores(inFileOrder.images, 2000, inFileOrder));
    const dataset = { ...GARMENTS, counts: { train: 2000, test: 0 } };
    expect(mergeQuality(parts, dataset, 10)).toEqual(mergeQuality([whole], dataset, 10));
  });

  it('leave evidence whose arrays are there and whose thresholds count what the summary says', () => {
    for (const [at, evidence] of qualityEvidence(70_000).entries()) {
      const scores = merged.artifacts[evidence.arrays.scores]!.data;
      const check = merged.summary.checks[at]!;
      expect(evidence).toMatchObject({ kind: check.kind, counts: 'at-most', threshold: check.threshold });
      expect(Array.from(scores).filter((score) => score <= evidence.threshold)).toHaveLength(check.flagged);
    }
  });
});

describe('checks where there is little to check', () => {
  it('of no image at all mark nothing', () => {
    const { summary, artifacts } = mergeQuality([], { ...GARMENTS, counts: { train: 0, test: 0 } }, 10);
    expect(summary.images).toBe(0);
    expect(summary.checks.map(({ flagged, worst }) => [flagged, worst])).toEqual(Array(4).fill([0, []]));
    expect(artifacts['quality.worst']!.shape).toEqual([0, 784]);
  });

  it('of black images alone mark all of them dark and without information, none light or blurry', () => {
    const batch = batchOf(new Uint8Array(30 * 784), new Uint8Array(30));
    const chunk = qualityChunk('train', 0, batch, qualityScores(batch.images, 30, batch));
    const { summary } = mergeQuality([chunk], { ...GARMENTS, counts: { train: 30, test: 0 } }, 10);
    expect(summary.checks.map(({ flagged }) => flagged)).toEqual([30, 0, 30, 0]);
    expect(summary.checks[3]!.second).toMatchObject({ name: 'edges', flagged: 30 });
  });
});
