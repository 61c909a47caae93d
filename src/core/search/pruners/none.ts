/** Every trial runs to its end. */
import type { Pruner } from '../types';

const params = {};

export const pruner: Pruner<typeof params> = {
  algorithm: 'No pruning',
  about: 'lets every trial run to its end.',
  source: 'definition',
  idle: 'pruning is turned off',
  params,
  config: () => ({}),
  describe: () => 'none',
  rule: () => undefined,
  why: () => undefined,
};
