import type { Family } from './types';

export const centroid: Family = {
  about: 'The class whose mean image is nearest (Euclidean), with a softmax of the distances for probabilities.',
  takes: 'pipeline',
  candidate: { type: 'classic', model: { family: 'centroid' } },
};
