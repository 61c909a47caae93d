import { CLASSES } from '../../../src/core/dataset/types';
import { LookbookError } from '../../../src/core/errors';
import { runsInterval, type RunsOptions } from '../../../src/core/explain/runs-interval';
import { derive } from '../../../src/core/seed';
import { predictedClasses } from '../../../src/core/stats/classification';
import { readSplit } from '../../../src/storage/datasets';
import { dataOf } from '../inputs';
import { TRAIN_ARTIFACTS } from '../train/types';
import type { Task, TaskContext } from '../types';
import type { CompareOrdersSpec, CompareOrdersSummary, Estimate } from './types';

/** 1 for each image that a training named rightly, 0 for the others. */
async function rightOf(name: string, labels: Uint8Array, context: TaskContext): Promise<Int8Array> {
  const ref = context.inputs[name]?.artifacts[TRAIN_ARTIFACTS.selectProbabilities];
  if (!ref) throw new LookbookError('input/missing', `The result "${name}" holds no predictions of the select split.`);
  const predicted = predictedClasses((await context.read(ref)).data, CLASSES);
  return Int8Array.from(labels, (label, image) => Number(predicted[image] === label));
}

function estimate(values: readonly Int8Array[], options: RunsOptions): Estimate {
  const { estimate: mean, low, high, perRun } = runsInterval(values, options);
  return { estimate: mean, interval: [low, high], perRun };
}

export const task: Task<CompareOrdersSpec, CompareOrdersSummary> = {
  async run(spec, context) {
    const { groups, runs, resamples } = spec;
    const { labels } = await readSplit(context.db, dataOf(context), 'select');
    const right = new Map<string, Int8Array[]>();
    for (const group of groups) {
      const names = Array.from({ length: runs }, (_, run) => `${group}.${run}`);
      right.set(group, await Promise.all(names.map((name) => rightOf(name, labels, context))));
    }
    const [first, ...others] = groups;
    const descriptive = others.filter((group) => group !== spec.decisive).length;
    const levels: Record<string, number> = {};
    const accuracy: Record<string, Estimate> = {};
    const differences: Record<string, Estimate> = {};
    for (const group of groups) {
      await context.turn();
      const own = right.get(group)!;
      accuracy[group] = estimate(own, { seed: derive(context.seed, group), resamples, level: 0.95 });
      if (group === first) continue;
      await context.turn();
      const paired = right.get(first!)!.map((run, index) => run.map((value, at) => value - own[index]![at]!));
      const level = group === spec.decisive ? 0.95 : 1 - 0.05 / descriptive;
      levels[group] = level;
      differences[group] = estimate(paired, { seed: derive(context.seed, 'difference', group), resamples, level });
    }
    return { summary: { spec, images: labels.length, accuracy, differences, levels } };
  },
};
