import { describe, expect, it } from 'vitest';
import { splitIndices } from '../../../src/core/dataset/splits';
import { SYNTHETIC_COUNTS, syntheticImages, syntheticLabels } from '../../../src/core/dataset/synthetic';
import { PIXELS } from '../../../src/core/dataset/fashion-mnist';
import { sha256Hex } from '../../../src/core/results/canonical';
import { softmaxAccuracy, type Labelled } from './softmax-regression';

const labels = syntheticLabels('train');
const images = syntheticImages('train', 0, labels);

function pick(indices: Uint32Array): Labelled {
  const picked = new Uint8Array(indices.length * PIXELS);
  indices.forEach((index, at) => picked.set(images.subarray(index * PIXELS, (index + 1) * PIXELS), at * PIXELS));
  return { images: picked, labels: Uint8Array.from(indices, (index) => labels[index]!) };
}

describe('the synthetic sample', () => {
  it('is the same bytes on every run and every browser', () => {
    expect([labels.length, SYNTHETIC_COUNTS.test]).toEqual([12_000, 2_000]);
    expect(sha256Hex(labels).slice(0, 16)).toBe('3427f61d8fe77652');
    expect(sha256Hex(images).slice(0, 16)).toBe('6c9531cd951bb2a4');
  });

  it('does not depend on the pieces in which it is drawn', () => {
    const piece = syntheticImages('train', 5000, labels.subarray(5000, 5003));
    expect(piece).toEqual(images.slice(5000 * PIXELS, 5003 * PIXELS));
  });

  it('is drawn in less than 2 s of processor time', () => {
    const before = process.cpuUsage();
    for (const part of ['train', 'test'] as const) syntheticImages(part, 0, syntheticLabels(part));
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(2);
  });

  it('holds the classes in equal number, and no image twice or empty', () => {
    for (let label = 0; label < 10; label += 1) {
      expect(labels.filter((other) => other === label).length).toBe(1200);
    }
    const seen = new Set<string>();
    const test = syntheticImages('test', 0, syntheticLabels('test'));
    for (const pixels of [images, test]) {
      for (let start = 0; start < pixels.length; start += PIXELS) {
        const image = pixels.subarray(start, start + PIXELS);
        expect(image.some((value) => value > 60)).toBe(true);
        seen.add(Buffer.from(image).toString('latin1'));
      }
    }
    expect(seen.size).toBe(14_000);
  });

  it('is as hard for a softmax regression as the real set: 0.75 to 0.92 on validation', () => {
    const splits = splitIndices(labels, 1);
    const [train, validation] = [pick(splits.train), pick(splits.validation)];
    expect(train.labels.length).toBe(8000);
    const accuracy = softmaxAccuracy(train, validation, 2);
    expect(accuracy).toBeGreaterThan(0.75);
    expect(accuracy).toBeLessThan(0.92);
  });
});
