/** Checks of the two maps against the pixels, on the first images of the sample. */
import { pixelsOf, type ImageSize } from '../../../src/core/dataset/shape';
import { nearby } from '../../../src/core/map/nearby';
import { PixelDistances, labelAgreement, trustworthiness } from '../../../src/core/map/quality';
import { derive } from '../../../src/core/seed';
import { bootstrapInterval } from '../../../src/core/stats/bootstrap';
import type { TaskContext } from '../types';
import type { EmbedDetail, EmbedSpec, EmbedSummary, MapQuality, SpaceQuality } from './types';

interface Maps extends ImageSize {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  readonly pca: Float32Array;
  readonly umap: Float32Array;
}

function agreementOf(labels: Uint8Array, nearest: Int32Array, k: number, seed: number): SpaceQuality {
  const shares = labelAgreement(labels, nearest, k);
  const mean = (positions: Uint32Array): number => {
    let sum = 0;
    for (const position of positions) sum += shares[position]!;
    return sum / positions.length;
  };
  const { estimate, low, high } = bootstrapInterval(shares.length, mean, { seed, resamples: 1000 });
  return { agreement: estimate, interval: [low, high] };
}

export async function checkMaps(
  { images, labels, pca, umap, ...size }: Maps,
  { checked, checkedNeighbours: k }: EmbedSpec,
  context: TaskContext<EmbedDetail>,
): Promise<EmbedSummary['quality']> {
  const count = Math.min(checked, labels.length);
  // Trustworthiness is bounded by 0 only for fewer neighbours than half the images.
  if (count <= 2 * k) return null;
  const pixels = pixelsOf(size);
  const distances = new PixelDistances(images.subarray(0, count * pixels), pixels);
  while (distances.done < count) {
    context.report({ stage: 'Checking the maps', done: distances.done, total: count, unit: 'images' });
    await context.turn();
    distances.step(Math.max(1, Math.floor(40_000 / (distances.done + 1))));
  }
  const few = labels.subarray(0, count);
  // One seed for all three: the same images are drawn.
  const seed = derive(context.seed, 'agreement');
  const ofMap = async (points: Float32Array): Promise<MapQuality> => {
    await context.turn();
    const { indices } = nearby(points.subarray(0, count * 2), 2, k, 0, count);
    return {
      trustworthiness: trustworthiness(distances.squared, indices, k),
      ...agreementOf(few, indices, k, seed),
    };
  };
  await context.turn();
  return {
    checked: count,
    neighbours: k,
    pixels: agreementOf(few, distances.nearest(k), k, seed),
    pca: await ofMap(pca),
    umap: await ofMap(umap),
  };
}
