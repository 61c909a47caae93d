import { pNumber } from '../../words/comparisons';
import { evidence } from './evidence';
import type { SequenceDetector } from './types';

export const sharp: SequenceDetector = {
  id: 'sharp',
  label: 'sharp',
  about: 'One batch has a very small p-value.',
  source: 'Bonferroni over the batches',
  decides: true,
  precedence: 10,
  alone: true,
  level: ({ batches }, share) => share / batches,
  fires(history, level) {
    const { report } = history.at(-1)!;
    return report.p <= level
      ? `${evidence(report)}. One batch with p below ${pNumber(level)} triggers the rule`
      : undefined;
  },
  quiet: (level) => `no p-value fell below ${pNumber(level)}`,
};
