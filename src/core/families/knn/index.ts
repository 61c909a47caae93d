import { int } from '../../search/space';
import type { Family } from '../types';

export const family: Family = {
  about: 'Vote of the 5 nearest training images (T. Cover, P. Hart, 1967), exact, Euclidean on raw pixels.',
  takes: 'bytes',
  keepsImages: true,
  // Beyond some dozens the votes only come nearer to the shares of the classes.
  space: { k: int(1, 30) },
  defaults: { k: 5 },
  build: ({ k }) => ({ type: 'classic', model: { family: 'knn', k: Number(k) } }),
};
