import { beforeAll, describe, expect, it } from 'vitest';
import { PIXELS } from '../../../src/core/dataset/fashion-mnist';
import { componentsFor, pixelPca, varianceShares } from '../../../src/core/profile/pca';
import { clusteredOrder } from '../../../src/core/profile/pixel-order';
import { CORRELATED, pairsAbove, pixelPairs } from '../../../src/core/profile/pixel-pairs';
import {
  addProducts,
  pairIndex,
  pairsOf,
  pixelCorrelations,
  productArrays,
  productsFrom,
  productsOf,
  type PixelProducts,
} from '../../../src/core/profile/products';
import { ProductSums, hasIntegerSimd } from '../../../workers/engine/kernels/integers/products';
import { readReal } from './real-data';

function bySimd(images: Uint8Array): PixelProducts {
  const sums = new ProductSums(PIXELS);
  sums.add(images);
  const sum = new Float64Array(PIXELS);
  for (let at = 0; at < images.length; at += 1) sum[at % PIXELS]! += images[at]!;
  return { images: images.length / PIXELS, sum, products: sums.finish() };
}

/** The bytes of large arrays, which compare in a moment. */
const bytes = ({ images, sum, products }: PixelProducts): unknown => [
  images,
  Buffer.from(sum.buffer).toString('base64'),
  Buffer.from(products.buffer).toString('base64'),
];

describe('sums of products', () => {
  const images = readReal('t10k').images.subarray(0, 515 * PIXELS);

  it('are the same whole numbers by SIMD and by the plain loop, for an odd number of images over several blocks', () => {
    expect(hasIntegerSimd()).toBe(true);
    expect(bytes(bySimd(images))).toEqual(bytes(productsOf(images, PIXELS)));
  });

  it('of parts are those of the whole', () => {
    const parts = [images.subarray(0, 100 * PIXELS), images.subarray(100 * PIXELS)].map((part) =>
      productsOf(part, PIXELS),
    );
    expect(bytes(addProducts(parts, PIXELS))).toEqual(bytes(productsOf(images, PIXELS)));
    expect(bytes(addProducts([], PIXELS))).toEqual(bytes(productsOf(new Uint8Array(0), PIXELS)));
  });

  it('are exact for the brightest images there can be, and refused where 32 bits would not hold them', () => {
    const white = new Uint8Array(3 * 64).fill(255);
    const sums = new ProductSums(64);
    for (let round = 0; round < 22_000; round += 1) sums.add(white);
    expect(sums.finish()[0]).toBe(255 * 255 * 66_000);
    expect(() => sums.add(white)).toThrow(RangeError);
  });

  it('work for tables whose columns do not fill a panel', () => {
    const sums = new ProductSums(3);
    sums.add(Uint8Array.of(1, 2, 3, 4, 5, 6));
    expect([...sums.finish()]).toEqual([17, 22, 27, 29, 36, 45]);
  });

  it('come back from their arrays, halved where they fit 32 bits', () => {
    const sums = productsOf(images.subarray(0, 20 * PIXELS), PIXELS);
    const arrays = productArrays(sums);
    expect(arrays['products']!.data).toBeInstanceOf(Uint32Array);
    expect(bytes(productsFrom(20, arrays))).toEqual(bytes(sums));
    const large = { ...sums, products: sums.products.map((value) => value * 1e6) };
    expect(bytes(productsFrom(20, productArrays(large)))).toEqual(bytes(large));
    expect(() => productsFrom(20, { sum: arrays['sum']! })).toThrow(TypeError);
  });

  it('find every pair at its own place', () => {
    let at = 0;
    let wrong = 0;
    for (let p = 0; p < PIXELS; p += 1) {
      for (let q = p; q < PIXELS; q += 1, at += 1)
        if (pairIndex(q, p, PIXELS) !== at || pairIndex(p, q, PIXELS) !== at) wrong += 1;
    }
    expect([wrong, at]).toEqual([0, pairsOf(PIXELS)]);
  });
});

describe('the pixels of the training file', () => {
  let sums: PixelProducts;
  beforeAll(() => {
    sums = bySimd(readReal('train').images);
  }, 30_000);

  it('have the published shares of variance and numbers of components', () => {
    const shares = varianceShares(pixelPca(sums, 0).variances);
    for (const [at, share] of [0.29039, 0.17755, 0.06019, 0.04957, 0.03848].entries()) {
      expect(shares[at]).toBeCloseTo(share, 5);
    }
    expect([0.8, 0.9, 0.95, 0.99].map((share) => componentsFor(shares, share))).toEqual([24, 84, 187, 459]);
    expect(componentsFor(shares, 1)).toBe(784);
  });

  it('make 217 pairs that correlate above 0.9, all of them listed', () => {
    const pairs = pixelPairs(pixelCorrelations(sums), PIXELS);
    expect(pairsAbove(pairs, 0.9)).toBe(217);
    expect(pairs.listed).toHaveLength(217);
    expect(pairs.varying).toBe(784);
    expect(Math.abs(pairs.listed[0]!.r)).toBeGreaterThan(Math.abs(pairs.listed[216]!.r));
    expect(Math.abs(pairs.listed[216]!.r)).toBeGreaterThan(CORRELATED);
    expect(pairs.above).toEqual([...pairs.above].sort((a, b) => b - a));
  });

  it('are put in an order that has each once and neighbours that are more alike than those of the file', () => {
    const correlations = pixelCorrelations(sums);
    const order = clusteredOrder(correlations, PIXELS);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: PIXELS }, (_, at) => at));
    const alike = (of: (at: number) => number): number => {
      let sum = 0;
      for (let at = 1; at < PIXELS; at += 1) sum += correlations[pairIndex(of(at - 1), of(at), PIXELS)]!;
      return sum / (PIXELS - 1);
    };
    expect(alike((at) => order[at]!)).toBeGreaterThan(alike((at) => at));
  });
});

describe('pixels that do not vary', () => {
  it('have no correlation, no variance, and do not stop anything', () => {
    const images = new Uint8Array(4 * PIXELS);
    images[0] = 10;
    images[1] = 10;
    images[PIXELS] = 20;
    images[PIXELS + 1] = 20;
    const sums = productsOf(images, PIXELS);
    const correlations = pixelCorrelations(sums);
    expect(correlations[pairIndex(0, 1, PIXELS)]).toBe(1);
    expect(correlations[pairIndex(5, 5, PIXELS)]).toBe(0);
    const pairs = pixelPairs(correlations, PIXELS);
    expect(pairs).toMatchObject({ varying: 2, mean: 1, listed: [{ a: 0, b: 1, r: 1 }] });
    const { variances, components } = pixelPca(sums, 2);
    const shares = varianceShares(variances);
    expect(shares[0]).toBeCloseTo(1, 12);
    expect(componentsFor(shares, 0.99)).toBe(1);
    expect(components[0]).toBeCloseTo(Math.SQRT1_2, 12);
    expect(clusteredOrder(correlations, PIXELS)).toHaveLength(PIXELS);
  });

  it('of black images leave nothing to explain', () => {
    const shares = varianceShares(pixelPca(productsOf(new Uint8Array(3 * PIXELS), PIXELS), 1).variances);
    expect(componentsFor(shares, 0.8)).toBeNull();
    expect(pixelPairs(pixelCorrelations(productsOf(new Uint8Array(0), PIXELS)), PIXELS)).toMatchObject({
      varying: 0,
      mean: null,
      listed: [],
    });
  });
});
