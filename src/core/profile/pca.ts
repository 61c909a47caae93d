/** Principal components of the pixels, from sums of products: no pass over the images. */
import { symmetricEigen } from '../stats/eigen';
import { pixelCovariance, type PixelProducts } from './products';
import type { ComponentSummary } from './types';

export interface PixelPca {
  readonly images: number;
  /** The mean of each pixel, of x/255. */
  readonly mean: Float64Array;
  /** As many variances (over n) of x/255 along the components, descending, none below 0. */
  readonly variances: Float64Array;
  /** k x pixels: unit length, orthogonal; the largest loading of each is positive. */
  readonly components: Float64Array;
}

/**
 * Principal component analysis of x/255 (eigenvectors of the covariance over n; neither pixels nor components are scaled).
 * An image x has the scores `components (x/255 - mean)`; with k components its squared reconstruction error is
 * |x/255 - mean|² minus the sum of its squared scores.
 * @param components k: how many components to work out, at most one a pixel; the variances are always all
 */
export function pixelPca(sums: PixelProducts, components: number): PixelPca {
  const pixels = sums.sum.length;
  const { values, vectors } = symmetricEigen(pixelCovariance(sums), pixels, Math.min(components, pixels));
  const mean = sums.sum.map((sum) => (sums.images > 0 ? sum / sums.images / 255 : 0));
  return { images: sums.images, mean, variances: values.map((value) => Math.max(0, value)), components: vectors };
}

/** Shares of the whole variance, 0-1, in the order of the components; all 0 where nothing varies. */
export function varianceShares(variances: Float64Array): Float64Array {
  const total = variances.reduce((sum, value) => sum + value, 0);
  return variances.map((value) => (total > 0 ? value / total : 0));
}

/** How many components reach a share of the whole variance; null where nothing varies. @param share 0-1 */
export function componentsFor(shares: Float64Array, share: number): number | null {
  let sum = 0;
  for (const [at, value] of shares.entries()) {
    sum += value;
    // The last roundings of a sum that is 1.
    if (sum >= share - 1e-12) return at + 1;
  }
  return null;
}

/** Shares of the variance whose numbers of components a summary names. */
const NEEDED = [0.8, 0.9, 0.95, 0.99] as const;
/** Shares that a summary holds. */
const FIRST = 10;

export function componentSummary(variances: Float64Array): ComponentSummary {
  const shares = varianceShares(variances);
  return {
    shares: [...shares.subarray(0, FIRST)],
    needed: NEEDED.map((share) => ({ share, components: componentsFor(shares, share) })),
  };
}
