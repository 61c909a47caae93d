/** Names of the models, for people and for lists: apart from their layers, which load with the first training. */
import type { ModelName } from './zoo';

export const MODEL_LABELS: Readonly<Record<ModelName, string>> = {
  softmax: 'softmax regression',
  mlp: 'multilayer perceptron',
  'cnn-small': 'small CNN',
  'cnn-reference': 'reference CNN',
};
export const MODEL_NAMES = Object.keys(MODEL_LABELS) as ModelName[];
