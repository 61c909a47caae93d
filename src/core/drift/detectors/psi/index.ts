import { expectedPsi, filledBins, populationStabilityIndex } from '../../../stats/distance';
import type { Detector } from '../types';

export const psi: Detector = {
  label: 'PSI',
  definition:
    'Population stability index over the same bins: below 0.1 is read as stable, above 0.25 as shifted; not a test.',
  measure(reference, batch) {
    return {
      statistic: populationStabilityIndex(reference.counts, batch.counts),
      expected: expectedPsi(filledBins(reference.counts), reference.count, batch.count),
    };
  },
};
