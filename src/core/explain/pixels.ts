/** Reading attributions: order of pixels, deletion of pixels, where the weight lies, scaling for display. */
import type { ImageSize } from '../dataset/shape';

/** Pixel indices by descending attribution; equal values keep reading order. */
export function attributionOrder(attributions: ArrayLike<number>): Uint32Array {
  const order = Uint32Array.from({ length: attributions.length }, (_, index) => index);
  return order.sort((a, b) => attributions[b]! - attributions[a]! || a - b);
}

/** The image with the first `count` pixels of the order blacked out. */
export function withDeleted(image: Uint8Array, order: ArrayLike<number>, count: number): Uint8Array {
  const out = image.slice();
  for (let index = 0; index < Math.min(count, order.length); index += 1) out[order[index]!] = 0;
  return out;
}

/** Share of the total absolute attribution that the strongest `share` of all pixels carry, 0 to 1. */
export function concentration(attributions: ArrayLike<number>, share: number): number {
  const magnitudes = Float64Array.from(attributions, Math.abs).sort().reverse();
  const top = Math.round(share * magnitudes.length);
  let total = 0;
  let carried = 0;
  magnitudes.forEach((value, index) => {
    total += value;
    if (index < top) carried += value;
  });
  return total > 0 ? carried / total : 0;
}

/**
 * Shares of the absolute attribution in `bands` horizontal bands of an image, from top to bottom; they sum to 1. Each band
 * has as many rows as another, or one more.
 * @param attributions height x width
 */
export function bandShares(attributions: ArrayLike<number>, { height, width }: ImageSize, bands: number): number[] {
  const sums = new Array<number>(bands).fill(0);
  let total = 0;
  for (let pixel = 0; pixel < height * width; pixel += 1) {
    const band = Math.min(bands - 1, Math.floor((Math.floor(pixel / width) * bands) / height));
    const value = Math.abs(attributions[pixel]!);
    sums[band]! += value;
    total += value;
  }
  return total > 0 ? sums.map((sum) => sum / total) : sums;
}

/**
 * Values divided by a high quantile of their magnitudes and clipped to [-1, 1], for display: a single bright pixel does
 * not hide the rest.
 */
export function scaledForDisplay(values: ArrayLike<number>, quantile = 0.99): Float32Array {
  const magnitudes = Float64Array.from(values, Math.abs)
    .filter((value) => value > 0)
    .sort();
  const limit = magnitudes[Math.min(magnitudes.length - 1, Math.floor(quantile * magnitudes.length))] ?? 1;
  return Float32Array.from(values, (value) => Math.max(-1, Math.min(1, value / limit)));
}
