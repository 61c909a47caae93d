/** Functions with a known gradient in place of a network: images of one row, whose input values are their pixels. */
import type { Explained } from '../../../src/core/explain/types';

/** Of one class. @param f of the values of one image @param gradient of f */
export function analytic(
  image: readonly number[],
  f: (x: ArrayLike<number>) => number,
  gradient: (x: ArrayLike<number>) => readonly number[],
): Explained {
  const size = image.length;
  const rows = (values: Float32Array): Float32Array[] =>
    Array.from({ length: values.length / size }, (_, row) => values.subarray(row * size, (row + 1) * size));
  return {
    raw: Uint8Array.from(image),
    targets: Uint8Array.of(0),
    size: { height: 1, width: size },
    classes: 1,
    values: (raw) => Promise.resolve(Float32Array.from(raw)),
    logits: (values) => Promise.resolve(Float32Array.from(rows(values), f)),
    gradients: (points) => Promise.resolve(Float32Array.from(rows(points).flatMap((row) => gradient(row)))),
    probabilities: (raw) => Promise.resolve(Float32Array.from(rows(Float32Array.from(raw)), f)),
    pullBack: (values) => values,
  };
}
