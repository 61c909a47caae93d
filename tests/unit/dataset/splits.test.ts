import fc from 'fast-check';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { countSplits, splitIndices, testOrder, type TrainSplit } from '../../../src/core/dataset/splits';
import { hashJson } from '../../../src/core/results/canonical';
import { NEAR_GROUPS } from '../../../workers/tasks/load/near-groups';
import { realFile } from './fixtures';

const NAMES = ['train', 'validation', 'calibration', 'stream'] as const satisfies readonly TrainSplit[];
const SHARES = { train: 8, validation: 1, calibration: 1, stream: 2 } as const;

const labelLists = fc
  .array(fc.integer({ min: 0, max: 9 }), { maxLength: 600 })
  .map((labels) => Uint8Array.from(labels));

function classCounts(labels: Uint8Array, indices: Iterable<number>): number[] {
  const counts = new Array<number>(10).fill(0);
  for (const index of indices) counts[labels[index]!]! += 1;
  return counts;
}

describe('the splits of the real data set', () => {
  const labels = Uint8Array.from(gunzipSync(realFile('train-labels')).subarray(8));
  const testLabels = Uint8Array.from(gunzipSync(realFile('test-labels')).subarray(8));

  it('are exactly 40,000, 5,000, 5,000 and 10,000, each class alike, and 10,000 for test', () => {
    const counts = countSplits(labels, testLabels, 1, NEAR_GROUPS);
    expect(counts.train).toEqual({ count: 40_000, perClass: Array<number>(10).fill(4000) });
    expect(counts.validation).toEqual({ count: 5000, perClass: Array<number>(10).fill(500) });
    expect(counts.calibration).toEqual({ count: 5000, perClass: Array<number>(10).fill(500) });
    expect(counts.stream).toEqual({ count: 10_000, perClass: Array<number>(10).fill(1000) });
    expect(counts.test).toEqual({ count: 10_000, perClass: Array<number>(10).fill(1000) });
  });

  it('stay what they are: version 2 with seed 1', () => {
    const splits = splitIndices(labels, 1, NEAR_GROUPS);
    const hashes = NAMES.map((name) => hashJson([...splits[name]]).slice(0, 12));
    expect(hashes).toEqual(['143239612c46', '35baaa14d6b3', 'fbdb54599912', 'a09329789fe1']);
  });

  it('keep every group of near duplicates within one split, for any seed', () => {
    expect(NEAR_GROUPS.length).toBeGreaterThan(50);
    for (const seed of [1, 2, 3]) {
      const splits = splitIndices(labels, seed, NEAR_GROUPS);
      const splitOf = new Map(NAMES.flatMap((name) => Array.from(splits[name], (index) => [index, name] as const)));
      expect(splitOf.size).toBe(60_000);
      const homes = NEAR_GROUPS.map((group) => new Set(group.map((index) => splitOf.get(index))));
      expect(homes.every((home) => home.size === 1)).toBe(true);
      expect(new Set(homes.flatMap((home) => [...home])).size).toBe(4);
    }
  });

  it('are another partition without the groups, and the same for the same seed', () => {
    expect(splitIndices(labels, 1, NEAR_GROUPS)).toEqual(splitIndices(labels, 1, NEAR_GROUPS));
    const apart = splitIndices(labels, 1);
    const broken = NEAR_GROUPS.filter(
      (group) => !NAMES.some((name) => group.every((index) => apart[name].includes(index))),
    );
    expect(broken.length).toBeGreaterThan(10);
  });

  it('begin with class-balanced images at any length', () => {
    const splits = { ...splitIndices(labels, 1, NEAR_GROUPS), test: testOrder(testLabels, 1) };
    for (const [name, indices] of Object.entries(splits)) {
      for (const length of [1, 7, 10, 95, 100, 1000, 1003]) {
        const counts = classCounts(name === 'test' ? testLabels : labels, indices.subarray(0, length));
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }
    }
  });
});

/** Labels, and disjoint groups of some of their indices, of any classes. */
const labelsWithGroups = labelLists.chain((labels) =>
  fc
    .shuffledSubarray([...labels.keys()])
    .chain((indices) => fc.array(fc.integer({ min: 2, max: 40 })).map((sizes) => ({ indices, sizes })))
    .map(({ indices, sizes }) => {
      const groups: number[][] = [];
      for (const size of sizes) if (indices.length >= size) groups.push(indices.splice(0, size));
      return { labels, groups };
    }),
);

describe('splits of any labels', () => {
  it('are a partition with exact shares whatever stays together', () => {
    fc.assert(
      fc.property(labelsWithGroups, fc.nat(), ({ labels, groups }, seed) => {
        const splits = splitIndices(labels, seed, groups);
        const all = NAMES.flatMap((name) => [...splits[name]]).sort((a, b) => a - b);
        expect(all).toEqual([...labels.keys()]);
        const apart = splitIndices(labels, seed);
        for (const name of NAMES) expect(classCounts(labels, splits[name])).toEqual(classCounts(labels, apart[name]));
      }),
    );
  });

  it('are a partition', () => {
    fc.assert(
      fc.property(labelLists, fc.nat(), (labels, seed) => {
        const splits = splitIndices(labels, seed);
        const all = NAMES.flatMap((name) => [...splits[name]]).sort((a, b) => a - b);
        expect(all).toEqual([...labels.keys()]);
      }),
    );
  });

  it('give every class its share, to less than one image', () => {
    fc.assert(
      fc.property(labelLists, fc.nat(), (labels, seed) => {
        const splits = splitIndices(labels, seed);
        const totals = classCounts(labels, labels.keys());
        for (const name of NAMES) {
          const counts = classCounts(labels, splits[name]);
          for (let label = 0; label < 10; label += 1) {
            expect(Math.abs(counts[label]! - (totals[label]! * SHARES[name]) / 12)).toBeLessThanOrEqual(1);
          }
        }
      }),
    );
  });

  it('spread every class evenly over their order, whatever the class sizes', () => {
    fc.assert(
      fc.property(labelLists, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (labels, seed, share) => {
        const { train } = splitIndices(labels, seed);
        const totals = classCounts(labels, train);
        const length = Math.round(share * train.length);
        const counts = classCounts(labels, train.subarray(0, length));
        // The cut falls within one step of every class, so a class is off by its own step and its part of the others'.
        const classes = totals.filter((total) => total > 0).length;
        for (let label = 0; label < 10; label += 1) {
          const expected = train.length === 0 ? 0 : (totals[label]! * length) / train.length;
          expect(Math.abs(counts[label]! - expected)).toBeLessThanOrEqual(
            1 + (classes * totals[label]!) / Math.max(1, train.length),
          );
        }
      }),
    );
  });

  it('depend on the seed and on nothing else', () => {
    const labels = Uint8Array.from({ length: 600 }, (_, index) => index % 10);
    expect(splitIndices(labels, 5)).toEqual(splitIndices(labels.slice(), 5));
    for (const name of NAMES) expect(splitIndices(labels, 5)[name]).not.toEqual(splitIndices(labels, 6)[name]);
  });

  it('hold no trace of the file order: neighbours in a split are not neighbours in the file', () => {
    const labels = Uint8Array.from({ length: 6000 }, (_, index) => index % 10);
    const { train } = splitIndices(labels, 3);
    const early = train.subarray(0, 1000);
    const mean = early.reduce((sum, index) => sum + index, 0) / early.length;
    // Standard error of the mean of 1,000 of 6,000 uniform places: about 50.
    expect(Math.abs(mean - 3000)).toBeLessThan(250);
  });

  it('take 190,000 images of one class', () => {
    const splits = splitIndices(new Uint8Array(190_000).fill(3), 1, [[0, 189_999]]);
    const sizes = NAMES.map((name) => splits[name].length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(190_000);
    expect(sizes[0]).toBe(Math.round((190_000 * 8) / 12));
  });
});
