import { firstImages } from '../../../src/core/dataset/batch';
import { pixelsOf } from '../../../src/core/dataset/shape';
import type { ImageBatch } from '../../../src/core/dataset/types';
import { RANK_ARTIFACTS } from '../../../src/core/explain/arrays';
import { openMethod } from '../../../src/core/explain/methods';
import { keptCount, meanMagnitude, pixelVariances, topPixels } from '../../../src/core/explain/pixel-selection';
import { predictedClasses } from '../../../src/core/stats/classification';
import { explainedBy } from '../../engine/attribute';
import { assertBackendAlive } from '../../engine/backend';
import { predict } from '../../engine/predict';
import { dataOf } from '../inputs';
import { openNetwork } from '../model';
import type { Task, TaskContext } from '../types';
import type { RankPixelsArrays, RankPixelsInputs, RankPixelsSpec, RankPixelsSummary } from './types';

async function byAttribution(
  batch: ImageBatch,
  train: ImageBatch,
  spec: Extract<RankPixelsSpec, { readonly by: 'attribution' }>,
  context: TaskContext<never, RankPixelsInputs>,
): Promise<Float64Array> {
  const { images, labels } = batch;
  const method = await openMethod(spec.method);
  const network = await openNetwork(context);
  const total = labels.length;
  const turn = async (): Promise<void> => {
    assertBackendAlive();
    await context.turn();
  };
  try {
    const targets = predictedClasses(await predict(network, images, turn), network.classes);
    const { pixels } = await method.run(explainedBy(network, images, targets, turn), {
      samples: spec.samples,
      background: firstImages(train, spec.background).images,
      seed: context.seed,
      async turn(done) {
        context.report({ stage: 'Ranking pixels', done, total, unit: 'images' });
        await turn();
      },
    });
    return meanMagnitude(pixels, total, pixelsOf(batch));
  } finally {
    network.dispose();
  }
}

export const task: Task<RankPixelsSpec, RankPixelsSummary, never, RankPixelsInputs, RankPixelsArrays> = {
  async run(spec, context) {
    const data = dataOf(context);
    const pixels = pixelsOf(data);
    // Asked for first, so that a share that keeps nothing or all costs no work.
    keptCount(spec.percent, pixels);
    const background = spec.by === 'attribution' ? spec.background : 0;
    const train = await context.images.split(data, 'train', Math.max(spec.images, background));
    const images = Math.min(spec.images, train.labels.length);
    const batch = firstImages(train, images);
    await context.turn();
    const importance =
      spec.by === 'variance'
        ? pixelVariances(batch.images, images, pixels)
        : await byAttribution(batch, train, spec, context);
    const kept = topPixels(importance, spec.percent);
    const total = importance.reduce((sum, value) => sum + value, 0);
    return {
      summary: { spec, kept, share: kept.reduce((sum, pixel) => sum + importance[pixel]!, 0) / total },
      artifacts: { [RANK_ARTIFACTS.importance]: { data: importance, shape: [pixels] } },
    };
  },
};
