/** From a model's description to a TensorFlow.js model with seeded weights, and its weights as one vector. */
import { requireFits } from '../../src/core/models/fit-check';
import type { ModelSpec } from '../../src/core/models/types';
import { derive } from '../../src/core/seed';
import type { ModelInput } from './input';
import { makeLayer } from './layers';
import { SteppedLayer } from './stepped';
import * as tf from './tf';

/** A built model. `dispose` frees its weights. */
export interface Network {
  readonly spec: ModelSpec;
  /** What it looks at, made from raw images. */
  readonly input: ModelInput;
  readonly model: tf.LayersModel;
  readonly parameters: number;
  /** How many it tells apart: its logits. */
  readonly classes: number;
  /** Trainable variables, in the order of the layers. */
  readonly variables: readonly tf.Variable[];
  /** Values of its input, [count, ...input.shape], to logits [count, classes]. */
  logits(values: tf.Tensor, mode?: { readonly training?: boolean; readonly step?: number }): tf.Tensor2D;
  /** All weights, as one vector in the order of the layers. */
  readWeights(): Promise<Float32Array>;
  /** @throws RangeError if the vector has another length than the model */
  writeWeights(weights: Float32Array): void;
  dispose(): void;
}

/**
 * Every weight is drawn from a seed of its own layer, so a layer's start does not depend on the layers before it.
 * @throws LookbookError `params/invalid` if the description is wrong or the network cannot take the input
 */
export function buildNetwork(spec: ModelSpec, seed: number, input: ModelInput): Network {
  const passed = requireFits(spec, input.layout);
  const start = tf.input({ shape: [...input.shape] });
  const layers = passed.flatMap(({ definition, settings, input: given }, index) => {
    const recipe = definition.make(settings, derive(seed, 'weights', index), given);
    return recipe ? [makeLayer(recipe)] : [];
  });
  const output = layers.reduce<tf.SymbolicTensor>((x, layer) => layer.apply(x) as tf.SymbolicTensor, start);
  const model = tf.model({ inputs: start, outputs: output });
  const stepped = layers.filter((layer) => layer instanceof SteppedLayer);
  const all = model.weights.map((weight) => weight.read() as tf.Variable);
  const parameters = all.reduce((sum, weight) => sum + weight.size, 0);
  return {
    spec,
    input,
    model,
    parameters,
    classes: output.shape.at(-1)!,
    variables: model.trainableWeights.map((weight) => weight.read() as tf.Variable),
    logits(values, mode = {}) {
      for (const layer of stepped) layer.step = mode.step ?? 0;
      return tf.tidy(() => model.apply(values, { training: mode.training ?? false }) as tf.Tensor2D);
    },
    readWeights: () => readVector(all),
    writeWeights: (weights) => writeVector(all, weights),
    dispose() {
      model.dispose();
    },
  };
}

/** The values of tensors, one after the other. */
export async function readVector(tensors: readonly tf.Tensor[]): Promise<Float32Array> {
  const out = new Float32Array(tensors.reduce((sum, tensor) => sum + tensor.size, 0));
  let offset = 0;
  for (const tensor of tensors) {
    out.set((await tensor.data()) as Float32Array, offset);
    offset += tensor.size;
  }
  return out;
}

/** Assigns a vector made by {@link readVector}. @throws RangeError if the lengths differ */
export function writeVector(variables: readonly tf.Variable[], values: Float32Array): void {
  const size = variables.reduce((sum, variable) => sum + variable.size, 0);
  if (size !== values.length) throw new RangeError(`writeVector: ${values.length} values for ${size} weights`);
  let offset = 0;
  for (const variable of variables) {
    const part = values.slice(offset, offset + variable.size);
    tf.tidy(() => variable.assign(tf.tensor(part, variable.shape)));
    offset += variable.size;
  }
}
