/** The search on images of any size, against comparing everything with everything. */
import { describe, expect, test } from 'vitest';
import { pixelsOf, type ImageSize } from '../../../src/core/dataset/shape';
import { basisOf, FINE, longestFor, projectedLimit, stepsFor } from '../../../src/core/neighbours/basis';
import { plainKernels, strideOf, type Allocate } from '../../../src/core/neighbours/kernels';
import { limitOf, type Pair } from '../../../src/core/neighbours/pairs';
import { NeighbourSearch, type SearchImages } from '../../../src/core/neighbours/search';
import { randomSource } from '../../../src/core/seed';
import { findNearGroups } from '../../../workers/tasks/neighbours/near-groups';
import { wasmKernels } from '../../../workers/tasks/neighbours/wasm';

const SIZES: readonly (readonly [height: number, width: number])[] = [
  [8, 8],
  [17, 23],
  [28, 28],
  [29, 29],
  [32, 32],
  [33, 29],
  [33, 33],
  [46, 46],
  [64, 64],
];
const LOOPS: readonly Allocate[] = [(bytes, stride) => wasmKernels(bytes, stride)!, plainKernels];
const turn = (): Promise<void> => Promise.resolve();

/** Extremes, noise, nearly equal images, and smooth ones that have a few directions in common. */
function imagesOf(count: number, { height, width }: ImageSize, seed: number): SearchImages {
  const random = randomSource(seed);
  const pixels = height * width;
  const images = new Uint8Array(count * pixels);
  for (let image = 0; image < count; image += 1) {
    const slope = random() * 6 - 3;
    const value = [
      (): number => 0,
      (): number => 255,
      (y: number, x: number): number => ((x + y) % 2 === 0 ? 255 : 0),
      (y: number, x: number): number => ((x + y) % 2 === 0 ? 0 : 255),
      (): number => Math.floor(256 * random()),
      (): number => (random() < 0.5 ? 0 : 255),
      (): number => (random() < 0.01 ? 254 : 255),
      (): number => (random() < 0.01 ? 1 : 0),
      (y: number, x: number): number => 128 + slope * (y - x),
      (y: number): number => 255 - 2 * y + 3 * random(),
    ][image % 10]!;
    for (let pixel = 0; pixel < pixels; pixel += 1) {
      const level = value(Math.floor(pixel / width), pixel % width);
      images[image * pixels + pixel] = Math.max(0, Math.min(255, Math.floor(level)));
    }
  }
  return { images, ids: Int32Array.from({ length: count }, (_, id) => id), height, width };
}

const imageOf = ({ images, ...size }: SearchImages, at: number): Uint8Array =>
  images.subarray(at * pixelsOf(size), (at + 1) * pixelsOf(size));

function squaredDistance(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at]! - b[at]!) ** 2;
  return sum;
}

describe.each(SIZES)('images of %i x %i', (height, width) => {
  const all = imagesOf(170, { height, width }, height);
  const pixels = height * width;
  const distances = Array.from(all.ids, (a) =>
    Array.from(all.ids, (b) => squaredDistance(imageOf(all, a), imageOf(all, b))),
  );

  test('have the neighbours that comparing everything finds, ties by id', async () => {
    const k = 9;
    const nearest = distances.map((row, query) =>
      Array.from(all.ids)
        .filter((id) => id !== query)
        .sort((a, b) => row[a]! - row[b]! || a - b)
        .slice(0, k),
    );
    for (const allocate of LOOPS) {
      const search = await NeighbourSearch.of(all, all.ids.length, allocate, turn);
      const { ids, squared } = await search.nearest(all, k, turn);
      expect(Array.from(ids)).toEqual(nearest.flat());
      expect(Array.from(squared)).toEqual(nearest.flatMap((ones, query) => ones.map((id) => distances[query]![id]!)));
    }
  });

  test.each([0, 0.1, 1])('have the pairs within a share of %d that comparing everything finds', async (share) => {
    const lengths = Array.from(all.ids, (id) => squaredDistance(imageOf(all, id), new Uint8Array(pixels)));
    const expected: Pair[] = [];
    for (let a = 0; a < all.ids.length; a += 1) {
      for (let b = a + 1; b < all.ids.length; b += 1) {
        const [squared, length] = [distances[a]![b]!, Math.max(lengths[a]!, lengths[b]!)];
        if (squared <= limitOf(share, length)) expected.push({ a, b, squared, length });
      }
    }
    expect(expected.length).toBeGreaterThan(50);
    const byIds = (x: Pair, y: Pair): number => x.a - y.a || x.b - y.b;
    for (const allocate of LOOPS) {
      const search = await NeighbourSearch.of(all, all.ids.length, allocate, turn);
      const kept = await search.pairsWithin(all, share, 1e6, turn);
      expect(kept.pairs.toSorted(byIds)).toEqual(expected);
    }
  });

  test('have projections of 16 bits from products of 32 bits, no farther apart than the images allow', async () => {
    const { directions, factor, ...rest } = await basisOf(all.images, pixels, turn);
    const components = Array.from(all.ids, (image) =>
      Array.from({ length: FINE }, (_, direction) => {
        let product = 0;
        const [one, by] = [imageOf(all, image), directions.subarray(direction * pixels)];
        for (let pixel = 0; pixel < pixels; pixel += 1) product += one[pixel]! * by[pixel]!;
        expect(Math.abs(product)).toBeLessThan(2 ** 31);
        return Math.round(product * factor);
      }),
    );
    expect(Math.max(...components.flat().map((component) => 2 * Math.abs(component)))).toBeLessThanOrEqual(32_767);
    for (let a = 0; a < 40; a += 1) {
      for (let b = 0; b < a; b += 1) {
        const projected = components[a]!.reduce((sum, one, at) => sum + (one - components[b]![at]!) ** 2, 0);
        const basis = { directions, factor, ...rest };
        expect(projected).toBeLessThanOrEqual(projectedLimit(basis, distances[a]![b]!, FINE));
      }
    }
  });

  test('lie so far apart in the memory that no loop reads into the next', () => {
    expect(strideOf(pixels) % 16).toBe(0);
    expect(strideOf(pixels) - pixels).toBeGreaterThanOrEqual(0);
    expect(strideOf(pixels) - pixels).toBeLessThan(16);
  });

  test('that are all alike are one group, and alone none', async () => {
    const images = new Uint8Array(5 * pixels).fill(255);
    expect(await findNearGroups(images, { height, width })).toEqual([[0, 1, 2, 3, 4]]);
    expect(await findNearGroups(images.subarray(0, pixels), { height, width })).toEqual([]);
  });
});

test('the scales of a white image keep within 16 and 32 bits at every number of pixels up to 64 x 64', () => {
  for (let pixels = 64; pixels <= 4096; pixels += 1) {
    const length = 255 * Math.sqrt(pixels);
    const direction = 1 + Math.sqrt(pixels) / 2 / 32_767;
    expect(2 * (stepsFor(pixels) * length * direction + 0.5)).toBeLessThanOrEqual(32_767);
    expect((longestFor(pixels) + Math.sqrt(pixels) / 2) * length).toBeLessThan(2 ** 31);
  }
});

test('the scales of 28 x 28 are two steps a pixel step and directions 300,000 long', () => {
  expect([stepsFor(784), longestFor(784), strideOf(784)]).toEqual([2, 300_000, 784]);
});

test('queries of another size than the references are refused', async () => {
  const search = await NeighbourSearch.of(imagesOf(3, { height: 8, width: 8 }, 1), 3, plainKernels, turn);
  await expect(search.nearest(imagesOf(3, { height: 8, width: 9 }, 1), 1, turn)).rejects.toThrow(
    /queries of 72 pixels, references of 64/,
  );
});
