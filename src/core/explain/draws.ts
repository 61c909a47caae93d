/**
 * Where a method looks at the model's gradient, without the model: the points of one image and what the gradient there
 * is multiplied with. Attributions are the mean of the products; values are those that the model takes (size an image).
 */
import { normal, randomSource } from '../seed';
import { midpoints, writePathPoint } from './path';

/** Points of one image. */
export interface Points {
  readonly count: number;
  /** Writes point `index` to `out` at `offset`. */
  write(index: number, out: Float32Array, offset: number): void;
  /** The image minus this baseline multiplies the gradient at the point; undefined: the gradient counts as it is. */
  baseline(index: number): ArrayLike<number> | undefined;
}

/** The image itself: a plain gradient. */
export function single(image: Float32Array): Points {
  return { count: 1, write: (_index, out, offset) => out.set(image, offset), baseline: () => undefined };
}

/**
 * Noisy copies of an image: SmoothGrad (D. Smilkov and others, 2017).
 * @param share standard deviation of the noise, relative to the image's range of values
 */
export function noisy(image: Float32Array, count: number, share: number, seed: number): Points {
  let [low, high] = [Infinity, -Infinity];
  for (const value of image) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const sigma = share * (high - low);
  const random = randomSource(seed);
  return {
    count,
    write(_index, out, offset) {
      for (let at = 0; at < image.length; at += 1) out[offset + at] = image[at]! + sigma * normal(random);
    },
    baseline: () => undefined,
  };
}

/** The straight path from one baseline, at the midpoints of `steps` equal parts: integrated gradients. */
export function straightPath(image: Float32Array, baseline: Float32Array, steps: number): Points {
  const alphas = midpoints(steps);
  return {
    count: steps,
    write: (index, out, offset) => writePathPoint(out, offset, image, baseline, alphas[index]!),
    baseline: () => baseline,
  };
}

/**
 * Random points on the paths from random baselines: expected gradients (G. Erion and others, Nature Machine Intelligence
 * 3, 2021), which is the algorithm of SHAP's GradientExplainer.
 * @param background rows x size values, drawn from with replacement
 */
export function randomPaths(image: Float32Array, background: Float32Array, count: number, seed: number): Points {
  const size = image.length;
  const rows = background.length / size;
  if (!(rows >= 1)) throw new RangeError('randomPaths: the background holds no image');
  const random = randomSource(seed);
  const draws = Array.from({ length: count }, () => {
    const row = Math.floor(random() * rows);
    return { baseline: background.subarray(row * size, (row + 1) * size), alpha: random() };
  });
  return {
    count,
    write: (index, out, offset) => writePathPoint(out, offset, image, draws[index]!.baseline, draws[index]!.alpha),
    baseline: (index) => draws[index]!.baseline,
  };
}
