/**
 * TensorFlow.js's Adam with its whole state. The optimizer's own `getWeights` leaves out the running products of the betas
 * and `setWeights` works them out with `pow`, so that a resumed training drifts from one never stopped; they are kept here.
 */
import { readVector, writeVector } from './build';
import * as tf from './tf';

/** Fields of tfjs-core 4.22's AdamOptimizer, private in its types. */
interface AdamInternals {
  learningRate: number;
  accBeta1: tf.Variable;
  accBeta2: tf.Variable;
  accumulatedFirstMoment: { originalName: string; variable: tf.Variable }[];
  accumulatedSecondMoment: { originalName: string; variable: tf.Variable }[];
}

export interface AdamState {
  readonly firstMoments: Float32Array;
  readonly secondMoments: Float32Array;
  /** beta1 and beta2, each to the power of the steps taken plus one, as the running products hold them. */
  readonly betaPowers: Float32Array;
}

export class Adam {
  readonly #optimizer: tf.AdamOptimizer;
  readonly #variables: readonly tf.Variable[];

  constructor(learningRate: number, variables: readonly tf.Variable[]) {
    this.#optimizer = tf.train.adam(learningRate);
    this.#variables = variables;
    const slots = (name: string): { originalName: string; variable: tf.Variable }[] =>
      variables.map((variable) => ({
        originalName: `${variable.name}/${name}`,
        variable: tf.tidy(() => tf.variable(tf.zeros(variable.shape), false)),
      }));
    this.#internals.accumulatedFirstMoment = slots('m');
    this.#internals.accumulatedSecondMoment = slots('v');
  }

  get #internals(): AdamInternals {
    return this.#optimizer as unknown as AdamInternals;
  }

  /** Of the steps to come. */
  set learningRate(rate: number) {
    this.#internals.learningRate = rate;
  }

  /** One step down the gradient of `loss`; returns the loss before it. */
  minimize(loss: () => tf.Scalar): tf.Scalar {
    return this.#optimizer.minimize(loss, true, [...this.#variables])!;
  }

  /** One step down gradients that were worked out elsewhere, in the order of the variables. */
  apply(gradients: readonly tf.Tensor[]): void {
    this.#optimizer.applyGradients(this.#variables.map(({ name }, index) => ({ name, tensor: gradients[index]! })));
  }

  async read(): Promise<AdamState> {
    const { accBeta1, accBeta2, accumulatedFirstMoment, accumulatedSecondMoment } = this.#internals;
    return {
      firstMoments: await readVector(accumulatedFirstMoment.map((slot) => slot.variable)),
      secondMoments: await readVector(accumulatedSecondMoment.map((slot) => slot.variable)),
      betaPowers: await readVector([accBeta1, accBeta2]),
    };
  }

  write(state: AdamState): void {
    const { accBeta1, accBeta2, accumulatedFirstMoment, accumulatedSecondMoment } = this.#internals;
    writeVector(
      accumulatedFirstMoment.map((slot) => slot.variable),
      state.firstMoments,
    );
    writeVector(
      accumulatedSecondMoment.map((slot) => slot.variable),
      state.secondMoments,
    );
    writeVector([accBeta1, accBeta2], state.betaPowers);
  }

  dispose(): void {
    this.#optimizer.dispose();
  }
}
