/** Explanations of images of any size: squares of LIME, thirds, points of the deletion curve. */
import { describe, expect, it, test } from 'vitest';
import { deletionBatch, deletionCurve } from '../../../src/core/explain/deletion';
import { explainByLime, limePixels, squaresOf } from '../../../src/core/explain/lime';
import { bandShares } from '../../../src/core/explain/pixels';
import { DELETION_STEPS as steps } from '../../../src/cells/explain/job/attributions';
import { randomSource } from '../../../src/core/seed';

const SIZES = [
  { height: 8, width: 8 },
  { height: 17, width: 23 },
  { height: 28, width: 28 },
  { height: 32, width: 32 },
  { height: 64, width: 64 },
];

/** Pixels of a side that lie in each seventh of it: those whose beginning does. */
const sevenths = (side: number): number[][] =>
  Array.from({ length: 7 }, (_, seventh) =>
    Array.from({ length: side }, (_, at) => at).filter(
      (at) => at / side >= seventh / 7 && at / side < (seventh + 1) / 7,
    ),
  );

describe.each(SIZES)('LIME on $height x $width', (size) => {
  const { height, width } = size;
  const pixels = height * width;
  const squares = squaresOf(size);

  it('lays 7 x 7 squares over the image, each of at least a pixel, none larger by more than a row and a column', () => {
    const [rows, columns] = [sevenths(height), sevenths(width)];
    const expected = new Uint8Array(pixels);
    rows.forEach((of, down) =>
      columns.forEach((inside, across) =>
        of.forEach((row) => inside.forEach((column) => (expected[row * width + column] = 7 * down + across))),
      ),
    );
    expect(squares).toEqual(expected);
    for (const lines of [rows, columns]) {
      const sizes = lines.map((line) => line.length);
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(1);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }
  });

  it('spreads a weight evenly over the pixels of its own square, and its sum stays', () => {
    const weights = Float64Array.from({ length: 49 }, (_, square) => square - 20.5);
    const spread = limePixels(weights, size);
    for (let square = 0; square < 49; square += 1) {
      const own = spread.filter((_, pixel) => squares[pixel] === square);
      expect(new Set(own).size).toBe(1);
      expect(own.reduce((sum, value) => sum + value, 0)).toBeCloseTo(weights[square]!, 4);
    }
  });

  it('finds the squares that a model needs, and switches whole squares off', async () => {
    const image = Uint8Array.from({ length: pixels }, (_, pixel) => 50 + (pixel % 200));
    const lit = (images: Uint8Array, row: number, square: number): number => {
      const part = images.subarray(row * pixels, (row + 1) * pixels).filter((_, pixel) => squares[pixel] === square);
      expect(part.every((value) => value > 0) || part.every((value) => value === 0)).toBe(true);
      return part[0]! > 0 ? 1 : 0;
    };
    const { weights, r2 } = await explainByLime(
      image,
      { size, classes: 1, samples: 300, seed: 1 },
      async (images, count) =>
        Float32Array.from({ length: count }, (_, row) => 0.4 * lit(images, row, 10) - 0.2 * lit(images, row, 48)),
    );
    expect(weights[10]).toBeCloseTo(0.4, 1);
    expect(weights[48]).toBeCloseTo(-0.2, 1);
    weights.forEach((weight, square) => {
      if (square !== 10 && square !== 48) expect(Math.abs(weight)).toBeLessThan(0.02);
    });
    expect(r2[0]).toBeGreaterThan(0.95);
  });
});

test('squares of 28 x 28 are 4 x 4, and their weights the sixteenths that they always were', () => {
  const size = { height: 28, width: 28 };
  const random = randomSource(1);
  const weights = Float64Array.from({ length: 49 }, () => random() - 0.5);
  const squares = Uint8Array.from(
    { length: 784 },
    (_, pixel) => Math.floor(Math.floor(pixel / 28) / 4) * 7 + Math.floor((pixel % 28) / 4),
  );
  expect(squaresOf(size)).toEqual(squares);
  expect(limePixels(weights, size)).toEqual(Float32Array.from(squares, (square) => weights[square]! / 16));
});

test('LIME refuses an image of another size', async () => {
  const options = { size: { height: 17, width: 23 }, classes: 1, samples: 98, seed: 1 };
  await expect(explainByLime(new Uint8Array(784), options, async () => [])).rejects.toThrow(RangeError);
});

test.each(SIZES)(
  'thirds of $height x $width are whole rows, as many in one as in another or one more',
  ({ height, width }) => {
    const rows = [0, 1, 2].map((third) => {
      const inThird = Array.from({ length: height }, (_, row) => {
        const lit = Float32Array.from({ length: height * width }, (_, pixel) =>
          Math.floor(pixel / width) === row ? -3 : 0,
        );
        return bandShares(lit, { height, width }, 3)[third]!;
      });
      expect(inThird.every((share) => share === 0 || share === 1)).toBe(true);
      return inThird.reduce((sum, share) => sum + share, 0);
    });
    expect(rows.reduce((sum, count) => sum + count, 0)).toBe(height);
    expect(Math.max(...rows) - Math.min(...rows)).toBeLessThanOrEqual(1);
    const even = bandShares(new Float32Array(height * width).fill(1), { height, width }, 3);
    even.forEach((share, third) => expect(share).toBeCloseTo(rows[third]! / height, 12));
  },
);

test('thirds of a wide image go by its rows', () => {
  expect(bandShares([1, 1, 0, 0, -1, 0, 0, 0, 0, 0, 0, 1], { height: 3, width: 4 }, 3)).toEqual([0.5, 0.25, 0.25]);
});

test.each(SIZES)('the deletion curve of $height x $width goes from all pixels to none in equal parts', async (size) => {
  const pixels = size.height * size.width;
  const image = new Uint8Array(pixels).fill(200);
  const order = Uint32Array.from({ length: pixels }, (_, at) => pixels - 1 - at);
  const batch = deletionBatch(image, order, steps);
  const left = Array.from(
    { length: steps + 1 },
    (_, step) => batch.subarray(step * pixels, (step + 1) * pixels).filter((value) => value > 0).length,
  );
  expect(left[0]).toBe(pixels);
  expect(left.at(-1)).toBe(0);
  const parts = left.slice(1).map((count, step) => left[step]! - count);
  expect(Math.min(...parts)).toBe(Math.floor(pixels / steps));
  expect(Math.max(...parts)).toBe(Math.ceil(pixels / steps));
  // A model whose probability is the share of pixels that are left: the area is that under a straight line.
  const { deleted, mean, areas } = await deletionCurve(
    image,
    [order],
    [0],
    { size: pixels, classes: 1, steps },
    async (images, count) =>
      Array.from({ length: count }, (_, row) =>
        images.subarray(row * pixels, (row + 1) * pixels).reduce((sum, value) => sum + value / 200 / pixels, 0),
      ),
  );
  deleted.forEach((share, step) => {
    expect(share).toBe((pixels - left[step]!) / pixels);
    expect(mean[step]).toBeCloseTo(1 - share, 9);
  });
  expect(areas[0]).toBeCloseTo(0.5, 9);
  if (pixels === 784) expect([...deleted]).toEqual(Array.from({ length: 29 }, (_, step) => (28 * step) / 784));
});
