import { chiSquareContingency, joinSparse } from '../../../stats/contingency';
import type { Detector } from '../types';

/**
 * Sparse categories are joined first: the levels used here reach p = 1e-6, where the chi-square approximation of thin
 * cells would alarm too often.
 */
export const chiSquare: Detector = {
  label: 'Chi-square',
  definition:
    'Pearson statistic of the counts per bin (tenths of the reference; a value as frequent as a tenth has its own) or per class, reference against batch; a test.',
  measure(reference, batch) {
    const { statistic, p } = chiSquareContingency(joinSparse(reference.counts, batch.counts));
    return { statistic, p };
  },
};
