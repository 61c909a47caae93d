import { predictedClasses } from '../../../src/core/stats/classification';
import { compareModels } from '../../../src/core/stats/compare';
import { dataOf } from '../inputs';
import type { Task, TaskContext } from '../types';
import type { CompareModelsSpec, CompareModelsSummary, CompareModelsArrays, CompareModelsInputs } from './types';

async function predictionsOf(name: 'a' | 'b', context: TaskContext<never, CompareModelsInputs>): Promise<Uint8Array> {
  const { validationProbabilities } = context.inputs[name].artifacts;
  return predictedClasses((await context.read(validationProbabilities)).data, dataOf(context).classes.length);
}

export const task: Task<CompareModelsSpec, CompareModelsSummary, never, CompareModelsInputs, CompareModelsArrays> = {
  async run(spec, context) {
    const data = dataOf(context);
    const { labels } = await context.images.split(data, 'validation');
    const [a, b] = [await predictionsOf('a', context), await predictionsOf('b', context)];
    await context.turn();
    return { summary: { spec, ...compareModels(labels, a, b, { seed: context.seed, resamples: spec.resamples }) } };
  },
};
