import type { Family } from './types';

export const knn: Family = {
  about: 'Votes of the 5 nearest training images (T. Cover, P. Hart, 1967), exact, Euclidean on raw pixels.',
  takes: 'bytes',
  candidate: { type: 'classic', model: { family: 'knn', k: 5 } },
  keepsImages: true,
};
