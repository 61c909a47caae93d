/** How tasks read principal components (of the task `pixel-products`) from their input `components`. */
import { LookbookError } from '../../src/core/errors';
import type { Projection } from '../../src/core/map/projector';
import type { ComponentsInput } from './input-types';
import type { TaskContext } from './types';

/**
 * The leading components, or all there are if there are fewer: of images at their `coarseSize`.
 * @throws LookbookError `input/missing`
 */
export async function readProjection(
  context: Pick<TaskContext<never, ComponentsInput>, 'inputs' | 'read'>,
  components: number,
): Promise<Projection> {
  const refs = context.inputs.components.artifacts;
  if (!refs.mean || !refs.components) throw new LookbookError('input/missing');
  const [mean, all] = [(await context.read(refs.mean)).data, (await context.read(refs.components)).data];
  return { mean: Float64Array.from(mean), components: Float64Array.from(all.subarray(0, components * mean.length)) };
}
