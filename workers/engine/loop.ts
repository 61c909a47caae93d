/**
 * The training loop: own batches in a seeded order, Adam at a scheduled rate, the loss read every few steps, evaluation after
 * each epoch, early stopping, and the whole state as a checkpoint. A training resumed from a checkpoint is bit-equal to one never stopped, on one machine
 * and numeric mode.
 */
import { LookbookError } from '../../src/core/errors';
import { learningRateAt, type LearningRateSchedule } from '../../src/core/models/schedule';
import { bestEpoch, whyStopEarly, type EarlyStopped, type EarlyStopping } from '../../src/core/models/stopping';
import { derive, randomSource, shuffle } from '../../src/core/seed';
import { accuracy, logLoss, predictedClasses } from '../../src/core/stats/classification';
import { Adam } from './adam';
import type { Network } from './build';
import { Batches, type LabelledImages } from './batches';
import { prepareValues } from './input';
import { batchLoss } from './loss';
import type { Spread } from './parallel';
import { predictValues } from './predict';
import * as tf from './tf';
import { count } from '../../src/core/words/numbers';

export type { LabelledImages };

export interface TrainingPlan {
  readonly epochs: number;
  readonly batchSize: number;
  /** The highest; constant unless there is a schedule. */
  readonly learningRate: number;
  readonly schedule?: LearningRateSchedule;
  /** Without it a training runs to its last epoch and its last weights are kept; with it, its best. */
  readonly earlyStopping?: EarlyStopping;
  /** Orders the images of each epoch and augments them. */
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
  /** Mean cross-entropy on the training split over the steps since the last point, in nats. */
  readonly trainLoss: Curve;
  readonly validationAccuracy: Curve;
  /** Mean negative log-likelihood on validation, in nats. */
  readonly validationLogLoss: Curve;
}

/** Everything that the rest of a training depends on. */
export interface TrainingState {
  /** Steps taken. Shuffling, augmentation, dropout and the learning rate are counted by it: they have no state of their own. */
  readonly step: number;
  readonly curves: Curves;
  readonly weights: Float32Array;
  readonly firstMoments: Float32Array;
  readonly secondMoments: Float32Array;
  readonly betaPowers: Float32Array;
  /** Of the best epoch so far, with early stopping. */
  readonly bestWeights?: Float32Array;
}

export interface TrainingHooks {
  /** Called after every step; may throw to stop. */
  turn(): Promise<void>;
  /** Called when a loss was read or an epoch ended. */
  onProgress(imagesTrained: number, epoch: number, curves: Curves): void;
  /** Called at boundaries from which the training can go on; `state` reads everything back when called. */
  onBoundary(step: number, epochEnded: boolean, state: () => Promise<TrainingState>): Promise<void>;
  /** Asked before each epoch but the first: a reason to stop there, worked out from the curves alone. */
  whyStop?(curves: Curves): string | undefined;
}

const newCurve = (): Curve => ({ x: [], y: [] });
const copyOf = (curves: Curves): Curves => structuredClone(curves);

export class Training {
  readonly #network: Network;
  readonly #plan: TrainingPlan;
  readonly #train: LabelledImages;
  readonly #validation: LabelledImages;
  readonly #spread: Spread | undefined;
  readonly #adam: Adam;
  readonly #batches: Batches;
  #validationValues: Float32Array | undefined;
  #step = 0;
  #stopped: string | undefined;
  #curves: Curves = { trainLoss: newCurve(), validationAccuracy: newCurve(), validationLogLoss: newCurve() };
  #probabilities: Float32Array | undefined;
  #bestWeights: Float32Array | undefined;

  /** @param spread cuts each batch into shards, which other workers may carry; without it a batch is one piece */
  constructor(
    network: Network,
    plan: TrainingPlan,
    train: LabelledImages,
    validation: LabelledImages,
    spread?: Spread,
  ) {
    this.#network = network;
    this.#plan = plan;
    this.#train = train;
    this.#validation = validation;
    this.#spread = spread;
    this.#adam = new Adam(plan.learningRate, network.variables);
    this.#batches = new Batches(network.input, train, plan.seed);
  }

  get curves(): Curves {
    return this.#curves;
  }

  /** Why the training ended before its last epoch. */
  get stopped(): string | undefined {
    return this.#stopped;
  }

  /** What early stopping did, if it was asked for. */
  get earlyStopped(): EarlyStopped | undefined {
    const { earlyStopping: rule, epochs } = this.#plan;
    if (!rule) return undefined;
    const scores = this.#scores(rule);
    const reason = scores.length < epochs ? whyStopEarly(rule, scores) : undefined;
    return {
      bestEpoch: bestEpoch(rule, scores) + 1,
      epochs: scores.length,
      ...(reason === undefined ? {} : { reason }),
    };
  }

  /** By epoch, what early stopping looks at. */
  #scores({ metric }: EarlyStopping): readonly number[] {
    return (metric === 'accuracy' ? this.#curves.validationAccuracy : this.#curves.validationLogLoss).y;
  }

  get #stepsPerEpoch(): number {
    return Math.ceil(this.#train.labels.length / this.#plan.batchSize);
  }

  get imagesTrained(): number {
    const epochs = Math.floor(this.#step / this.#stepsPerEpoch);
    return epochs * this.#train.labels.length + (this.#step % this.#stepsPerEpoch) * this.#plan.batchSize;
  }

  /** Goes back to a state read by an `onBoundary` hook of the same network, plan and data. */
  restore(state: TrainingState): void {
    this.#network.writeWeights(state.weights);
    this.#adam.write(state);
    this.#step = state.step;
    this.#curves = copyOf(state.curves);
    this.#bestWeights = state.bestWeights?.slice();
  }

  /**
   * Trains to the end of the last epoch, or to a reason to stop, and returns the probabilities on validation of the weights that are
   * kept, count x 10: the last, or with early stopping the best.
   * @throws LookbookError `train/diverged` as soon as a loss that was read, or a probability, is not a number; whatever
   *   `turn` throws
   */
  async run(hooks: TrainingHooks): Promise<Float32Array> {
    const { epochs, seed } = this.#plan;
    const perEpoch = this.#stepsPerEpoch;
    await this.#batches.prepare(() => hooks.turn());
    for (let epoch = Math.floor(this.#step / perEpoch); epoch < epochs; epoch += 1) {
      // Asked of the curves, which a checkpoint keeps: a resumed training stops where one never stopped would.
      if (epoch > 0 && this.#step === epoch * perEpoch) this.#stopped = hooks.whyStop?.(this.#curves);
      if (this.#stopped !== undefined || this.earlyStopped?.reason !== undefined) break;
      const order = Uint32Array.from({ length: this.#train.labels.length }, (_, index) => index);
      shuffle(order, randomSource(derive(seed, 'shuffle', epoch)));
      await this.#runEpoch(epoch, order, hooks);
      await this.#evaluate(hooks);
      hooks.onProgress(this.imagesTrained, epoch, this.#curves);
      await hooks.onBoundary(this.#step, true, () => this.#read());
    }
    if (this.#bestWeights && this.earlyStopped!.bestEpoch < this.earlyStopped!.epochs) {
      this.#network.writeWeights(this.#bestWeights);
      return this.#predictSelect(hooks);
    }
    return this.#probabilities ?? this.#predictSelect(hooks);
  }

  dispose(): void {
    this.#batches.dispose();
    this.#adam.dispose();
  }

  async #runEpoch(epoch: number, order: Uint32Array, hooks: TrainingHooks): Promise<void> {
    const perEpoch = this.#stepsPerEpoch;
    const end = (epoch + 1) * perEpoch;
    const losses: tf.Scalar[] = [];
    try {
      while (this.#step < end) {
        const from = (this.#step % perEpoch) * this.#plan.batchSize;
        this.#scheduleRate();
        const positions = order.subarray(from, from + this.#plan.batchSize);
        losses.push(
          this.#spread
            ? await this.#takeSpreadStep(this.#spread, positions, epoch, from)
            : this.#takeStep(positions, epoch, from),
        );
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

  #scheduleRate(): void {
    const { learningRate, schedule, epochs } = this.#plan;
    const perEpoch = this.#stepsPerEpoch;
    const total = perEpoch * epochs;
    this.#adam.learningRate = learningRateAt(schedule, learningRate, this.#step, { perEpoch, total });
  }

  #takeStep(positions: Uint32Array, epoch: number, first: number): tf.Scalar {
    const step = this.#step;
    return tf.tidy(() => {
      const examples = this.#batches.take(positions, epoch, first);
      return this.#adam.minimize(() => batchLoss(this.#network, examples, step));
    });
  }

  async #takeSpreadStep(spread: Spread, positions: Uint32Array, epoch: number, first: number): Promise<tf.Scalar> {
    const { loss, gradients } = await spread.gradients(
      positions.length,
      (from, to) => this.#batches.take(positions.subarray(from, to), epoch, first + from),
      this.#step,
    );
    this.#adam.apply(gradients);
    tf.dispose(gradients);
    return tf.scalar(loss);
  }

  async #readLoss(losses: tf.Scalar[]): Promise<void> {
    const mean = tf.tidy(() => tf.mean(tf.stack(losses)));
    const value = (await mean.data())[0]!;
    tf.dispose([mean, ...losses]);
    if (!Number.isFinite(value)) throw this.#diverged('the loss is');
    this.#curves.trainLoss.x.push(this.imagesTrained);
    this.#curves.trainLoss.y.push(value);
  }

  #diverged(what: string): LookbookError {
    return new LookbookError(
      'train/diverged',
      `Training diverged within ${count(this.imagesTrained)} images: ${what} no longer a number at ` +
        `learning rate ${this.#plan.learningRate}. Lower the learning rate.`,
    );
  }

  async #predictSelect(hooks: TrainingHooks): Promise<Float32Array> {
    const turn = (): Promise<void> => hooks.turn();
    this.#validationValues ??= await prepareValues(this.#network.input, this.#validation.images, turn);
    const probabilities = await predictValues(this.#network, this.#validationValues, turn);
    // The last step of an epoch may be the one that broke the weights, after its loss was read.
    if (!probabilities.every((value) => Number.isFinite(value))) throw this.#diverged('the predictions are');
    return probabilities;
  }

  async #evaluate(hooks: TrainingHooks): Promise<void> {
    const { labels } = this.#validation;
    this.#probabilities = await this.#predictSelect(hooks);
    const { validationAccuracy, validationLogLoss } = this.#curves;
    validationAccuracy.x.push(this.imagesTrained);
    validationAccuracy.y.push(accuracy(labels, predictedClasses(this.#probabilities, this.#network.classes)));
    validationLogLoss.x.push(this.imagesTrained);
    validationLogLoss.y.push(logLoss(labels, this.#probabilities));
    const { earlyStopping: rule } = this.#plan;
    if (!rule) return;
    const scores = this.#scores(rule);
    if (bestEpoch(rule, scores) === scores.length - 1) this.#bestWeights = await this.#network.readWeights();
  }

  async #read(): Promise<TrainingState> {
    const curves = copyOf(this.#curves);
    const best = this.#bestWeights ? { bestWeights: this.#bestWeights } : {};
    return {
      step: this.#step,
      curves,
      weights: await this.#network.readWeights(),
      ...(await this.#adam.read()),
      ...best,
    };
  }
}
