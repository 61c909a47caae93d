import type { Output } from '../../../src/core/results/types';
import { brierScore, expectedCalibrationError } from '../../../src/core/stats/classification';
import { scoreOf } from '../../../src/core/stats/score';
import { dataOf } from '../inputs';
import { openModel } from '../model';
import type { Task, TaskContext } from '../types';
import { SCORE_ARTIFACTS, type ScoreSpec, type ScoreSummary, type ScoreArrays, type ScoreInputs } from './types';

async function run(
  spec: ScoreSpec,
  context: TaskContext<never, ScoreInputs>,
): Promise<Output<ScoreSummary, ScoreArrays>> {
  const data = dataOf(context);
  const batch = await context.images.split(data, spec.split);
  const { labels } = batch;
  const classes = data.classes.length;
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

export const task: Task<ScoreSpec, ScoreSummary, never, ScoreInputs, ScoreArrays> = { run };
