/** Random search: every trial is drawn by itself. */
import { uniformPoint } from '../draws';
import type { Sampler } from '../types';

const params = {};

export const sampler: Sampler<typeof params> = {
  algorithm: 'Seeded random search',
  about:
    'draws every trial by itself, evenly over the space, in the logarithm where a setting is logarithmic (Bergstra and Bengio, 2012).',
  source: 'Bergstra and Bengio, JMLR 2012',
  params,
  config: () => ({}),
  describe: () => 'random',
  suggest:
    ({ space }) =>
    (random) =>
      uniformPoint(space, random),
};
