import { LookbookError } from '../../../src/core/errors';
import { numbered } from '../inputs';
import { derive } from '../../../src/core/seed';
import { compareModels, type ModelComparison } from '../../../src/core/stats/compare';
import { correctOf } from '../drift-batches/types';
import type { Task, TaskContext } from '../types';
import {
  type DriftGateArrays,
  type DriftGateInputs,
  type DriftGateSpec,
  type DriftGateSummary,
  type GateConditionName,
  type GateModel,
} from './types';

/** For every image of the batches, in their order: 1 where the model is right. */
async function rightOf(
  model: GateModel,
  condition: GateConditionName,
  batches: readonly number[],
  context: TaskContext<never, DriftGateInputs>,
): Promise<number[]> {
  const results = numbered(context.inputs, `${model}.${condition}.` as const);
  const all: number[] = [];
  for (const batch of batches) {
    const ref = results.map((result) => result.artifacts[correctOf(batch)]).find((found) => found !== undefined);
    if (!ref) throw new LookbookError('input/missing', `The ${model} has not been scored on batch ${batch}.`);
    for (const right of (await context.read(ref)).data) all.push(right);
  }
  return all;
}

export const task: Task<DriftGateSpec, DriftGateSummary, never, DriftGateInputs, DriftGateArrays> = {
  async run({ batches, resamples }, context) {
    const compare = async (condition: GateConditionName): Promise<ModelComparison> => {
      const challenger = await rightOf('challenger', condition, batches, context);
      const champion = await rightOf('champion', condition, batches, context);
      await context.turn();
      // To be right is to say 1 where all labels are 1.
      const ones = new Uint8Array(challenger.length).fill(1);
      return compareModels(ones, challenger, champion, { seed: derive(context.seed, condition), resamples });
    };
    return { summary: { clean: await compare('clean'), drifted: await compare('drifted') } };
  },
};
