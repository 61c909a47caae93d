/** Folds, what a training sees of its images, and labels flipped on purpose. */
import { describe, expect, it } from 'vitest';
import { PIXELS } from '../../../src/core/dataset/fashion-mnist';
import type { ImageBatch } from '../../../src/core/dataset/types';
import { confusedWith, flipLabels, rankingQuality } from '../../../src/core/labels/flips';
import { assignFolds, matchedAtRandom, selectImages } from '../../../src/core/labels/folds';
import { randomSource } from '../../../src/core/seed';
import { GARMENTS } from '../garments';

const labelled = (labels: readonly number[]): ImageBatch => ({
  images: Uint8Array.from({ length: labels.length * PIXELS }, (_, at) => Math.floor(at / PIXELS)),
  labels: Uint8Array.from(labels),
  indices: Uint32Array.from(labels, (_, place) => 100 + 2 * place),
  height: 28,
  width: 28,
});
const random = randomSource(1);
const mixed = Array.from({ length: 237 }, () => Math.floor(10 * random() ** 2));

describe('folds', () => {
  it('hold every class in equal numbers, each image in one, whatever the size', () => {
    for (const folds of [2, 3, 5]) {
      const labels = Uint8Array.from(mixed.filter((label) => mixed.filter((one) => one === label).length >= folds));
      const assigned = assignFolds(labels, { folds, seed: 1 });
      for (let label = 0; label < 10; label += 1) {
        const counts = Array.from(
          { length: folds },
          (_, fold) => labels.filter((one, at) => one === label && assigned[at] === fold).length,
        );
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }
      const sizes = Array.from({ length: folds }, (_, fold) => assigned.filter((one) => one === fold).length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }
  });

  it('are the same for the same seed and others for another', () => {
    const labels = Uint8Array.from({ length: 200 }, (_, at) => at % 10);
    expect(assignFolds(labels, { folds: 4, seed: 9 })).toEqual(assignFolds(labels, { folds: 4, seed: 9 }));
    expect(assignFolds(labels, { folds: 4, seed: 9 })).not.toEqual(assignFolds(labels, { folds: 4, seed: 8 }));
  });

  it('keep a group of near duplicates together, and classes still in about equal numbers', () => {
    const labels = Uint8Array.from({ length: 300 }, (_, at) => at % 10);
    const groups = Int32Array.from({ length: 300 }, (_, at) => (at < 60 ? Math.floor(at / 6) : 1000 + at));
    const assigned = assignFolds(labels, { folds: 3, seed: 2 }, groups);
    for (let at = 0; at < 60; at += 1) expect(assigned[at]).toBe(assigned[6 * Math.floor(at / 6)]);
    const sizes = [0, 1, 2].map((fold) => assigned.filter((one) => one === fold).length);
    expect(Math.min(...sizes)).toBeGreaterThan(80);
  });

  it('share images of other splits too, each held out once, none trained on, and the classes about evenly', () => {
    const train = labelled(Array.from({ length: 40 }, (_, at) => at % 4));
    // One class has a single image: it is dealt out all the same.
    const others = { ...labelled([...Array.from({ length: 30 }, (_, at) => at % 3), 3]) };
    others.indices.forEach((index, place) => (others.indices[place] = index + 1000));
    const folds = [0, 1, 2].map((fold) => {
      const selection = { fold: { fold, folds: 3, seed: 3 } };
      const plain = selectImages(train, selection);
      const all = selectImages(train, selection, [[1100, 1106]], others);
      expect(all.train).toEqual(plain.train);
      expect(all.heldOut!.indices.subarray(0, plain.heldOut!.indices.length)).toEqual(plain.heldOut!.indices);
      const rest = all.heldOut!.indices.subarray(plain.heldOut!.indices.length);
      const labels = all.heldOut!.labels.subarray(plain.heldOut!.indices.length);
      for (let label = 0; label < 3; label += 1) {
        const count = labels.filter((one) => one === label).length;
        expect(Math.abs(count - 10 / 3)).toBeLessThan(2);
      }
      expect(all.heldOut!.images.at(-1)).toBe((rest.at(-1)! - 1100) / 2);
      return [...rest];
    });
    expect(folds.flat().sort((a, b) => a - b)).toEqual([...others.indices]);
    // Near duplicates stay together.
    expect(folds.filter((fold) => fold.includes(1100) && fold.includes(1106))).toHaveLength(1);
  });

  it.each([
    [[], 3, /no images in the training split/],
    [[3, 3, 3, 3], 2, /All images are labelled Dress/],
    [[0, 0, 0, 0, 6, 6], 3, /Shirt has 2 images, fewer than the 3 folds/],
    [[0, 0, 1, 1], 1, /take 2 or more/],
  ] as const)('are refused in a sentence for labels %j and %i folds', (labels, folds, sentence) => {
    expect(() => assignFolds(Uint8Array.from(labels), { folds, seed: 1 }, undefined, GARMENTS.classes)).toThrow(
      sentence,
    );
  });
});

describe('what a training sees', () => {
  const batch = labelled(Array.from({ length: 40 }, (_, at) => at % 4));

  it('is the batch itself without a selection', () => {
    expect(selectImages(batch, {}).train).toBe(batch);
  });

  it('is every fold but one, and the folds held out make the whole', () => {
    const seen: number[] = [];
    for (let fold = 0; fold < 5; fold += 1) {
      const { train, heldOut } = selectImages(batch, { fold: { fold, folds: 5, seed: 3 } });
      expect(train.labels.length + heldOut!.labels.length).toBe(40);
      expect(heldOut!.indices.some((index) => train.indices.includes(index))).toBe(false);
      seen.push(...heldOut!.indices);
      heldOut!.indices.forEach((index, row) => {
        expect(heldOut!.images[row * PIXELS]).toBe((index - 100) / 2);
        expect(heldOut!.labels[row]).toBe(((index - 100) / 2) % 4);
      });
    }
    expect(seen.sort((a, b) => a - b)).toEqual([...batch.indices]);
  });

  it('holds near duplicates out together, and only those that are near', () => {
    const near = [
      [100, 102, 104],
      [7, 150],
    ];
    for (let fold = 0; fold < 4; fold += 1) {
      const { heldOut } = selectImages(batch, { fold: { fold, folds: 4, seed: 3 } }, near);
      expect([0, 3]).toContain([100, 102, 104].filter((index) => heldOut!.indices.includes(index)).length);
      expect(Math.abs(heldOut!.labels.length - 10)).toBeLessThanOrEqual(2);
    }
  });

  it('lacks the images that are left out, by their index in the file, and no other', () => {
    const { train, heldOut } = selectImages(batch, { without: [100, 104, 5000] });
    expect(heldOut).toBeUndefined();
    expect([...train.indices]).toEqual([...batch.indices].filter((index) => index !== 100 && index !== 104));
  });

  it('refuses to lose a class', () => {
    const rare = labelled([0, 0, 0, 1]);
    expect(() => selectImages(rare, { without: [106] }, [], undefined, GARMENTS.classes)).toThrow(
      /none of Trouser is left/,
    );
  });

  it('has flipped labels in the folds of the labels as they were', () => {
    const flips = { share: 0.3, seed: 4 };
    const plain = selectImages(batch, { fold: { fold: 1, folds: 5, seed: 3 } });
    const flipped = selectImages(batch, { fold: { fold: 1, folds: 5, seed: 3 }, flips });
    expect(flipped.heldOut!.indices).toEqual(plain.heldOut!.indices);
    expect(flipped.train.labels).not.toEqual(plain.train.labels);
  });
});

describe('images left out at random', () => {
  it('are as many of each class, none of those left out, and others for another seed', () => {
    const batch = labelled(Array.from({ length: 60 }, (_, at) => at % 3));
    const without = [100, 106, 102];
    const drawn = matchedAtRandom(batch.labels, batch.indices, without, 1);
    const labelOf = (index: number): number => batch.labels[(index - 100) / 2]!;
    expect(drawn.map(labelOf).sort()).toEqual(without.map(labelOf).sort());
    expect(drawn.some((index) => without.includes(index))).toBe(false);
    expect(drawn).not.toEqual(matchedAtRandom(batch.labels, batch.indices, without, 2));
  });
});

describe('labels flipped on purpose', () => {
  const labels = Uint8Array.from({ length: 500 }, (_, at) => at % 10);

  it('are the share of each class, to another class', () => {
    const flipped = flipLabels(labels, { share: 0.1, seed: 2 });
    for (let label = 0; label < 10; label += 1) {
      const own = [...labels.keys()].filter((at) => labels[at] === label);
      expect(own.filter((at) => flipped[at] !== label)).toHaveLength(5);
    }
    expect(flipLabels(labels, { share: 0.1, seed: 2 })).toEqual(flipped);
  });

  it('go to the class that they are given, if one is given', () => {
    const to = [6, 3, 4, 0, 2, 7, 0, 9, 6, 7];
    const flipped = flipLabels(labels, { share: 0.1, seed: 2, to });
    for (const [at, label] of labels.entries()) expect([label, to[label]]).toContain(flipped[at]);
  });

  it('are confused with the class of most mistakes', () => {
    const confusion = new Array<number>(100).fill(0);
    confusion[6] = 4;
    confusion[3] = 2;
    expect(confusedWith(confusion).slice(0, 2)).toEqual([6, 2]);
  });
});

describe('the quality of a ranking', () => {
  it('is worked out by hand for four images', () => {
    // In order: wanted, not, wanted, not. Precisions at the hits: 1 and 2/3.
    const quality = rankingQuality(Float32Array.of(0.1, 0.3, 0.2, 0.4), Uint8Array.of(1, 1, 0, 0), 10);
    expect(quality.averagePrecision).toBeCloseTo((1 + 2 / 3) / 2, 12);
    expect(quality.precisionAtAll).toBe(0.5);
    expect(quality.recall).toEqual([0.5, 1]);
    expect(quality.precision).toEqual([1, 2 / 3]);
  });

  it('does not depend on the order in which images of equal score stand', () => {
    const scores = new Float32Array(1000).fill(0.5);
    for (const first of [true, false]) {
      const wanted = Uint8Array.from(scores, (_, at) => ((first ? at : 999 - at) < 40 ? 1 : 0));
      expect(rankingQuality(scores, wanted, 10)).toEqual({
        precisionAtAll: 0.04,
        averagePrecision: 0.04,
        recall: [1],
        precision: [0.04],
      });
    }
    // One found alone, then one of a pair: precisions 1 and 2/3; of the pair half is within the first two.
    const quality = rankingQuality(Float32Array.of(0.3, 0.1, 0.3, 0.9), Uint8Array.of(0, 1, 1, 0), 10);
    expect(quality.averagePrecision).toBeCloseTo((1 + 2 / 3) / 2, 12);
    expect(quality.precisionAtAll).toBe(0.75);
  });

  it('is 1 for a perfect one, and refuses nothing to find', () => {
    expect(rankingQuality(Float32Array.of(0, 1), Uint8Array.of(1, 0), 5).averagePrecision).toBe(1);
    expect(() => rankingQuality(Float32Array.of(0), Uint8Array.of(0), 5)).toThrow(RangeError);
  });
});
