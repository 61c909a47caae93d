/**
 * Sums of products of pixels: from them follow covariances, correlations and principal components. Whole numbers
 * throughout, so that sums of parts are the sums of the whole to the last bit, in any order.
 */
import type { NdArray } from '../results/types';

/** Pairs of n pixels, each with itself too. */
export const pairsOf = (n: number): number => (n * (n + 1)) / 2;

export interface PixelProducts {
  readonly images: number;
  /** Of x (0-255), of each pixel. */
  readonly sum: Float64Array;
  /** Sums of x y for all pairs of pixels p <= q, at {@link pairIndex}: row after row of the upper triangle. Below 2^53. */
  readonly products: Float64Array;
}

/** Where a pair of n pixels stands in a triangle of {@link pairsOf} them. */
export function pairIndex(p: number, q: number, n: number): number {
  const [low, high] = p < q ? [p, q] : [q, p];
  return low * n - (low * (low - 1)) / 2 + high - low;
}

function emptyProducts(n: number): PixelProducts {
  return { images: 0, sum: new Float64Array(n), products: new Float64Array(pairsOf(n)) };
}

/**
 * The products of images, one after the other: black pixels, half of all, cost nothing. Workers with SIMD have
 * a quicker way to the same numbers (workers/engine/kernels/integers).
 * @param images count x n, 0-255
 */
export function productsOf(images: Uint8Array, n: number): PixelProducts {
  const count = Math.floor(images.length / n);
  const { sum, products } = emptyProducts(n);
  const places = new Uint16Array(n);
  const values = new Float64Array(n);
  for (let image = 0; image < count; image += 1) {
    let ink = 0;
    for (let pixel = 0; pixel < n; pixel += 1) {
      const value = images[image * n + pixel]!;
      if (value === 0) continue;
      places[ink] = pixel;
      values[ink] = value;
      sum[pixel]! += value;
      ink += 1;
    }
    for (let a = 0; a < ink; a += 1) {
      const p = places[a]!;
      const value = values[a]!;
      const row = pairIndex(p, p, n) - p;
      for (let b = a; b < ink; b += 1) products[row + places[b]!]! += value * values[b]!;
    }
  }
  return { images: count, sum, products };
}

export function addProducts(parts: readonly PixelProducts[], n: number): PixelProducts {
  const whole = emptyProducts(n);
  let images = 0;
  for (const part of parts) {
    images += part.images;
    for (let at = 0; at < n; at += 1) whole.sum[at]! += part.sum[at]!;
    for (let at = 0; at < whole.products.length; at += 1) whole.products[at]! += part.products[at]!;
  }
  return { ...whole, images };
}

/** images² times the covariance of a pair (over n): a whole number, exact below 2^53 and rounded once above. */
function scaledCovariance({ images, sum, products }: PixelProducts, at: number, p: number, q: number): number {
  return images * products[at]! - sum[p]! * sum[q]!;
}

/** Covariances of x/255 over n: pixels x pixels, row-major. All 0 if there are no images. */
export function pixelCovariance(sums: PixelProducts): Float64Array {
  const pixels = sums.sum.length;
  const covariance = new Float64Array(pixels * pixels);
  if (sums.images === 0) return covariance;
  const scale = 1 / (sums.images * sums.images * 255 * 255);
  for (let p = 0, at = 0; p < pixels; p += 1) {
    for (let q = p; q < pixels; q += 1, at += 1) {
      const value = scaledCovariance(sums, at, p, q) * scale;
      covariance[p * pixels + q] = value;
      covariance[q * pixels + p] = value;
    }
  }
  return covariance;
}

/**
 * Pearson's r of all pairs of pixels, in the order of {@link pairIndex}; 0 where a pixel is constant, which has no correlation
 * (its own place, on the diagonal, is 0 then too, and 1 elsewhere).
 */
export function pixelCorrelations(sums: PixelProducts): Float32Array {
  const pixels = sums.sum.length;
  const correlations = new Float32Array(pairsOf(pixels));
  const scale = Float64Array.from({ length: pixels }, (_, p) => {
    const variance = scaledCovariance(sums, pairIndex(p, p, pixels), p, p);
    return variance > 0 ? 1 / Math.sqrt(variance) : 0;
  });
  for (let p = 0, at = 0; p < pixels; p += 1) {
    for (let q = p; q < pixels; q += 1, at += 1) {
      const r = p === q ? Math.sign(scale[p]!) : scaledCovariance(sums, at, p, q) * scale[p]! * scale[q]!;
      correlations[at] = Math.max(-1, Math.min(1, r));
    }
  }
  return correlations;
}

/** The sums as arrays to store. Products of at most 66,000 images fit 32 bits and are stored so, which halves them. */
export function productArrays({ sum, products }: PixelProducts): Record<string, NdArray> {
  const small = products.every((value) => value <= 0xffffffff);
  return {
    sum: { data: sum, shape: [sum.length] },
    products: { data: small ? Uint32Array.from(products) : products, shape: [products.length] },
  };
}

/** Inverse of {@link productArrays}. @throws TypeError if an array is missing */
export function productsFrom(images: number, arrays: Readonly<Record<string, NdArray>>): PixelProducts {
  const [sum, products] = [arrays['sum'], arrays['products']];
  if (!sum || products?.data.length !== pairsOf(sum.data.length)) {
    throw new TypeError('productsFrom: an array is missing or of another length');
  }
  return { images, sum: Float64Array.from(sum.data), products: Float64Array.from(products.data) };
}
