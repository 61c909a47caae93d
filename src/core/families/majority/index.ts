import type { Family } from '../types';

export const family: Family = {
  about: 'The shares of the classes among the labels, whatever the image: what every model must beat.',
  takes: 'labels',
  defaults: {},
  build: () => ({ type: 'classic', model: { family: 'majority' } }),
};
