import { LookbookError } from '../../../src/core/errors';
import { predictedClasses } from '../../../src/core/stats/classification';
import { compareModels } from '../../../src/core/stats/compare';
import { dataOf } from '../inputs';
import { TRAIN_ARTIFACTS } from '../train/types';
import type { Task, TaskContext } from '../types';
import type { CompareModelsSpec, CompareModelsSummary } from './types';

async function predictionsOf(name: 'a' | 'b', context: TaskContext): Promise<Uint8Array> {
  const ref = context.inputs[name]?.artifacts[TRAIN_ARTIFACTS.validationProbabilities];
  if (!ref)
    throw new LookbookError('input/missing', `The result "${name}" holds no predictions of the validation split.`);
  return predictedClasses((await context.read(ref)).data, dataOf(context).classes.length);
}

export const task: Task<CompareModelsSpec, CompareModelsSummary> = {
  async run(spec, context) {
    const data = dataOf(context);
    const { labels } = await context.images.split(data, 'validation');
    const [a, b] = [await predictionsOf('a', context), await predictionsOf('b', context)];
    await context.turn();
    return { summary: { spec, ...compareModels(labels, a, b, { seed: context.seed, resamples: spec.resamples }) } };
  },
};
