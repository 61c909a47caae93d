/** From what a layer's file says of it to a layer of TensorFlow.js: one of its own, or one of ours. */
import { own } from '../../src/core/own';
import type { LayerRecipe } from '../../src/core/models/layers/types';
import { SteppedDropout } from './dropout';
import * as tf from './tf';

export type Layer = InstanceType<typeof tf.layers.Layer>;
/** Takes the configuration that a layer's file wrote for it. */
type Maker = (config: never) => Layer;

/** Layers that TensorFlow.js does not have, by the names that recipes call them by. To add one: a class and a line here. */
const OURS: Readonly<Record<string, Maker>> = {
  steppedDropout: (config: ConstructorParameters<typeof SteppedDropout>[0]) => new SteppedDropout(config),
};

/** @throws RangeError if neither TensorFlow.js nor this file has a layer of that name: its recipe is wrong */
export function makeLayer({ layer, config }: LayerRecipe): Layer {
  const make = own(OURS, layer) ?? own(tf.layers as unknown as Readonly<Record<string, Maker>>, layer);
  if (typeof make !== 'function')
    throw new RangeError(`makeLayer: there is no layer "${layer}" in tf.layers or in ours`);
  return make(config as never);
}
