import { CLASSES } from '../../../src/core/dataset/types';
import { LookbookError } from '../../../src/core/errors';
import type { ModelCard } from '../../../src/core/models/card';
import type { Output } from '../../../src/core/results/types';
import { scoreOf } from '../../../src/core/stats/score';
import { readFitAndSelect } from '../images';
import { dataOf, featuresOf } from '../inputs';
import type { Task, TaskContext } from '../types';
import { classicPredictor, fitClassic, surroundingsOf } from './families';
import type { FitClassicSpec, FitClassicSummary } from './types';

async function run(spec: FitClassicSpec, context: TaskContext): Promise<Output<FitClassicSummary>> {
  const { fit, select } = await readFitAndSelect(context.db, dataOf(context), spec.fitImages);
  const { pipeline, hash } = await featuresOf(context);
  const around = surroundingsOf(spec.model, pipeline, context);
  const started = performance.now();
  const { arrays, parameters, passes } = await fitClassic(spec.model, fit, around);
  const fitSeconds = (performance.now() - started) / 1000;
  const predict = classicPredictor(spec.model, arrays, around);
  const predicting = performance.now();
  const probabilities = await predict(select.images);
  const secondsPerImage = (performance.now() - predicting) / 1000 / select.labels.length;
  if (!probabilities.every((value) => Number.isFinite(value))) {
    throw new LookbookError(
      'train/diverged',
      'The features hold values that are not numbers, so nothing can be fitted.',
    );
  }
  const card: ModelCard = {
    type: 'classic',
    classic: spec.model,
    parameters,
    ...(hash === undefined ? {} : { pipeline: hash }),
  };
  return {
    summary: {
      spec,
      card,
      fitImages: fit.labels.length,
      imagesTrained: passes * fit.labels.length,
      select: scoreOf(select.labels, probabilities, CLASSES),
    },
    artifacts: { ...arrays, selectProbabilities: { data: probabilities, shape: [select.labels.length, CLASSES] } },
    timing: { fitSeconds, secondsPerImage },
  };
}

export const task: Task<FitClassicSpec, FitClassicSummary> = { run };
