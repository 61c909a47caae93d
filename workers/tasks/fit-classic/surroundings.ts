import type { DataShape } from '../../../src/core/dataset/shape';
import type { ClassicFit, Surroundings } from '../../../src/core/families/fitting';
import { inputFor, rawPipeline } from '../../../src/core/features/input';
import type { FittedPipeline } from '../../../src/core/features/types';
import type { TaskContext } from '../types';

/**
 * What a model without a network is given: the pipeline's values; without one, pixels divided by 255, or raw ones where it
 * compares bytes.
 */
export function surroundingsOf(
  { raw }: Pick<ClassicFit, 'raw'>,
  pipeline: FittedPipeline | undefined,
  data: DataShape,
  context: Pick<TaskContext, 'turn' | 'report'>,
): Surroundings {
  return {
    input: inputFor(pipeline ?? (raw ? rawPipeline(data) : undefined), data),
    classes: data.classes.length,
    turn: () => context.turn(),
    report: (stage, done, total, unit) => context.report({ stage, done, total, unit }),
  };
}
