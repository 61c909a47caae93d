import { derive } from '../../seed';
import { randomPaths } from '../draws';
import { pathAttributions } from '../gradients';
import type { Method } from '../types';

export const method: Method = {
  version: 1,
  short: 'Expected',
  signed: true,
  about:
    'gradients on straight paths from images of the background, both images and places drawn at random and seeded, times the ' +
    'differences; the algorithm of SHAP’s GradientExplainer',
  source: 'G. Erion and others, 2021',
  limits:
    'Expected gradients add up in expectation only: the gap is sampling noise, which falls with the root of the number of draws.',
  completeFrom: 'the mean of the background',
  averaged: true,
  // The draws leave noise, which the midpoint rule does not have.
  samples: ({ steps }) => 2 * steps,
  async run(explained, conditions) {
    const { samples, seed } = conditions;
    const background = await explained.values(conditions.background);
    return pathAttributions(explained, conditions, background, (image, row) =>
      randomPaths(image, background, samples, derive(seed, 'draws', row)),
    );
  },
};
