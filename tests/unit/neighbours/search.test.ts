import { describe, expect, test } from 'vitest';
import { pixelsOf } from '../../../src/core/dataset/shape';
import { PIXELS } from '../../../src/core/dataset/fashion-mnist';
import { basisOf, COARSE, FINE, projectedLimit } from '../../../src/core/neighbours/basis';
import { plainKernels, type Allocate } from '../../../src/core/neighbours/kernels';
import { differenceOf, groupsOf, pairArray, pairsOf, type Pair } from '../../../src/core/neighbours/pairs';
import { NeighbourSearch, type SearchImages } from '../../../src/core/neighbours/search';
import { randomSource } from '../../../src/core/seed';
import { wasmKernels } from '../../../workers/tasks/neighbours/wasm';
import { readReal } from '../profile/real-data';

const wasm: Allocate = (bytes, stride) => wasmKernels(bytes, stride)!;
const SIZE = { height: 28, width: 28 };
const turn = (): Promise<void> => Promise.resolve();

function imagesOf(count: number, value: (image: number, pixel: number) => number, firstId = 0): SearchImages {
  return {
    images: Uint8Array.from({ length: count * PIXELS }, (_, at) => value(Math.floor(at / PIXELS), at % PIXELS)),
    ids: Int32Array.from({ length: count }, (_, at) => firstId + at),
    ...SIZE,
  };
}
const slice = ({ images, ids }: SearchImages, from: number, to: number): SearchImages => ({
  images: images.subarray(from * PIXELS, to * PIXELS),
  ids: ids.subarray(from, to),
  ...SIZE,
});

function squaredDistance(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at]! - b[at]!) ** 2;
  return sum;
}
const imageOf = ({ images, ...size }: SearchImages, at: number): Uint8Array =>
  images.subarray(at * pixelsOf(size), (at + 1) * pixelsOf(size));

/** By comparing everything with everything. */
function naive(queries: SearchImages, references: SearchImages, k: number): { ids: number[]; squared: number[] } {
  const found: { ids: number[]; squared: number[] } = { ids: [], squared: [] };
  queries.ids.forEach((queryId, query) => {
    const all = Array.from(references.ids, (id, at) => ({
      id,
      squared: squaredDistance(imageOf(queries, query), imageOf(references, at)),
    }));
    const near = all.filter(({ id }) => id !== queryId).sort((a, b) => a.squared - b.squared || a.id - b.id);
    for (const { id, squared } of near.slice(0, k)) {
      found.ids.push(id);
      found.squared.push(squared);
    }
  });
  return found;
}

async function search(
  queries: SearchImages,
  references: SearchImages,
  k: number,
  allocate: Allocate = wasm,
): Promise<{ ids: number[]; squared: number[] }> {
  const made = await NeighbourSearch.of(references, queries.ids.length, allocate, turn);
  const { ids, squared } = await made.nearest(queries, k, turn);
  return { ids: Array.from(ids), squared: Array.from(squared) };
}

const real = readReal('t10k');
const realImages = (from: number, to: number, firstId = from): SearchImages => ({
  images: real.images.subarray(from * PIXELS, to * PIXELS),
  ids: Int32Array.from({ length: to - from }, (_, at) => firstId + at),
  ...SIZE,
});

describe('the nearest neighbours', () => {
  test('of real images are those that comparing everything finds, in WebAssembly and in TypeScript', async () => {
    const [queries, references] = [realImages(0, 150), realImages(1000, 1700)];
    const expected = naive(queries, references, 10);
    expect(await search(queries, references, 10)).toEqual(expected);
    expect(await search(queries, references, 10, plainKernels)).toEqual(expected);
  });

  test('never hold the image itself when the queries are among the references', async () => {
    const references = realImages(0, 400);
    const queries = slice(references, 100, 260);
    expect(await search(queries, references, 5)).toEqual(naive(queries, references, 5));
  });

  test.each([1, 2, 3, 4, 5])('of noise, extremes and equal images are exact, ties by id (%i)', async (seed) => {
    const random = randomSource(seed);
    const kinds = [
      (): number => Math.floor(256 * random()),
      (): number => (random() < 0.5 ? 0 : 255),
      (): number => (random() < 0.02 ? 1 : 0),
      (): number => 255,
    ];
    const references = imagesOf(90 + seed, (image) => kinds[image % kinds.length]!());
    const queries = imagesOf(20 + seed, (image) => kinds[(image + seed) % kinds.length]!(), 60);
    const expected = naive(queries, references, 7);
    expect(await search(queries, references, 7)).toEqual(expected);
    expect(await search(queries, references, 7, plainKernels)).toEqual(expected);
  });

  test('of one image among one, and among images that are all alike', async () => {
    const one = imagesOf(1, () => 9, 5);
    expect(
      await search(
        one,
        imagesOf(1, () => 12),
        1,
      ),
    ).toEqual({ ids: [0], squared: [9 * PIXELS] });
    const same = imagesOf(12, () => 3);
    expect((await search(same, same, 2)).ids.slice(0, 6)).toEqual([1, 2, 0, 2, 0, 1]);
  });

  test('do not depend on how the queries are cut up', async () => {
    const [queries, references] = [realImages(0, 300), realImages(2000, 2600)];
    const made = await NeighbourSearch.of(references, 300, wasm, turn);
    const whole = await made.nearest(queries, 3, turn);
    const parts = [
      await made.nearest(slice(queries, 0, 7), 3, turn),
      await made.nearest(slice(queries, 7, 300), 3, turn),
    ];
    expect(parts.flatMap(({ ids }) => Array.from(ids))).toEqual(Array.from(whole.ids));
    expect(parts.flatMap(({ squared }) => Array.from(squared))).toEqual(Array.from(whole.squared));
  });

  test('end at once when the turn throws', async () => {
    const made = await NeighbourSearch.of(realImages(0, 300), 300, wasm, turn);
    const cancelled = made.nearest(realImages(0, 300), 3, () => Promise.reject(new Error('cancelled')));
    await expect(cancelled).rejects.toThrow('cancelled');
  });
});

describe('pairs that differ little', () => {
  const squaredLength = (image: Uint8Array): number => squaredDistance(image, new Uint8Array(PIXELS));

  test('are those that comparing everything finds, each once, those that differ least first', async () => {
    const images = realImages(0, 700);
    const share = 0.25;
    const expected: Pair[] = [];
    for (let a = 0; a < 700; a += 1) {
      for (let b = a + 1; b < 700; b += 1) {
        const [one, other] = [imageOf(images, a), imageOf(images, b)];
        const squared = squaredDistance(one, other);
        const length = Math.max(squaredLength(one), squaredLength(other));
        if (squared <= share ** 2 * length) expected.push({ a, b, squared, length });
      }
    }
    expected.sort((x, y) => Math.sqrt(x.squared / x.length) - Math.sqrt(y.squared / y.length));
    expect(expected.length).toBeGreaterThan(50);
    for (const allocate of [wasm, plainKernels]) {
      const made = await NeighbourSearch.of(images, 700, allocate, turn);
      const kept = await made.pairsWithin(images, share, 1e6, turn);
      expect(kept.pairs).toEqual(expected);
      expect(kept.found).toBe(expected.length);
      expect((await made.pairsWithin(images, share, 20, turn)).pairs).toEqual(expected.slice(0, 20));
    }
  }, 60_000);

  test('at the very share are in; equal and black images differ by nothing', async () => {
    const images = imagesOf(6, (image, pixel) =>
      image === 0 ? 100 : image === 1 ? (pixel < 196 ? 80 : 100) : image > 3 ? 7 : 0,
    );
    const made = await NeighbourSearch.of(images, 6, wasm, turn);
    // 196 of 784 pixels differ by a fifth: a tenth of the length.
    const { pairs } = await made.pairsWithin(images, 0.1, 100, turn);
    expect(pairs.map(({ a, b }) => [a, b])).toEqual([
      [2, 3],
      [4, 5],
      [0, 1],
    ]);
    expect(pairs.map(differenceOf)).toEqual([0, 0, 0.1]);
    expect((await made.pairsWithin(images, 0.0999, 100, turn)).found).toBe(2);
  });

  test('make groups by what joins them', () => {
    const pairs = [
      [7, 9],
      [1, 4],
      [4, 8],
      [8, 9],
      [2, 3],
    ].map(([a, b]) => ({ a: a!, b: b! }));
    expect(groupsOf(pairs)).toEqual([
      [1, 4, 7, 8, 9],
      [2, 3],
    ]);
    expect(groupsOf([])).toEqual([]);
  });

  test('survive being written as an array', () => {
    const pairs = [{ a: 1, b: 2, squared: 3, length: 4 }];
    expect(pairsOf(pairArray(pairs))).toEqual(pairs);
  });
});

test('a projection is never farther apart than its limit for the distance of the images', async () => {
  const size = PIXELS;
  const random = randomSource(7);
  const noise = imagesOf(40, (image) => (image % 2 === 0 ? Math.floor(256 * random()) : random() < 0.5 ? 0 : 255));
  for (const { images } of [noise, realImages(0, 60)]) {
    const basis = await basisOf(images, PIXELS, turn);
    const count = images.length / PIXELS;
    const components = Array.from({ length: count }, (_, image) =>
      Array.from({ length: FINE }, (_unused, direction) => {
        let product = 0;
        const [one, by] = [images.subarray(image * size), basis.directions.subarray(direction * size)];
        for (let pixel = 0; pixel < size; pixel += 1) product += one[pixel]! * by[pixel]!;
        expect(Math.abs(product)).toBeLessThan(2 ** 31);
        return Math.round(product * basis.factor);
      }),
    );
    let tightest = Infinity;
    for (let a = 0; a < count; a += 1) {
      for (let b = 0; b < a; b += 1) {
        const squared = squaredDistance(
          imageOf({ images, ids: noise.ids, ...SIZE }, a),
          imageOf({ images, ids: noise.ids, ...SIZE }, b),
        );
        for (const kept of [1, COARSE, FINE]) {
          let projected = 0;
          for (let at = 0; at < kept; at += 1) projected += (components[a]![at]! - components[b]![at]!) ** 2;
          const limit = projectedLimit(basis, squared, kept);
          expect(projected).toBeLessThanOrEqual(limit);
          if (kept === FINE) tightest = Math.min(tightest, limit / projected);
        }
      }
    }
    // With as many components as images the bound is the distance itself, but for the rounding.
    expect(tightest).toBeLessThan(1.05);
  }
});
