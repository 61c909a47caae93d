import { chiSquareContingency, joinSparse } from '../../stats/contingency';
import type { ColumnTest } from './types';

/**
 * Sparse categories are joined first: the levels used here reach p = 1e-6, where the chi-square approximation of thin
 * cells would alarm too often.
 */
export const chiSquare: ColumnTest = {
  id: 'chi-square',
  version: 1,
  label: 'Chi-square',
  name: 'chi-square',
  heading: 'χ²',
  digits: 1,
  definition:
    'Pearson statistic of the counts per bin or class, reference against batch; a test. Bins are tenths of the reference; a value as frequent as a tenth has its own.',
  source: 'Pearson 1900',
  decides: true,
  place: 20,
  measure(reference, batch) {
    const { statistic, p } = chiSquareContingency(joinSparse(reference.counts, batch.counts));
    return { statistic, p };
  },
};
