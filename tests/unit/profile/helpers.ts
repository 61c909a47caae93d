import { expect } from 'vitest';
import type { AlertThresholds } from '../../../src/core/profile/alerts';
import { PIXELS } from '../../../src/core/dataset/fashion-mnist';
import type { ImageBatch } from '../../../src/core/dataset/types';

export const THRESHOLDS: AlertThresholds = {
  correlation: 0.9,
  nearConstant: 0.99,
  skewness: 1,
  imbalance: 0.5,
  zeros: 0.5,
  splitEffect: 0.05,
  pixelCorrelation: 0.9,
};

/** A batch in file order. */
export function batchOf(images: Uint8Array, labels: Uint8Array, start = 0, end = labels.length): ImageBatch {
  return {
    images: images.subarray(start * PIXELS, end * PIXELS),
    labels: labels.subarray(start, end),
    indices: Uint32Array.from({ length: end - start }, (_, at) => start + at),
    height: 28,
    width: 28,
  };
}

/** Equal to `tolerance` relative to the reference (to 0.001 where that is smaller). */
export function expectClose(actual: number | null | undefined, reference: number, tolerance = 1e-6): void {
  expect(typeof actual).toBe('number');
  const error = Math.abs((actual as number) - reference) / Math.max(Math.abs(reference), 1e-3);
  expect(error, `${actual} against ${reference}`).toBeLessThan(tolerance);
}
