/** The networks of the registry before any tuning, by name. */
import { family as reference } from '../../src/core/families/cnn-reference';
import { family as small } from '../../src/core/families/cnn-small';
import { family as mlp } from '../../src/core/families/mlp';
import { family as softmax } from '../../src/core/families/softmax';

export const MODELS = {
  softmax: softmax.build(softmax.defaults).model,
  mlp: mlp.build(mlp.defaults).model,
  'cnn-small': small.build(small.defaults).model,
  'cnn-reference': reference.build(reference.defaults).model,
};
export type ModelName = keyof typeof MODELS;
