import type { Family } from '../types';

export const family: Family = {
  about: 'Predicts the class shares of the training labels for every image: the baseline.',
  takes: 'labels',
  defaults: {},
  build: () => ({ type: 'classic', model: { family: 'majority' } }),
};
