import type { Family } from './types';

export const majority: Family = {
  about: 'The shares of the classes among the labels, whatever the image: what every model must beat.',
  takes: 'labels',
  candidate: { type: 'classic', model: { family: 'majority' } },
};
