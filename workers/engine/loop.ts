/**
 * The training loop: own batches in a seeded order, Adam, the loss read every few steps, evaluation after each epoch, and
 * the whole state as a checkpoint. A training resumed from a checkpoint is bit-equal to one never stopped, on one machine
 * and numeric mode.
 */
import { CLASSES } from '../../src/core/dataset/types';
import { LookbookError } from '../../src/core/errors';
import { derive, randomSource, shuffle } from '../../src/core/seed';
import { accuracy, logLoss, predictedClasses } from '../../src/core/stats/classification';
import { Adam } from './adam';
import type { Network } from './build';
import { gather, predict } from './predict';
import * as tf from './tf';

export interface LabelledImages {
  /** count x 784, 0-255. */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

export interface TrainingPlan {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** Orders the images of each epoch. */
  readonly seed: number;
}

/** Steps between two readings of the loss: each reading waits for the device. */
export const LOSS_EVERY = 10;

/** One curve: x is images trained. */
export interface Curve {
  readonly x: number[];
  readonly y: number[];
}
export interface Curves {
  /** Mean cross-entropy on fit over the steps since the last point, in nats. */
  readonly fitLoss: Curve;
  readonly selectAccuracy: Curve;
  /** Mean negative log-likelihood on select, in nats. */
  readonly selectLogLoss: Curve;
}

/** Everything that the rest of a training depends on. */
export interface TrainingState {
  readonly step: number;
  readonly curves: Curves;
  readonly weights: Float32Array;
  readonly firstMoments: Float32Array;
  readonly secondMoments: Float32Array;
  readonly betaPowers: Float32Array;
}

export interface TrainingHooks {
  /** Called after every step; may throw to stop. */
  turn(): Promise<void>;
  /** Called when a loss was read or an epoch ended. */
  onProgress(imagesTrained: number, epoch: number, curves: Curves): void;
  /** Called at boundaries from which the training can go on; `state` reads everything back when called. */
  onBoundary(step: number, epochEnded: boolean, state: () => Promise<TrainingState>): Promise<void>;
}

const newCurve = (): Curve => ({ x: [], y: [] });
const copyOf = (curves: Curves): Curves => structuredClone(curves);

export class Training {
  readonly #network: Network;
  readonly #plan: TrainingPlan;
  readonly #fit: LabelledImages;
  readonly #select: LabelledImages;
  readonly #adam: Adam;
  #step = 0;
  #curves: Curves = { fitLoss: newCurve(), selectAccuracy: newCurve(), selectLogLoss: newCurve() };
  #probabilities: Float32Array | undefined;

  constructor(network: Network, plan: TrainingPlan, fit: LabelledImages, select: LabelledImages) {
    this.#network = network;
    this.#plan = plan;
    this.#fit = fit;
    this.#select = select;
    this.#adam = new Adam(plan.learningRate, network.variables);
  }

  get curves(): Curves {
    return this.#curves;
  }

  get #stepsPerEpoch(): number {
    return Math.ceil(this.#fit.labels.length / this.#plan.batchSize);
  }

  get imagesTrained(): number {
    const epochs = Math.floor(this.#step / this.#stepsPerEpoch);
    return epochs * this.#fit.labels.length + (this.#step % this.#stepsPerEpoch) * this.#plan.batchSize;
  }

  /** Goes back to a state read by an `onBoundary` hook of the same network, plan and data. */
  restore(state: TrainingState): void {
    this.#network.writeWeights(state.weights);
    this.#adam.write(state);
    this.#step = state.step;
    this.#curves = copyOf(state.curves);
  }

  /**
   * Trains to the end of the last epoch and returns the select probabilities of the final weights, count x 10.
   * @throws LookbookError `train/diverged` as soon as a loss that was read is not a number; whatever `turn` throws
   */
  async run(hooks: TrainingHooks): Promise<Float32Array> {
    const { epochs, seed } = this.#plan;
    const perEpoch = this.#stepsPerEpoch;
    for (let epoch = Math.floor(this.#step / perEpoch); epoch < epochs; epoch += 1) {
      const order = Uint32Array.from({ length: this.#fit.labels.length }, (_, index) => index);
      shuffle(order, randomSource(derive(seed, 'shuffle', epoch)));
      await this.#runEpoch(epoch, order, hooks);
      await this.#evaluate(hooks);
      hooks.onProgress(this.imagesTrained, epoch, this.#curves);
      await hooks.onBoundary(this.#step, true, () => this.#read());
    }
    return this.#probabilities ?? predict(this.#network, this.#select.images, () => hooks.turn());
  }

  dispose(): void {
    this.#adam.dispose();
  }

  async #runEpoch(epoch: number, order: Uint32Array, hooks: TrainingHooks): Promise<void> {
    const perEpoch = this.#stepsPerEpoch;
    const end = (epoch + 1) * perEpoch;
    const losses: tf.Scalar[] = [];
    try {
      while (this.#step < end) {
        const from = (this.#step % perEpoch) * this.#plan.batchSize;
        losses.push(this.#takeStep(order.subarray(from, from + this.#plan.batchSize)));
        this.#step += 1;
        const reading = losses.length === LOSS_EVERY || this.#step === end;
        if (reading) {
          await this.#readLoss(losses.splice(0));
          hooks.onProgress(this.imagesTrained, epoch, this.#curves);
        }
        await hooks.turn();
        if (reading && this.#step < end) await hooks.onBoundary(this.#step, false, () => this.#read());
      }
    } finally {
      tf.dispose(losses);
    }
  }

  #takeStep(positions: Uint32Array): tf.Scalar {
    const step = this.#step;
    return tf.tidy(() => {
      const x = gather(this.#fit.images, positions);
      const classes = Int32Array.from(positions, (position) => this.#fit.labels[position]!);
      const target = tf.oneHot(tf.tensor1d(classes, 'int32'), CLASSES);
      return this.#adam.minimize(() => {
        const logits = this.#network.logits(x, { training: true, step });
        return tf.losses.softmaxCrossEntropy(target, logits) as tf.Scalar;
      });
    });
  }

  async #readLoss(losses: tf.Scalar[]): Promise<void> {
    const mean = tf.tidy(() => tf.mean(tf.stack(losses)));
    const value = (await mean.data())[0]!;
    tf.dispose([mean, ...losses]);
    if (!Number.isFinite(value)) {
      throw new LookbookError(
        'train/diverged',
        `Training diverged within ${this.imagesTrained.toLocaleString('en')} images: the loss is no longer a number at ` +
          `learning rate ${this.#plan.learningRate}. Lower the learning rate.`,
      );
    }
    this.#curves.fitLoss.x.push(this.imagesTrained);
    this.#curves.fitLoss.y.push(value);
  }

  async #evaluate(hooks: TrainingHooks): Promise<void> {
    const { images, labels } = this.#select;
    this.#probabilities = await predict(this.#network, images, () => hooks.turn());
    const { selectAccuracy, selectLogLoss } = this.#curves;
    selectAccuracy.x.push(this.imagesTrained);
    selectAccuracy.y.push(accuracy(labels, predictedClasses(this.#probabilities, CLASSES)));
    selectLogLoss.x.push(this.imagesTrained);
    selectLogLoss.y.push(logLoss(labels, this.#probabilities));
  }

  async #read(): Promise<TrainingState> {
    const curves = copyOf(this.#curves);
    return { step: this.#step, curves, weights: await this.#network.readWeights(), ...(await this.#adam.read()) };
  }
}
