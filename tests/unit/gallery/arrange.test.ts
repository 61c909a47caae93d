import { describe, expect, it } from 'vitest';
import { NO_SPLIT, arrange, splitsById, type ImageIndex } from '../../../src/core/dataset/arrange';
import { tilePlace, tileRgba } from '../../../src/core/dataset/tiles';

/** Eight training images and two test images: training, validation, calibration, stream and one in no split. */
const splits = splitsById(
  { train: 8, test: 2 },
  { train: [0, 1, 2, 3], validation: [4], calibration: [5], stream: [6], test: [0, 1] },
);
const index: ImageIndex = { labels: Uint8Array.of(2, 0, 1, 0, 2, 0, 1, 1, 0, 2), splits };
const all = Int32Array.from({ length: 10 }, (_, id) => id);
const shown = (ids: Int32Array, wish: Parameters<typeof arrange>[2]): number[] =>
  [...arrange(ids, index, wish).places].map((place) => ids[place]!);

describe('the order of images in the gallery', () => {
  it('gives every image its split, the test file its own, and says where none is known', () => {
    expect([...splits]).toEqual([0, 0, 0, 0, 1, 2, 3, NO_SPLIT, 4, 4]);
  });

  it('is the given one unless another is wished, also when some are left out', () => {
    expect(shown(Int32Array.of(9, 3, 0, 8), { order: 'given' })).toEqual([9, 3, 0, 8]);
    expect(shown(Int32Array.of(9, 3, 0, 8), { order: 'given', classIndex: 0 })).toEqual([3, 8]);
  });

  it('by class keeps the given order within a class; by file goes by place', () => {
    expect(shown(Int32Array.of(9, 8, 3, 0, 2), { order: 'class' })).toEqual([8, 3, 2, 9, 0]);
    expect(shown(Int32Array.of(9, 8, 3, 0, 2), { order: 'file' })).toEqual([0, 2, 3, 8, 9]);
  });

  it('sifts by class and split together, and counts each under the other', () => {
    const { places, perClass, perSplit } = arrange(all, index, { order: 'given', classIndex: 0, split: 'train' });
    expect([...places]).toEqual([1, 3]);
    expect(perClass).toEqual([2, 1, 1]);
    expect(perSplit).toEqual([2, 0, 1, 0, 1]);
  });

  it('shows an image twice that is listed twice, and leaves out ids beyond the set', () => {
    expect(shown(Int32Array.of(4, 4, 12), { order: 'given' })).toEqual([4, 4]);
  });
});

describe('images side by side in one picture', () => {
  it('stand row by row, each pixel as grey as its value, 0 black, opaque; the rest is transparent', () => {
    const images = new Uint8Array(3 * 784);
    images[2 * 784 + 29] = 200; // third image, second row, second column
    const { data, width, height } = tileRgba(images, { height: 28, width: 28 }, 2);
    expect([width, height]).toEqual([56, 56]);
    const [left, top] = tilePlace(2, { height: 28, width: 28 }, 2);
    expect([left, top]).toEqual([0, 28]);
    const at = ((top + 1) * width + left + 1) * 4;
    expect([...data.subarray(at, at + 4)]).toEqual([200, 200, 200, 255]);
    expect([...data.subarray(0, 4)]).toEqual([0, 0, 0, 255]);
    expect([...data.subarray(data.length - 4)]).toEqual([0, 0, 0, 0]);
  });

  it('may be of any size, rows first', () => {
    const size = { height: 17, width: 23 };
    const images = new Uint8Array(3 * 391);
    images[2 * 391 + 16 * 23 + 22] = 90; // third image, its last pixel
    const { data, width, height } = tileRgba(images, size, 2);
    expect([width, height]).toEqual([46, 34]);
    expect(tilePlace(2, size, 2)).toEqual([0, 17]);
    const at = (33 * width + 22) * 4;
    expect([...data.subarray(at, at + 8)]).toEqual([90, 90, 90, 255, 0, 0, 0, 0]);
  });
});
