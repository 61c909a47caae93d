import { pNumber, pointsApart, pValue } from '../../words/comparisons';
import { fixed } from '../../words/numbers';
import type { SequenceDetector } from './types';

export const accuracy: SequenceDetector = {
  id: 'accuracy',
  label: 'accuracy',
  about: 'The accuracy of a batch has fallen; this is known only once its labels arrive.',
  source: 'Fisher’s exact test; Bonferroni over the batches',
  decides: true,
  precedence: 20,
  level: ({ batches }, share) => share / batches,
  fires(history, level) {
    const { check } = history.at(-1)!;
    return check && check.p <= level
      ? `accuracy fell by ${pointsApart(check.drop)} to ${fixed(check.accuracy, 3)} on ${check.images} labelled images (${pValue(check.p)}, level ${pNumber(level)})`
      : undefined;
  },
};
