import { imageId } from '../../../src/core/dataset/ids';
import { pixelsOf, sizeOf } from '../../../src/core/dataset/shape';
import { type DatasetSummary, type ImageBatch } from '../../../src/core/dataset/types';
import { LookbookError } from '../../../src/core/errors';
import { nearby, type Nearby } from '../../../src/core/map/nearby';
import { Projector } from '../../../src/core/map/projector';
import { MAPPED_SPLITS, interleaveSplits, type SplitCounts } from '../../../src/core/map/sample';
import { coarseImages } from '../../../src/core/profile/coarse';
import type { Images } from '../../../src/core/dataset/images';
import { dataOf } from '../inputs';
import { readProjection } from '../projection';
import type { Task, TaskContext } from '../types';
import { checkMaps } from './check';
import {
  EMBED_ARTIFACTS,
  type EmbedDetail,
  type EmbedSpec,
  type EmbedSummary,
  type EmbedArrays,
  type EmbedInputs,
} from './types';
import { Umap } from './umap';

type Context = TaskContext<EmbedDetail, EmbedInputs>;

/** Milliseconds between two pictures of the forming map, and between two step boundaries. */
const PICTURE_MS = 200;
const TURN_MS = 50;

interface Sample extends ImageBatch {
  readonly ids: Int32Array;
  readonly splits: Uint8Array;
}

async function readSample(images: Images, data: DatasetSummary, counts: SplitCounts): Promise<Sample> {
  const order = interleaveSplits(counts);
  const count = order.length;
  const pixels = pixelsOf(data);
  const sample = {
    images: new Uint8Array(count * pixels),
    labels: new Uint8Array(count),
    indices: new Uint32Array(count),
    ids: new Int32Array(count),
    splits: new Uint8Array(count),
    ...sizeOf(data),
  };
  for (const [code, split] of MAPPED_SPLITS.entries()) {
    const batch = await images.split(data, split, counts[split]);
    for (const [at, { split: other, position }] of order.entries()) {
      if (other !== split) continue;
      sample.images.set(batch.images.subarray(position * pixels, (position + 1) * pixels), at * pixels);
      sample.labels[at] = batch.labels[position]!;
      sample.indices[at] = batch.indices[position]!;
      sample.ids[at] = imageId(data, 'train', batch.indices[position]!);
      sample.splits[at] = code;
    }
  }
  return sample;
}

/** Scores of the sample's images on the leading components: images x size. */
async function scoresOf(sample: Sample, components: number, context: Context): Promise<Float64Array> {
  const projector = new Projector(await readProjection(context, components));
  const size = projector.components;
  const images = coarseImages(sample.images, sample);
  const count = sample.labels.length;
  const scores = new Float64Array(count * size);
  for (let image = 0; image < count; image += 1) {
    if (image % 500 === 0) await context.turn();
    scores.set(projector.scores(images, image), image * size);
  }
  return scores;
}

/** Exact neighbours in the space of the scores. */
async function neighboursOf(scores: Float64Array, size: number, k: number, context: Context): Promise<Nearby> {
  const count = scores.length / size;
  const indices = new Int32Array(count * k);
  const distances = new Float64Array(count * k);
  const step = Math.max(1, Math.floor(2_000_000 / count));
  for (let from = 0; from < count; from += step) {
    const to = Math.min(count, from + step);
    context.report({ stage: 'Neighbours on the map', done: from, total: count, unit: 'images' });
    await context.turn();
    const found = nearby(scores, size, k, from, to);
    indices.set(found.indices, from * k);
    distances.set(found.distances, from * k);
  }
  return { indices, distances };
}

async function unfold(umap: Umap, labels: Uint8Array, context: Context): Promise<Float32Array<ArrayBuffer>> {
  let [shown, turned] = [-Infinity, -Infinity];
  while (umap.epoch < umap.epochs) {
    const now = performance.now();
    if (now - shown >= PICTURE_MS) {
      shown = now;
      const detail = { labels, points: umap.points() };
      context.report({ stage: 'Unfolding the map', done: umap.epoch, total: umap.epochs, unit: 'passes', detail });
    }
    if (now - turned >= TURN_MS) {
      await context.turn();
      turned = performance.now();
    }
    umap.step();
  }
  return umap.points();
}

export const task: Task<EmbedSpec, EmbedSummary, EmbedDetail, EmbedInputs, EmbedArrays> = {
  async run(spec, context) {
    const data = dataOf(context);
    const sample = await readSample(context.images, data, spec.sample);
    const count = sample.labels.length;
    if (count <= spec.neighbours) {
      throw new LookbookError(
        'params/invalid',
        `A map of ${count} images cannot be made with ${spec.neighbours} neighbours: map more images, or ask for fewer neighbours.`,
      );
    }
    const scores = await scoresOf(sample, spec.components, context);
    const size = scores.length / count;
    const pca = new Float32Array(count * 2);
    for (let image = 0; image < count; image += 1) {
      for (let axis = 0; axis < Math.min(2, size); axis += 1) pca[image * 2 + axis] = scores[image * size + axis]!;
    }
    const { indices, distances } = await neighboursOf(scores, size, spec.neighbours - 1, context);
    const { neighbours, minDistance, epochs } = spec;
    context.report({ stage: 'Weaving the graph of neighbours', done: 0, total: 0, unit: 'images' });
    await context.turn();
    const umap = new Umap(scores, size, indices, distances, { neighbours, minDistance, epochs, seed: context.seed });
    const points = await unfold(umap, sample.labels, context);
    const quality = await checkMaps({ ...sample, pca, umap: points }, spec, context);
    return {
      summary: { spec, images: count, components: size, quality },
      artifacts: {
        [EMBED_ARTIFACTS.ids]: { data: sample.ids, shape: [count] },
        [EMBED_ARTIFACTS.labels]: { data: sample.labels, shape: [count] },
        [EMBED_ARTIFACTS.splits]: { data: sample.splits, shape: [count] },
        [EMBED_ARTIFACTS.pca]: { data: pca, shape: [count, 2] },
        [EMBED_ARTIFACTS.umap]: { data: points, shape: [count, 2] },
        [EMBED_ARTIFACTS.images]: { data: sample.images, shape: [count, pixelsOf(sample)] },
      },
    };
  },
};
