import { pNumber } from '../../words/comparisons';
import { evidence } from './evidence';
import type { SequenceDetector } from './types';

export const persistent: SequenceDetector = {
  id: 'persistent',
  label: 'persistent',
  about: 'Several batches in a row have small p-values.',
  source: 'Bonferroni over the places where such a run can begin',
  decides: true,
  precedence: 30,
  level({ batches, consecutive }, share) {
    const starts = batches - consecutive + 1;
    return starts < 1 ? 0 : (share / starts) ** (1 / consecutive);
  },
  fires(history, level, { consecutive }) {
    const run = history.slice(-consecutive);
    if (run.length < consecutive || run.some(({ report }) => report.p > level)) return undefined;
    return `${consecutive} batches in a row differ with p below ${pNumber(level)}. In the last, ${evidence(run.at(-1)!.report)}`;
  },
  quiet: (level, { consecutive }) => `no ${consecutive} in a row below ${pNumber(level)}`,
};
