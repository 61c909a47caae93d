import { pixelsOf } from '../../dataset/shape';
import { straightPath } from '../draws';
import { pathAttributions } from '../gradients';
import type { Method } from '../types';

export const method: Method = {
  version: 1,
  short: 'IG black',
  signed: true,
  about: 'the mean gradient on the straight path from a black image, by the midpoint rule, times the difference',
  source: 'M. Sundararajan and others, 2017',
  limits:
    'With a black baseline a black pixel never gets any attribution. So *absence* of ink (a gap between two parts) is not ' +
    'shown as a reason; baselines that are not black show it.',
  completeFrom: 'a black image',
  blacksOut: true,
  averaged: true,
  samples: ({ steps }) => steps,
  async run(explained, conditions) {
    const black = await explained.values(new Float32Array(pixelsOf(explained.size)));
    return pathAttributions(explained, conditions, black, (image) => straightPath(image, black, conditions.samples));
  },
};
