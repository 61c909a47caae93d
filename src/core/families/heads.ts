/** The families of models, by name: a line each. What they are stands in a file each: see index.ts. Kept light for the page. */

export const FAMILY_LABELS = {
  majority: 'majority class',
  centroid: 'nearest centroid',
  knn: 'k nearest neighbours',
  'named-linear': 'linear model on named features',
  softmax: 'softmax regression',
  mlp: 'multilayer perceptron',
  cnn: 'convolutional network',
} as const;

export type FamilyId = keyof typeof FAMILY_LABELS;
/** From the simplest to the most flexible. */
export const FAMILY_IDS = Object.keys(FAMILY_LABELS) as readonly FamilyId[];
