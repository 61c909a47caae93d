/** Which arrays hold images, so that a run without images can leave them out: at every size. */
import { describe, expect, it } from 'vitest';
import { imageSize } from '../../../src/cells/sizes';
import { pixelsOf } from '../../../src/core/dataset/shape';
import { coarseSize } from '../../../src/core/profile/coarse';
import { hasPixels } from '../../../src/report/privacy';
import { SIZES } from '../sizes';

describe.each(SIZES)('of a set of $height x $width', (size) => {
  const { height, width } = size;
  const pixels = pixelsOf(size);
  const held = (...shape: number[]): boolean => hasPixels({ shape }, size);

  it('arrays of images and of maps of their pixels are left out, whichever way they lie', () => {
    expect([held(12, pixels), held(pixels), held(1, pixels), held(3, 4, pixels)]).toEqual([true, true, true, true]);
    expect([held(12, height, width), held(height, width), held(2, 5, height, width)]).toEqual([true, true, true]);
  });

  it('arrays that have no pixel in their rows are kept', () => {
    const others = [
      [12],
      [12, 10],
      [height],
      [width],
      [height, 12],
      [12, pixels + 1],
      [pixels, 3],
      [height, width, 5],
      [],
    ];
    for (const shape of others) expect([shape, held(...shape)]).toEqual([shape, false]);
  });

  it('images of another set are told by that set’s size alone', () => {
    for (const other of SIZES.filter((one) => one !== size)) {
      expect(held(12, pixelsOf(other))).toBe(pixelsOf(other) === pixelsOf(coarseSize(size)));
      // Rows of 64 pixels are as long as an image of 8 x 8, and rather left out.
      expect(held(12, other.height, other.width)).toBe(other.width === pixels);
    }
  });
});

it('leaves out maps of the blocks that large images are averaged in', () => {
  const size = { height: 64, width: 64 };
  expect(hasPixels({ shape: [20, 1024] }, size)).toBe(true);
  expect(hasPixels({ shape: [20, 1024] }, { height: 28, width: 28 })).toBe(false);
});

it('takes rows and columns in their order: 23 x 17 is no image of 17 x 23, as many pixels in one row are', () => {
  const size = { height: 17, width: 23 };
  expect(hasPixels({ shape: [5, 23, 17] }, size)).toBe(false);
  expect(hasPixels({ shape: [5, 391] }, size)).toBe(true);
});

it('leaves out what only happens to be as long as a small image, rather than let an image out', () => {
  expect(hasPixels({ shape: [64] }, { height: 8, width: 8 })).toBe(true);
  expect(hasPixels({ shape: [100, 8, 8] }, { height: 8, width: 8 })).toBe(true);
});

it('takes results of the first versions, which know of no size, for images of 28 x 28', () => {
  expect(hasPixels({ shape: [5, 784] }, imageSize({}))).toBe(true);
  expect(hasPixels({ shape: [5, 28, 28] }, imageSize({}))).toBe(true);
  expect(hasPixels({ shape: [5, 391] }, imageSize({}))).toBe(false);
});
