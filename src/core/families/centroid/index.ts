import type { Family } from '../types';

export const family: Family = {
  about: 'The class whose mean image is nearest (Euclidean), with a softmax of the distances for probabilities.',
  takes: 'pipeline',
  defaults: {},
  build: () => ({ type: 'classic', model: { family: 'centroid' } }),
};
