/** The Explain cell's parameters and summary: shared by its job (coordinator) and its definition (page). */
import { MODEL_LABELS, MODEL_NAMES } from '../../core/models/zoo';
import { choice, integer, real, type ParamValues } from '../../core/params';
import type { AttributeSummary } from '../../../workers/tasks/attribute/types';
import type { TrainCurves, TrainSummary } from '../../../workers/tasks/train/types';

export const facts = { kind: 'explain', version: 1, numeric: true } as const;

export const params = {
  model: choice({
    label: 'Model',
    help: 'What is trained: two convolutional networks, a multilayer perceptron, or softmax regression.',
    default: 'cnn-small',
    choices: MODEL_NAMES.map((value) => ({ value, label: MODEL_LABELS[value] })),
  }),
  fitImages: integer({
    label: 'Fit images',
    help: 'Images of the fit split that are trained on: the first of its seeded, class-balanced order.',
    default: 20_000,
    min: 100,
    max: 40_000,
    step: 1000,
  }),
  epochs: integer({ label: 'Epochs', help: 'How often each fit image is trained on.', default: 4, min: 1, max: 100 }),
  learningRate: real({
    label: 'Learning rate',
    help: 'Step size of the Adam optimizer.',
    default: 0.002,
    min: 0.000_01,
    max: 0.1,
    step: 0.0001,
  }),
  batchSize: integer({
    label: 'Batch size',
    help: 'Images a step of the optimizer. More is faster on a GPU, fewer learns more from each image.',
    default: 32,
    min: 8,
    max: 512,
    step: 8,
  }),
  explainedImages: integer({
    label: 'Explained images',
    help: 'Images of the select split whose attributions are shown, equally many of each class.',
    default: 20,
    min: 10,
    max: 100,
    step: 10,
  }),
  igSteps: integer({
    label: 'Path steps',
    help: 'Points on the path of integrated gradients: more make the completeness residual smaller.',
    default: 32,
    min: 4,
    max: 256,
    step: 4,
  }),
};
export type ExplainParams = ParamValues<typeof params>;

export interface ExplainSummary {
  readonly train: TrainSummary;
  readonly attribution: AttributeSummary;
  /** Key of the training task, by which the ledger names the run. */
  readonly trainKey: string;
}

/** What the running cell shows: the curves so far. */
export interface ExplainLive {
  readonly curves: TrainCurves;
}

/** Images of each class that class averages are made of, at least. */
export const AVERAGED_PER_CLASS = 10;
