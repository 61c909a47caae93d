/** A layer that acts by the training step, so that a training resumed from a checkpoint goes on as if it had never stopped. */
import * as tf from './tf';

export abstract class SteppedLayer extends tf.layers.Layer {
  /** The training step; the network sets it before each step. */
  step = 0;
}
