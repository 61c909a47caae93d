/** Attributions that are means of gradients: at points that a method chooses, carried back to the pixels. */
import type { Points } from './draws';
import type { Attributions, Conditions, Explained } from './types';

/** Points a backward pass: enough to keep the kernels busy, and short enough between turns. */
const POINTS_AT_ONCE = 128;

/** The points of one image. @param image its input values @param row its place among the explained images */
type PointsOf = (image: Float32Array, row: number) => Points;

/** A point of a batch: whose it is, and what its gradient is multiplied with. */
interface Place {
  readonly row: number;
  readonly baseline: ArrayLike<number> | undefined;
  readonly share: number;
}

/**
 * Mean over each image's points of the gradient of its target logit there, times the image minus the point's baseline
 * where the points have one: images x input size.
 * @param images input values, images x input size
 */
async function meanGradients(
  explained: Explained,
  images: Float32Array,
  pointsOf: PointsOf,
  turn: Conditions['turn'],
): Promise<Float32Array> {
  const { targets } = explained;
  const size = images.length / targets.length;
  const sums = new Float64Array(images.length);
  const batch = new Float32Array(POINTS_AT_ONCE * size);
  let places: Place[] = [];
  const flush = async (): Promise<void> => {
    const found = await explained.gradients(
      batch.slice(0, places.length * size),
      places.map(({ row }) => targets[row]!),
    );
    places.forEach(({ row, baseline, share }, at) => {
      for (let index = 0; index < size; index += 1) {
        const factor = baseline ? images[row * size + index]! - baseline[index]! : 1;
        sums[row * size + index]! += share * factor * found[at * size + index]!;
      }
    });
    const done = places.at(-1)!.row;
    places = [];
    await turn(done);
  };
  for (let row = 0; row < targets.length; row += 1) {
    const points = pointsOf(images.subarray(row * size, (row + 1) * size), row);
    for (let index = 0; index < points.count; index += 1) {
      points.write(index, batch, places.length * size);
      places.push({ row, baseline: points.baseline(index), share: 1 / points.count });
      if (places.length === POINTS_AT_ONCE) await flush();
    }
  }
  if (places.length > 0) await flush();
  return Float32Array.from(sums);
}

/** Mean gradients at points without baselines, by the raw pixels: images x pixels. */
export async function pixelGradients(
  explained: Explained,
  { turn }: Conditions,
  pointsOf: PointsOf,
): Promise<Float32Array> {
  const values = await explained.values(explained.raw);
  return explained.pullBack(await meanGradients(explained, values, pointsOf, turn), 'gradient');
}

/**
 * Mean gradients times the image minus the baseline of each point: attributions that should add up.
 * @param baselines input values that the logits change from: one image's, or rows of them
 */
export async function pathAttributions(
  explained: Explained,
  { turn }: Conditions,
  baselines: Float32Array,
  pointsOf: PointsOf,
): Promise<Attributions> {
  const values = await explained.values(explained.raw);
  const sums = await meanGradients(explained, values, pointsOf, turn);
  const logits = await explained.logits(baselines);
  return {
    pixels: explained.pullBack(sums, 'attribution'),
    base: columnMeans(logits, explained.classes),
  };
}

/** Means of rows x columns. */
function columnMeans(values: Float32Array, columns: number): Float64Array {
  const means = new Float64Array(columns);
  values.forEach((value, at) => (means[at % columns]! += value));
  return means.map((sum) => (sum * columns) / values.length);
}
