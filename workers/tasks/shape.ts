/** What decides the sizes of the arrays that a task has on the device. */
import { hasShape } from '../../src/core/dataset/shape';
import type { HoldsModel } from '../../src/core/models/card';
import type { TaskRequest } from './protocol';

/**
 * Tasks of equal shape have arrays of equal sizes: those that train or use one network, on images of one size and number of
 * classes, on one kind of features, in batches of one size. Undefined for tasks without a network: they have nothing on the device.
 */
export function shapeOf({ params, inputs }: Pick<TaskRequest, 'params' | 'inputs'>): string | undefined {
  const { model, batchSize } = params as {
    readonly model?: { readonly layers?: unknown };
    readonly batchSize?: number;
  };
  const given = (inputs['model']?.summary as Partial<HoldsModel> | undefined)?.card;
  const layers = model?.layers ?? (given?.type === 'network' ? given.network.layers : undefined);
  if (layers === undefined) return undefined;
  const data = inputs['data']?.summary;
  const ofData = hasShape(data) ? [data.height, data.width, data.classes.length] : [];
  return JSON.stringify([layers, ofData, batchSize ?? 0, inputs['features']?.outputHash ?? '']);
}
