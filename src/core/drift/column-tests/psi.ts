import { expectedPsi, filledBins, populationStabilityIndex } from '../../stats/distance';
import type { ColumnTest } from './types';

export const psi: ColumnTest = {
  id: 'psi',
  version: 1,
  label: 'PSI',
  name: 'PSI',
  heading: 'PSI',
  digits: 3,
  definition:
    'Population stability index over the same bins: below 0.1 is read as stable, above 0.25 as shifted; not a test.',
  source: 'Siddiqi 2006',
  decides: false,
  place: 30,
  measure(reference, batch) {
    return {
      statistic: populationStabilityIndex(reference.counts, batch.counts),
      expected: expectedPsi(filledBins(reference.counts), reference.count, batch.count),
    };
  },
};
