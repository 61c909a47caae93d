import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PIXELS, CLASS_NAMES } from '../../../src/core/dataset/fashion-mnist';
import type { ImageBatch } from '../../../src/core/dataset/types';
import { SCENARIO_LABELS, type ScenarioType } from '../../../src/core/drift/scenarios';
import {
  applyScenario,
  describeScenario,
  streamBatches,
  fadingClasses,
  thinClasses,
} from '../../../src/core/drift/stream';
import { shuffle, randomSource } from '../../../src/core/seed';
import { takeImages } from '../../../src/core/dataset/batch';
import { SHIPPED_SCENARIO } from './shipped';

function batchOf(count: number, first = 0): ImageBatch {
  return {
    images: Uint8Array.from({ length: count * PIXELS }, (_, i) => (i * 7) % 256),
    labels: Uint8Array.from({ length: count }, (_, i) => i % 10),
    indices: Uint32Array.from({ length: count }, (_, i) => first + i * 3),
    height: 28,
    width: 28,
  };
}

describe('the stream', () => {
  it('is cut into batches that hold each image once and differ in size by at most one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(),
        (count, batches, seed) => {
          fc.pre(batches <= count);
          const cut = streamBatches(batchOf(count).indices, batches, seed);
          expect(cut).toHaveLength(batches);
          const all = cut.flatMap((positions) => Array.from(positions)).sort((a, b) => a - b);
          expect(all).toEqual(Array.from({ length: count }, (_, i) => i));
          const sizes = cut.map((positions) => positions.length);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
          expect(Math.min(...sizes)).toBeGreaterThanOrEqual(1);
        },
      ),
    );
  });

  it('has the same images in each batch whatever order the split lists them in, and others for another seed', () => {
    const indices = batchOf(200).indices;
    const mixed = shuffle(indices.slice(), randomSource(1));
    const filesOf = (order: Uint32Array, seed: number): number[][] =>
      streamBatches(order, 4, seed).map((positions) => Array.from(positions, (position) => order[position]!));
    expect(filesOf(mixed, 5)).toEqual(filesOf(indices, 5));
    expect(filesOf(indices, 6)).not.toEqual(filesOf(indices, 5));
  });

  it('refuses more batches than images, by a sentence', () => {
    expect(() => streamBatches(new Uint32Array(3), 4, 1)).toThrow('A stream of 3 images cannot be cut into 4 batches');
    expect(() => streamBatches(new Uint32Array(3), 0, 1)).toThrow('each needs an image');
  });

  it('takes images with their labels and indices', () => {
    const all = batchOf(5, 100);
    const taken = takeImages(all, [4, 1]);
    expect(Array.from(taken.indices)).toEqual([112, 103]);
    expect(Array.from(taken.labels)).toEqual([4, 1]);
    expect(taken.images.subarray(0, PIXELS)).toEqual(all.images.subarray(4 * PIXELS));
  });
});

describe('a scenario', () => {
  it('changes nothing before its onset, and every batch from there on', () => {
    const batch = batchOf(20);
    for (const type of Object.keys(SCENARIO_LABELS) as ScenarioType[]) {
      const scenario = { type, severity: 0.9, fromBatch: 3 };
      expect(applyScenario(batch, 2, scenario, 1, CLASS_NAMES)).toBe(batch);
      if (type === 'none') expect(applyScenario(batch, 3, scenario, 1, CLASS_NAMES)).toBe(batch);
      else {
        expect(applyScenario(batch, 3, scenario, 1, CLASS_NAMES), type).not.toEqual(batch);
        expect(applyScenario(batch, 9, scenario, 1, CLASS_NAMES), type).not.toEqual(batch);
      }
      expect(applyScenario(batch, 3, { ...scenario, severity: 0 }, 1, CLASS_NAMES)).toBe(batch);
    }
    expect(() => applyScenario(batch, 1, { ...SHIPPED_SCENARIO, severity: 2 }, 1, CLASS_NAMES)).toThrow(
      'severity of drift',
    );
  });

  it('of class mix thins the summer classes to the stated share and keeps all others, each image at most once', () => {
    const batch = batchOf(5000);
    const thinned = applyScenario(batch, 9, { type: 'class-mix', severity: 0.8, fromBatch: 9 }, 4, CLASS_NAMES);
    expect(new Set(thinned.indices).size).toBe(thinned.indices.length);
    const counts = new Array<number>(10).fill(0);
    for (const label of thinned.labels) counts[label]! += 1;
    counts.forEach((count, label) => {
      if (fadingClasses(CLASS_NAMES).includes(label)) {
        // Binomial(500, 0.2): 100, give or take four deviations of 8.9.
        expect(count).toBeGreaterThan(64);
        expect(count).toBeLessThan(136);
      } else expect(count).toBe(500);
    });
  });

  it('of class mix keeps or drops an image whatever batch it is in', () => {
    const labels = [0, 0, 0, 0, 0, 0];
    const indices = [1, 2, 3, 4, 5, 6];
    const kept = Array.from(thinClasses(labels, indices, [0.5], 8), (position) => indices[position]!);
    const halves = [
      [1, 2, 3],
      [4, 5, 6],
    ].flatMap((part) => Array.from(thinClasses([0, 0, 0], part, [0.5], 8), (position) => part[position]!));
    expect(halves).toEqual(kept);
  });

  it('reads as a sentence', () => {
    expect(describeScenario(SHIPPED_SCENARIO, CLASS_NAMES)).toBe(
      'From batch 9 on: Gaussian noise with a standard deviation of 38 of 255.',
    );
    expect(describeScenario({ type: 'class-mix', severity: 0.8, fromBatch: 2 }, CLASS_NAMES)).toBe(
      'From batch 2 on: 80 % fewer images of T-shirt/top, Dress, Sandal, Sneaker.',
    );
    expect(describeScenario({ type: 'none', severity: 1, fromBatch: 2 }, CLASS_NAMES)).toBe(
      'The stream does not drift.',
    );
  });
});
