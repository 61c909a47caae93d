/** How tasks read the components that `fit-components` left, from their input `components`. */
import { LookbookError } from '../../../src/core/errors';
import type { Projection } from '../../../src/core/map/projector';
import type { TaskContext } from '../types';
import { COMPONENT_ARTIFACTS } from './types';

/** @throws LookbookError `input/missing` */
export async function readProjection(context: Pick<TaskContext, 'inputs' | 'read'>): Promise<Projection> {
  const artifacts = context.inputs['components']?.artifacts;
  const [mean, components] = [artifacts?.[COMPONENT_ARTIFACTS.mean], artifacts?.[COMPONENT_ARTIFACTS.components]];
  if (!mean || !components) throw new LookbookError('input/missing');
  const arrays = [(await context.read(mean)).data, (await context.read(components)).data];
  return { mean: Float64Array.from(arrays[0]!), components: Float64Array.from(arrays[1]!) };
}
