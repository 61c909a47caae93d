/** How the models of the Label issues cell train, and what it keeps. */
import type { NetworkFamily } from '../../../core/families/names';

/**
 * How models train here, where not as their family does by itself. The small CNN is cheap a step and learns more in small batches: in batches of 128 at a
 * rate of 0.001 five passes over 6,667 images left it at 79.0 % on held-out images, below the perceptron.
 */
export const TRAINING: Readonly<Partial<Record<NetworkFamily, { batchSize: number; learningRate: number }>>> = {
  softmax: { batchSize: 128, learningRate: 0.003 },
  mlp: { batchSize: 128, learningRate: 0.001 },
  'cnn-small': { batchSize: 32, learningRate: 0.002 },
};
/** Issues whose images are kept to be looked at, at most. */
export const KEPT_IMAGES = 1000;
