/**
 * One training over several workers: synchronous and data-parallel. Each batch is cut into a fixed number of shards; one
 * worker leads, others work out the gradients of some of the shards from the weights that they are sent. The leader adds the
 * gradients up in the order of the shards, in float32, and takes the step of Adam. So the number of shards decides the bytes
 * of the result and is part of the task's key; how many workers carried them, and which came and went, does not show.
 */
import type { FittedPipeline } from '../../src/core/features/types';
import type { ModelSpec } from '../../src/core/models/types';
import { buildNetwork, readVector, writeVector, type Network } from './build';
import { ask, serve, type Helper } from './helper';
import { modelInput } from './input';
import { batchLoss, type Examples } from './loss';
import * as tf from './tf';

/** What a helper needs to build the network; the weights come with each step. */
interface NetworkPlan {
  readonly model: ModelSpec;
  /** The seed the leader's network was built with: dropout draws from it. */
  readonly seed: number;
  readonly pipeline: FittedPipeline;
}

/** A tensor as it crosses to another worker. */
interface Packed {
  readonly data: Float32Array | Int32Array;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
}

interface Question {
  /** With the first question alone. */
  readonly plan?: NetworkPlan;
  readonly weights: Float32Array;
  readonly shards: readonly { readonly about: ShardPlace; readonly x: Packed; readonly labels: Packed }[];
}

/** Which shard of which step. */
interface ShardPlace {
  readonly index: number;
  /** Share of the batch's images, above 0 and at most 1. */
  readonly share: number;
  /** Of the dropout: every shard of every step has another. */
  readonly step: number;
}

/** What a shard adds to the batch: sums over the shards are the batch's own. */
interface ShardGradient {
  readonly index: number;
  /** Share of the batch's mean loss, in nats. */
  readonly loss: number;
  /** Of the trainable weights; then its share of the mean of the weights that batches leave behind (batch norm). */
  readonly values: Float32Array;
}

async function pack(tensor: tf.Tensor): Promise<Packed> {
  const dtype = tensor.dtype === 'int32' ? 'int32' : 'float32';
  return { data: (await tensor.data()) as Float32Array, shape: tensor.shape, dtype };
}
const unpack = ({ data, shape, dtype }: Packed): tf.Tensor => tf.tensor(data, [...shape], dtype);

/** Weights that training changes without a gradient: the moving averages of batch norm. */
const averagesOf = (network: Network): tf.Variable[] =>
  network.model.nonTrainableWeights.map((weight) => weight.read() as tf.Variable);

/** Loss and gradient of one shard. The network's weights are afterwards what they were before. */
async function shardGradient(
  network: Network,
  examples: Examples,
  { index, share, step }: ShardPlace,
): Promise<ShardGradient> {
  const averages = averagesOf(network);
  const before = await readVector(averages);
  const { value, grads } = tf.tidy(() =>
    tf.variableGrads(() => tf.mul(batchLoss(network, examples, step), share) as tf.Scalar, [...network.variables]),
  );
  const gradients = network.variables.map(({ name }) => grads[name]!);
  try {
    const loss = (await value.data())[0]!;
    const after = await readVector(averages);
    writeVector(averages, before);
    const ofGradients = await readVector(gradients);
    const values = new Float32Array(ofGradients.length + after.length);
    values.set(ofGradients);
    after.forEach((average, at) => (values[ofGradients.length + at] = share * average));
    return { index, loss, values };
  } finally {
    tf.dispose([value, ...gradients]);
  }
}

/** The leader's side. */
export class Spread {
  readonly #network: Network;
  readonly #plan: NetworkPlan;
  readonly #shards: number;
  readonly #helpers: readonly Helper[];
  /** Those that have the network. */
  readonly #told = new WeakSet<Helper>();

  /**
   * @param seed the one that the network was built with
   * @param helpers those that help at the moment: read anew at every step
   */
  constructor(network: Network, seed: number, shards: number, helpers: readonly Helper[]) {
    this.#network = network;
    this.#plan = { model: network.spec, seed, pipeline: network.input.pipeline };
    this.#shards = shards;
    this.#helpers = helpers;
  }

  /**
   * Mean loss of a batch, in nats, and its gradient by each of the network's variables; the caller disposes them. Moving
   * averages become the weighted mean of those that the shards left.
   * @param count images of the batch
   * @param take the examples from one place of the batch to another; asked once or twice for each shard
   * @param step the step of the training
   */
  async gradients(
    count: number,
    take: (from: number, to: number) => Examples,
    step: number,
  ): Promise<{ readonly loss: number; readonly gradients: tf.Tensor[] }> {
    const network = this.#network;
    const edge = (index: number): number => Math.floor((index * count) / this.#shards);
    const places = Array.from({ length: this.#shards }, (_, index): ShardPlace & { from: number; to: number } => ({
      index,
      share: (edge(index + 1) - edge(index)) / count,
      step: step * this.#shards + index,
      from: edge(index),
      to: edge(index + 1),
    })).filter(({ share }) => share > 0);
    const helpers = this.#helpers.slice(0, places.length - 1);
    const carried = (worker: number): typeof places =>
      places.filter((_, index) => index % (helpers.length + 1) === worker);
    const weights = helpers.length > 0 ? await network.readWeights() : new Float32Array();
    const examples = ({ from, to }: { from: number; to: number }): Examples => tf.tidy(() => ({ ...take(from, to) }));
    const asked: Promise<readonly ShardGradient[] | undefined>[] = [];
    for (const [index, helper] of helpers.entries()) {
      const shards = [];
      for (const place of carried(index + 1)) {
        const { x, labels } = examples(place);
        shards.push({ about: place, x: await pack(x), labels: await pack(labels) });
        tf.dispose([x, labels]);
      }
      const plan = this.#told.has(helper) ? {} : { plan: this.#plan };
      this.#told.add(helper);
      asked.push(ask(helper, { ...plan, weights, shards } satisfies Question));
    }
    const own = async (mine: typeof places): Promise<ShardGradient[]> => {
      const out: ShardGradient[] = [];
      for (const place of mine) {
        const batch = examples(place);
        out.push(await shardGradient(network, batch, place));
        tf.dispose([batch.x, batch.labels]);
      }
      return out;
    };
    const done = await own(carried(0));
    for (const [index, answer] of asked.entries()) {
      for (const gradient of (await answer) ?? (await own(carried(index + 1)))) done.push(gradient);
    }
    return sum(network, done);
  }
}

/** In the order of the shards, in float32. */
function sum(
  network: Network,
  shards: readonly ShardGradient[],
): { readonly loss: number; readonly gradients: tf.Tensor[] } {
  const [first, ...others] = shards.toSorted((a, b) => a.index - b.index);
  const { values } = first!;
  let { loss } = first!;
  for (const other of others) {
    loss = Math.fround(loss + other.loss);
    for (let at = 0; at < values.length; at += 1) values[at]! += other.values[at]!;
  }
  let offset = 0;
  const gradients = network.variables.map(({ shape, size }) => {
    offset += size;
    return tf.tensor(values.slice(offset - size, offset), shape);
  });
  writeVector(averagesOf(network), values.subarray(offset));
  return { loss, gradients };
}

/** The helper's side: works out gradients until the signal aborts. */
export async function serveGradients(port: MessagePort, signal: AbortSignal): Promise<void> {
  let network: Network | undefined;
  try {
    await serve(port, signal, async ({ plan, weights, shards }: Question) => {
      if (plan) network ??= buildNetwork(plan.model, plan.seed, modelInput(plan.pipeline));
      network!.writeWeights(weights);
      const answer: ShardGradient[] = [];
      for (const { about, x, labels } of shards) {
        const examples = { x: unpack(x), labels: unpack(labels) as tf.Tensor1D };
        answer.push(await shardGradient(network!, examples, about));
        tf.dispose([examples.x, examples.labels]);
      }
      return { answer, transfer: answer.map(({ values }) => values.buffer) };
    });
  } finally {
    network?.dispose();
  }
}
