import { LookbookError } from '../../../src/core/errors';
import type { ModelCard } from '../../../src/core/models/card';
import type { Output } from '../../../src/core/results/types';
import { scoreOf } from '../../../src/core/stats/score';
import { readTrainAndValidation } from '../images';
import { dataOf, featuresOf } from '../inputs';
import type { Task, TaskContext } from '../types';
import { surroundingsOf } from './surroundings';
import { openFit } from '../../../src/core/families';
import type { FitClassicSpec, FitClassicSummary, FitClassicArrays, FitClassicInputs } from './types';

async function run(
  spec: FitClassicSpec,
  context: TaskContext<never, FitClassicInputs>,
): Promise<Output<FitClassicSummary, FitClassicArrays>> {
  const data = dataOf(context);
  const classes = data.classes.length;
  const { train, validation } = await readTrainAndValidation(context.images, data, spec.trainImages, spec.stream);
  const { pipeline, hash } = await featuresOf(context);
  const way = await openFit(spec.model.family);
  const around = surroundingsOf(way, pipeline, data, context);
  const started = performance.now();
  const { arrays, parameters, passes } = await way.fit(spec.model, train, around);
  const fitSeconds = (performance.now() - started) / 1000;
  const predict = way.predictor(spec.model, arrays, around);
  const predicting = performance.now();
  const probabilities = await predict(validation.images);
  const secondsPerImage = (performance.now() - predicting) / 1000 / validation.labels.length;
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
      trainImages: train.labels.length,
      imagesTrained: passes * train.labels.length,
      validation: scoreOf(validation.labels, probabilities, classes),
    },
    artifacts: {
      ...arrays,
      validationProbabilities: { data: probabilities, shape: [validation.labels.length, classes] },
    },
    timing: { fitSeconds, secondsPerImage },
  };
}

export const task: Task<FitClassicSpec, FitClassicSummary, never, FitClassicInputs, FitClassicArrays> = { run };
