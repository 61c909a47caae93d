/** What decides the sizes of the arrays that a task has on the device. */
import type { HoldsModel } from '../../src/core/models/card';
import type { TaskRequest } from './protocol';

/**
 * Tasks of equal shape have arrays of equal sizes: those that train or use one network, on one kind of features, in batches
 * of one size. Undefined for tasks without a network: they have nothing on the device.
 */
export function shapeOf({ params, inputs }: Pick<TaskRequest, 'params' | 'inputs'>): string | undefined {
  const { model, batchSize } = params as {
    readonly model?: { readonly layers?: unknown };
    readonly batchSize?: number;
  };
  const given = (inputs['model']?.summary as Partial<HoldsModel> | undefined)?.card;
  const layers = model?.layers ?? (given?.type === 'network' ? given.network.layers : undefined);
  if (layers === undefined) return undefined;
  return JSON.stringify([layers, batchSize ?? 0, inputs['features']?.outputHash ?? '']);
}
