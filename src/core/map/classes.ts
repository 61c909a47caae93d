/** How far apart the classes lie: their mean images, and how far their members lie from these. */

export interface ClassShapes {
  /** Images of each class. */
  readonly counts: readonly number[];
  /** classes x pixels: mean of x/255; zeros for a class without images. */
  readonly means: Float64Array;
  /** Root of the mean squared distance of a class's images to its mean image (x/255); null without images. */
  readonly spread: readonly (number | null)[];
}

/**
 * @param images count x pixels, 0-255
 * @param labels one an image; those not below `classes` are left out
 */
export function classShapes(images: Uint8Array, labels: Uint8Array, classes: number, pixels: number): ClassShapes {
  const counts = new Array<number>(classes).fill(0);
  const squares = new Float64Array(classes);
  const means = new Float64Array(classes * pixels);
  for (let image = 0; image < labels.length; image += 1) {
    const label = labels[image]!;
    if (label >= classes) continue;
    counts[label]! += 1;
    for (let pixel = 0; pixel < pixels; pixel += 1) {
      const value = images[image * pixels + pixel]!;
      means[label * pixels + pixel]! += value;
      squares[label]! += value * value;
    }
  }
  const spread = counts.map((count, label) => {
    if (count === 0) return null;
    let sums = 0;
    for (let at = label * pixels; at < (label + 1) * pixels; at += 1) {
      sums += means[at]! ** 2;
      means[at] = means[at]! / count / 255;
    }
    // Both terms are whole numbers: nothing cancels before the one division.
    return Math.sqrt(count * squares[label]! - sums) / count / 255;
  });
  return { counts, means, spread };
}

/** Euclidean distances between the mean images of the classes (x/255); null where a class has no images. */
export function centroidDistances({ counts, means }: ClassShapes): (number | null)[][] {
  const pixels = means.length / counts.length;
  return counts.map((mine, a) =>
    counts.map((theirs, b) => {
      if (mine === 0 || theirs === 0) return null;
      let square = 0;
      for (let pixel = 0; pixel < pixels; pixel += 1) {
        square += (means[a * pixels + pixel]! - means[b * pixels + pixel]!) ** 2;
      }
      return Math.sqrt(square);
    }),
  );
}
