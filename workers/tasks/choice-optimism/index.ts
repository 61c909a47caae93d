import { predictedClasses } from '../../../src/core/stats/classification';
import { OptimismBootstrap } from '../../../src/core/stats/optimism';
import { dataOf } from '../inputs';
import type { Task } from '../types';
import type { ChoiceOptimismArrays, ChoiceOptimismInputs, ChoiceOptimismSpec, ChoiceOptimismSummary } from './types';

/** Resamples between two turns: some 20 ms with a hundred models. */
const RESAMPLES_A_TURN = 20;

export const task: Task<ChoiceOptimismSpec, ChoiceOptimismSummary, never, ChoiceOptimismInputs, ChoiceOptimismArrays> =
  {
    async run(spec, context) {
      const data = dataOf(context);
      const { labels } = await context.images.split(data, 'validation');
      const { data: _, ...models } = context.inputs;
      const right: Uint8Array[] = [];
      // By name, so that the order of the inputs does not decide between equals.
      for (const name of Object.keys(models).sort()) {
        const { validationProbabilities } = models[name as keyof typeof models]!.artifacts;
        const predicted = predictedClasses((await context.read(validationProbabilities)).data, data.classes.length);
        right.push(predicted.map((named, index) => Number(named === labels[index])));
        await context.turn();
      }
      const bootstrap = new OptimismBootstrap(right, context.seed);
      for (let drawn = 0; drawn < spec.resamples; drawn += 1) {
        bootstrap.resample();
        if (drawn % RESAMPLES_A_TURN === 0) await context.turn();
      }
      return { summary: { spec, ...bootstrap.finish() } };
    },
  };
