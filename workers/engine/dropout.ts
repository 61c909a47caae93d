/**
 * Dropout whose mask depends on a seed and the step alone. TensorFlow.js's own layer repeats one mask at every call when
 * it is seeded, and a resumed training could not continue with the same masks when it is not.
 */
import { SteppedLayer } from './stepped';
import * as tf from './tf';

export class SteppedDropout extends SteppedLayer {
  static readonly className = 'SteppedDropout';
  readonly rate: number;
  readonly #seed: number;

  constructor(config: { readonly rate: number; readonly seed: number }) {
    super({});
    this.rate = config.rate;
    this.#seed = config.seed;
  }

  override computeOutputShape(shape: (number | null)[]): (number | null)[] {
    return shape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], options: { training?: boolean }): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0]! : inputs;
    if (!options.training || this.rate === 0) return x;
    return tf.tidy(() => {
      const uniform = tf.randomUniform(x.shape, 0, 1, 'float32', this.#seed + this.step * 0x9e3779b1);
      const kept = tf.cast(tf.greaterEqual(uniform, this.rate), 'float32');
      return tf.mul(x, tf.div(kept, 1 - this.rate));
    });
  }
}
