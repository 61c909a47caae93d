import { LookbookError } from '../../../src/core/errors';
import {
  backgroundMeans,
  beeswarm,
  linearShap,
  shapSentences,
  summariseShap,
  type LinearShap,
} from '../../../src/core/explain/linear-shap';
import { LINEAR_ARTIFACTS } from '../../../src/core/explain/arrays';
import { inputFor, prepareValues, type ModelInput } from '../../../src/core/features/input';
import { NAMED_FEATURES } from '../../../src/core/features/named';
import { MODEL_PREFIX, WEIGHTS } from '../../../src/core/models/card';
import { linearLogits, type LinearModel } from '../../../src/core/models/linear';
import { dataOf, featuresOf } from '../inputs';
import type { Task, TaskContext } from '../types';
import type { ExplainLinearArrays, ExplainLinearInputs, ExplainLinearSpec, ExplainLinearSummary } from './types';

/** The linear model that the input `model` holds. @throws LookbookError `input/missing` for any other model */
async function readLinear(
  context: TaskContext<never, ExplainLinearInputs>,
  classes: number,
  size: number,
): Promise<LinearModel> {
  const { model } = context.inputs;
  const [weights, bias] = [model?.artifacts[WEIGHTS], model?.artifacts[`${MODEL_PREFIX}bias`]];
  const card = model?.summary.card;
  if (!weights || !bias || card?.type !== 'classic' || card.classic.family !== 'linear')
    throw new LookbookError('input/missing', 'Shapley values by closed form need a linear model.');
  return {
    weights: (await context.read(weights)).data as Float64Array,
    bias: (await context.read(bias)).data as Float64Array,
    classes,
    size,
  };
}

/** Names of the features that come out of the pipeline. @throws LookbookError `params/invalid` if they are pixels */
function namesOf({ layout }: ModelInput): readonly string[] {
  if (layout.kind === 'vector' && layout.names) return layout.names;
  throw new LookbookError('params/invalid', 'Only named features can be spoken of: this pipeline gives pixels.');
}

/** As features are called in a sentence: "left-right symmetry". */
const spoken = (id: string): string => NAMED_FEATURES.find((feature) => feature.id === id)?.label.toLowerCase() ?? id;

/** Largest gap between a logit and what its Shapley values add up to. */
function additivityGap(shap: LinearShap, logits: Float64Array): number {
  let largest = 0;
  for (let cell = 0; cell < logits.length; cell += 1) {
    let sum = shap.base[cell % shap.classes]!;
    for (let feature = 0; feature < shap.features; feature += 1) sum += shap.values[cell * shap.features + feature]!;
    largest = Math.max(largest, Math.abs(sum - logits[cell]!));
  }
  return largest;
}

/** The beeswarms of all classes, of the same images. */
function swarms(shap: LinearShap, values: Float32Array, images: number, seed: number) {
  const { classes, features } = shap;
  const shown = Math.min(images, shap.rows);
  const shape = [classes, features, shown];
  const ofClass = Array.from({ length: classes }, (_, label) => beeswarm(shap, values, label, shown, seed));
  const all = ofClass.flat();
  return {
    [LINEAR_ARTIFACTS.swarmValues]: { data: Float32Array.from(all, ({ value }) => value), shape },
    [LINEAR_ARTIFACTS.swarmOffsets]: { data: Float32Array.from(all, ({ offset }) => offset), shape },
    [LINEAR_ARTIFACTS.swarmLevels]: {
      data: Float32Array.from(ofClass[0]!, ({ level }) => level),
      shape: [features, shown],
    },
  };
}

export const task: Task<ExplainLinearSpec, ExplainLinearSummary, never, ExplainLinearInputs, ExplainLinearArrays> = {
  async run(spec, context) {
    const data = dataOf(context);
    const turn = (): Promise<void> => context.turn();
    const { pipeline } = await featuresOf(context);
    const input = inputFor(pipeline, data);
    const features = namesOf(input);
    const model = await readLinear(context, data.classes.length, input.size);
    const train = await context.images.split(data, 'train', spec.background);
    const background = await prepareValues(input, train.images, turn);
    const means = backgroundMeans(background, train.labels.length, input.size);
    const validation = await context.images.split(data, 'validation');
    const images = validation.labels.length;
    const values = await prepareValues(input, validation.images, turn);
    const shap = linearShap(model, values, images, means);
    await turn();
    const summary = summariseShap(shap, model, validation.labels);
    const effects = Array.from({ length: model.classes }, (_, label) =>
      summary.magnitude.subarray(label * input.size, (label + 1) * input.size).reduce((sum, value) => sum + value, 0),
    );
    return {
      summary: {
        spec,
        features,
        images,
        signed: Array.from(summary.signed),
        own: Array.from(summary.own, (value) => (Number.isNaN(value) ? null : value)),
        sentences: shapSentences(summary, features.map(spoken), data.classes),
        strongest: effects.indexOf(Math.max(...effects)),
        additivityGap: additivityGap(shap, linearLogits(model, values, images)),
      },
      artifacts: swarms(shap, values, spec.swarmImages, context.seed),
    };
  },
};
