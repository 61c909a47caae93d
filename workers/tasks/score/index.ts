import { type ImageBatch } from '../../../src/core/dataset/types';
import { LookbookError } from '../../../src/core/errors';
import type { Output } from '../../../src/core/results/types';
import { brierScore, expectedCalibrationError } from '../../../src/core/stats/classification';
import { scoreOf } from '../../../src/core/stats/score';
import { readStream } from '../images';
import { dataOf } from '../inputs';
import { openModel } from '../model';
import type { Task, TaskContext } from '../types';
import { SCORE_ARTIFACTS, type ScoreSpec, type ScoreSummary } from './types';

async function imagesOf({ split, stream }: ScoreSpec, context: TaskContext): Promise<ImageBatch> {
  const data = dataOf(context);
  if (!stream) return context.images.split(data, split);
  if (split !== 'stream') throw new LookbookError('params/invalid', `The split "${split}" comes in no batches.`);
  return (await readStream(context.images, data, [stream]))[0]!;
}

async function run(spec: ScoreSpec, context: TaskContext): Promise<Output<ScoreSummary>> {
  const batch = await imagesOf(spec, context);
  const { labels } = batch;
  const classes = dataOf(context).classes.length;
  const model = await openModel(context);
  try {
    const started = performance.now();
    const probabilities = await model.predict(batch);
    const seconds = (performance.now() - started) / 1000;
    return {
      summary: {
        spec,
        score: scoreOf(labels, probabilities, classes),
        brier: brierScore(labels, probabilities),
        calibrationError: expectedCalibrationError(labels, probabilities),
      },
      artifacts: { [SCORE_ARTIFACTS.probabilities]: { data: probabilities, shape: [labels.length, classes] } },
      timing: { secondsPerImage: seconds / labels.length },
    };
  } finally {
    model.dispose();
  }
}

export const task: Task<ScoreSpec, ScoreSummary> = { run };
