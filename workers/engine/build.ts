/** From a model's description to a TensorFlow.js model with seeded weights, and its weights as one vector. */
import { requireFits } from '../../src/core/models/fit-check';
import type { LayerSpec, ModelSpec } from '../../src/core/models/types';
import { derive } from '../../src/core/seed';
import { SteppedDropout } from './dropout';
import type { ModelInput } from './input';
import * as tf from './tf';

type Layer = InstanceType<typeof tf.layers.Layer>;

function layerOf(spec: LayerSpec, seed: number): Layer {
  const kernel = tf.initializers.glorotUniform({ seed });
  switch (spec.type) {
    case 'conv2d':
      return tf.layers.conv2d({
        filters: spec.filters,
        kernelSize: spec.size,
        strides: spec.stride ?? 1,
        padding: spec.padding ?? 'valid',
        activation: spec.activation ?? 'linear',
        kernelInitializer: kernel,
      });
    case 'depthwise-conv2d':
      return tf.layers.depthwiseConv2d({
        kernelSize: spec.size,
        strides: spec.stride ?? 1,
        padding: spec.padding ?? 'valid',
        activation: spec.activation ?? 'linear',
        depthwiseInitializer: kernel,
      });
    case 'max-pool':
      return tf.layers.maxPooling2d({ poolSize: spec.size });
    case 'average-pool':
      return tf.layers.averagePooling2d({ poolSize: spec.size });
    case 'batch-norm':
      return tf.layers.batchNormalization();
    case 'relu':
      return tf.layers.reLU();
    case 'flatten':
      return tf.layers.flatten();
    case 'dropout':
      return new SteppedDropout({ rate: spec.rate, seed });
    case 'dense':
      return tf.layers.dense({
        units: spec.units,
        activation: spec.activation ?? 'linear',
        kernelInitializer: kernel,
      });
  }
}

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
 * A vector is flat already: its networks are built without their flatten layers.
 * @throws LookbookError `params/invalid` if the network cannot take the input
 */
export function buildNetwork(spec: ModelSpec, seed: number, input: ModelInput): Network {
  requireFits(spec, input.layout);
  const start = tf.input({ shape: [...input.shape] });
  const layers = spec.layers.flatMap((layer, index) =>
    layer.type === 'flatten' && input.layout.kind === 'vector' ? [] : [layerOf(layer, derive(seed, 'weights', index))],
  );
  const output = layers.reduce<tf.SymbolicTensor>((x, layer) => layer.apply(x) as tf.SymbolicTensor, start);
  const model = tf.model({ inputs: start, outputs: output });
  const dropouts = layers.filter((layer): layer is SteppedDropout => layer instanceof SteppedDropout);
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
      for (const dropout of dropouts) dropout.step = mode.step ?? 0;
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
